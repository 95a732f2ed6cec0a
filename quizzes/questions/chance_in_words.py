"""What authors can do if wrong numbers without a cause look like known mistakes too often. Never a refusal."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median_low
from typing import Any

from quizzes.questions.base import Fault, Made
from quizzes.questions.cases import case_of_key
from quizzes.questions.cells import in_cell
from quizzes.questions.numbers import right_in_cell
from simulator.engine.charts import BUDGET, decimals_needed, looking_like_a_mistake
from simulator.engine.explaining import Case
from simulator.engine.probes import STAGES, parse


def chance_in_words(made: Sequence[Made]) -> list[Fault]:
    """A sentence for each number, of the question or a part, whose mistakes look like chance in most variants."""
    cases: dict[str, list[tuple[Case, str | None]]] = {}
    for one in made:
        for field, case, probe in cases_in("", one.right, one.wrong, one.right.get("network")):
            cases.setdefault(field, []).append((case, probe))
    found = ((field, sentence(of_field)) for field, of_field in cases.items())
    return [Fault(field, said) for field, said in found if said]


def cases_in(
    start: str, right: Mapping[str, Any], wrong: Mapping[str, Any], network: Any
) -> Iterator[tuple[str, Case, str | None]]:
    """Every number that a key is for, with its field. The cells of a table have the field of the table."""
    if "parts" in right:
        for number, (name, term) in enumerate(right["parts"].items()):
            yield from cases_in(f"parts.{number}.", term, wrong[name], network)
    elif "values" in right:
        for number in range(len(right["values"])):
            own = right_in_cell(number, [False] * len(right["values"]), {**right, "network": network})
            yield f"{start}answer", case_of_key(own, in_cell(number, wrong)), own["probe"]
    elif "value" in right:
        yield f"{start}answer", case_of_key({**right, "network": network}, wrong), right.get("probe")


def sentence(cases: Sequence[tuple[Case, str | None]]) -> str | None:
    """The chance in words, and what to do about it; None if it is small."""
    asked = cases[0][0].asked
    share = median_low(looking_like_a_mistake(one.asked, one.singles, asked.decimals) for one, _ in cases)
    if share <= BUDGET:
        return None
    needed = median_low(decimals_needed(one.asked, one.singles, asked.decimals) for one, _ in cases)
    said = f"{{}}, {share:.0%} of random wrong numbers would look like a known mistake."
    at = f"At {asked.decimals} decimal{'' if asked.decimals == 1 else 's'}" if asked.decimals else "In whole numbers"
    if needed <= asked.decimals or asked.decimals == 0:
        return f"{said.format(at)} Draw numbers {further(asked.decimals)}."
    ask = f"Ask for {needed} decimals"
    way = f"{ask}, or state the forward pass" if is_after_forward(cases[0][1]) else ask
    return f"{said.format(at)} {way}."


def further(decimals: int) -> str:
    return "with one more decimal" if decimals else "that are larger"


def is_after_forward(probe: str | None) -> bool:
    return probe is not None and STAGES[parse(probe).name] in ("backward", "update")
