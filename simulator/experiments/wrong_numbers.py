"""What a wrong prediction of a number tells, by the same charts as an answer to a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from simulator.engine.cells import Mistake
from simulator.engine.chance import sensible_range
from simulator.engine.charts import MORE_TYPED, Asked
from simulator.engine.explaining import Case, case_of, diagnoses_of, explain_alone, lead_of
from simulator.engine.network import Network, read_network
from simulator.experiments.questions import Number


@dataclass(frozen=True, slots=True)
class Reasons:
    """What to say before the feedback, and the feedback for each named mistake."""

    lead: str = ""
    feedback: Sequence[str] = ()


NOTHING = Reasons()


def reasons_for(question: Number, answer: Decimal) -> Reasons:
    """Nothing if no mistake is named."""
    known = question.known
    if known is None:
        return NOTHING
    network = read_network(known.network) if known.network else None
    return _reasons(question, network, _case(question, network), answer)


def explained_numbers(question: Number) -> dict[str, Any]:
    """All of that, for a script: texts, and by typed decimals the places of the lead and the feedback of each cell."""
    known = question.known
    if known is None:
        return {}
    network = read_network(known.network) if known.network else None
    case, texts, cells = _case(question, network), dict[str, int](), dict[int, dict[str, list[int]]]()
    for typed in range(1, question.decimals + MORE_TYPED + 1) if question.decimals else (0,):
        unit = Decimal(1).scaleb(-typed)
        chart = case.chart(typed, False)
        ends = (round(one.value * 10**typed) for one in case.singles if abs(one.value) < 1e6)
        for cell in sorted({int(cell) for cell in chart.taken.cell}.union(ends)):
            found = _reasons(question, network, case, cell * unit)
            if found.feedback:
                said = [texts.setdefault(text, len(texts)) for text in (found.lead, *found.feedback)]
                cells.setdefault(typed, {})[str(cell)] = said
    return {"texts": list(texts), "cells": cells}


def _reasons(question: Number, network: Network | None, case: Case, answer: Decimal) -> Reasons:
    found = explain_alone(answer, case)
    if not found.stories:
        return NOTHING
    if network:
        return Reasons(lead_of(found), [one.feedback for one in diagnoses_of(network, found)])
    assert question.known is not None
    return Reasons(lead_of(found), [question.known.wrong[int(one.mistake.key)][1] for one in found.stories])


def _case(question: Number, network: Network | None) -> Case:
    known = question.known
    assert known is not None, "only what is known of can be explained"
    if network:
        return case_of(network, known.probe, question.decimals, question.tolerance, known.told)
    singles = [Mistake(str(number), value) for number, (value, _) in enumerate(known.wrong)]
    low, high = sensible_range(known.right, [value for value, _ in known.wrong])
    return Case(Asked(known.right, question.decimals, question.tolerance, low, high), singles, lambda: ())
