"""Whether working from the numbers that a question shows, rounded as they are, leads to its right answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from quizzes.questions.arithmetic import Uncomputable
from quizzes.questions.base import Body, Drawn, Fault, QuestionType
from quizzes.questions.computed import number_of, read_number_once
from quizzes.questions.drawing import early_names
from quizzes.questions.grammar import LONGEST, ExpressionError, tokens
from quizzes.questions.networks import instantiate
from quizzes.questions.wording import Hole, holes, shown
from simulator.engine.network import NetworkError, as_json, read_network
from simulator.engine.numbers import MINUS
from simulator.engine.pins import PINNABLE
from simulator.engine.probes import parse
from simulator.engine.trace import trace

SAME = 1e-12
OFF = "Working from the shown {shown} {differs}. Show more decimals with {{{{{name}:{more}}}}}, or draw other numbers."
NO_VALUE = "Working from the shown {shown} gives no number. Show more decimals with {{{{{name}:{more}}}}}."
MOST_SHOWN = 9  # decimals of a placeholder


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A number that is shown rounded: the field it is in, its name, its text and the value that the text says."""

    field: str
    name: str
    text: str
    value: float

    @property
    def more(self) -> int:
        """Decimals that would show more of it."""
        return MOST_SHOWN if "e" in self.text else min(MOST_SHOWN, len(self.text.partition(".")[2]) + 2)


def misleading(body: Body, kind: QuestionType, drawings: Sequence[Drawn]) -> list[Fault]:
    """The first placeholder of each field that leads astray at one of the drawings."""
    found: dict[str, Fault] = {}
    used = texts_before(body, kind, drawings[0]) if drawings else {}
    if not any("{{" in text for text in used.values()):
        return []
    body = by_name(body, kind, shown_names(used), drawings[0])
    for drawn in drawings:
        rounded = list(placeholders(used, drawn))
        for some in [rounded, *([one] for one in rounded if len(rounded) > 1)] if rounded else []:
            fault = led_to(body, kind, drawn, some)
            if fault is not None:
                found.setdefault(fault.field, fault)
                break
    return list(found.values())


def texts_before(body: Body, kind: QuestionType, drawn: Drawn) -> dict[str, str]:
    """The texts that a learner reads before answering, without the numbers to choose from."""
    hints = {f"hints.{number}": hint for number, hint in enumerate(body.get("hints", []))}
    texts = {"prompt": body["prompt"], **kind.texts(body), **hints}
    left_out = kind.picks(body, drawn)
    return {
        field: text
        for field, text in texts.items()
        if field not in left_out and not field.split(".")[-1].startswith("reason")
    }


def shown_names(texts: Mapping[str, str]) -> set[str]:
    return {hole.name for text in texts.values() for hole in holes(text) if isinstance(hole, Hole)}


def placeholders(texts: Mapping[str, str], drawn: Drawn) -> Iterator[Placeholder]:
    """The shown numbers that are not the ones computed with; of a name that is shown twice, the closer one."""
    best: dict[str, Placeholder] = {}
    for field, text in texts.items():
        for hole in holes(text):
            if not isinstance(hole, Hole) or hole.name not in drawn.names:
                continue
            said = shown(hole, drawn.parameters, drawn.names)
            one = Placeholder(field, hole.name, said, float(said.replace(MINUS, "-")))
            exact, known = drawn.names[hole.name], best.get(hole.name)
            if known is None or abs(one.value - exact) < abs(known.value - exact):
                best[hole.name] = one
    for name, one in best.items():
        if abs(one.value - drawn.names[name]) > SAME * max(1, abs(one.value)):
            yield one


def led_to(body: Body, kind: QuestionType, drawn: Drawn, rounded: Sequence[Placeholder]) -> Fault | None:
    """What is not right any more when these numbers are used as they are shown."""
    first = rounded[0]
    try:
        worked = worked_from(body, kind, drawn, {one.name: one.value for one in rounded})
        differing = kind.differing_answers(body, drawn, worked)
    except (Uncomputable, NetworkError, ValueError):
        return Fault(first.field, NO_VALUE.format(shown=first.text, name=first.name, more=first.more))
    if differing:
        cause = first if len(rounded) == 1 else the_cause(body, kind, drawn, rounded, first)
        return Fault(cause.field, OFF.format(shown=cause.text, name=cause.name, more=cause.more, differs=differing[0]))
    return None


def the_cause(
    body: Body, kind: QuestionType, drawn: Drawn, rounded: Sequence[Placeholder], otherwise: Placeholder
) -> Placeholder:
    """Of several, the first that misleads by itself."""
    return next((one for one in rounded if led_to(body, kind, drawn, [one])), otherwise)


def worked_from(body: Body, kind: QuestionType, drawn: Drawn, given: Mapping[str, float]) -> Drawn:
    """The drawing worked out from these numbers: names as given, and quantities of the network held. Uncomputable."""
    names = {**{name: float(value) for name, value in drawn.parameters.items()}, **given}
    other = Drawn(drawn.parameters, names)
    for name in early_names(body):
        if name not in given:
            names[name] = number_of(body["let"][name], other)
    if body.get("network") is not None:
        network = read_network(instantiate(body["network"], lambda leaf: number_of(leaf, other)))
        other = replace(other, network=as_json(network), trace=trace(network, pins=held(body, given)))
    for name, text in body.get("let", {}).items():
        if name not in names:
            names[name] = number_of(text, other)
    return replace(other, right=kind.right_value(body, other))


def held(body: Body, given: Mapping[str, float]) -> dict[str, float]:
    """The quantities of the network that are shown under a name of their own."""
    found = {}
    for name, value in given.items():
        text = re.sub(r"\s", "", str(body.get("let", {}).get(name, "")))
        expression = read_number_once(text) if text else None
        is_probe = expression is not None and ({text} == expression.probes or text in ("loss", "loss_new"))
        if is_probe and parse(text).name in PINNABLE:
            found[text] = value
    return found


def by_name(body: Body, kind: QuestionType, names: set[str], drawn: Drawn) -> Body:
    """The body in which an expression that repeats a shown one, such as a/3*10000 beside third = a/3, goes on from it:
    that is what its readers do.
    """
    let = body.get("let", {})
    own = {name: let[name] for name in let if name in names}
    changed = dict(body) | {"let": {name: from_names(text, own, name, drawn) for name, text in let.items()}}
    for field, text in kind.numbers(body).items():
        changed = put(changed, field, from_names(text, own, "", drawn))
    return changed


def from_names(text: Any, own: Mapping[str, str], but: str, drawn: Drawn) -> Any:
    """An expression with names in place of what they stand for, where that keeps its value."""
    for name, part in own.items():
        if name == but or not isinstance(text, str) or len(tokens(part)) < 2:
            continue
        tried = replaced(text, part, name)
        if tried != text and has_value(tried, text, drawn):
            text = tried
    return text


def replaced(text: str, part: str, name: str) -> str:
    """The tokens of a part, wherever they follow each other, give way to a name."""
    whole, inner = [token for _, token in tokens(text)], [token for _, token in tokens(part)]
    at = next((n for n in range(len(whole)) if whole[n : n + len(inner)] == inner), None)
    if at is None:
        return text
    rest = replaced(" ".join(whole[at + len(inner) :]), part, name)
    return " ".join([*whole[:at], name, rest]).strip()


def has_value(tried: str, text: str, drawn: Drawn) -> bool:
    if len(tried) > LONGEST:
        return False
    try:
        one, other = number_of(tried, drawn), number_of(text, drawn)
    except (ExpressionError, Uncomputable):
        return False
    return abs(one - other) <= 1e-9 * max(1, abs(other))


def put(body: Mapping[str, Any], field: str, value: Any) -> dict[str, Any]:
    """A copy of the body with one field changed; the field is a dotted path."""
    copy: Any = deepcopy(dict(body))
    *way, last = [int(step) if step.isdigit() else step for step in field.split(".")]
    inside = copy
    for step in way:
        inside = inside[step]
    inside[last] = value
    result: dict[str, Any] = copy
    return result
