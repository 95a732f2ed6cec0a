"""One drawing of a question: its parameters, the names made from them, its network and what is right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from quizzes.questions.base import Body, Drawn, Fault, QuestionType
from quizzes.questions.computed import holds, number_of, read_number_once
from quizzes.questions.networks import instantiate
from simulator.engine.network import as_json, read_network
from simulator.engine.probes import find
from simulator.engine.trace import trace


def draw(body: Body, kind: QuestionType, parameters: Mapping[str, str]) -> Drawn:
    """Compute everything that follows from these parameters. Raises Uncomputable or NetworkError."""
    drawn = draw_network(body, parameters)
    for name, expression in body.get("let", {}).items():
        if name not in drawn.names:
            drawn.names[name] = number_of(expression, drawn)
    return replace(drawn, right=kind.right_value(body, drawn))


def draw_network(body: Body, parameters: Mapping[str, str]) -> Drawn:
    """The names that need no network, and the network. Raises Uncomputable or NetworkError."""
    drawn = Drawn(dict(parameters), {name: float(value) for name, value in parameters.items()})
    for name in early_names(body):
        drawn.names[name] = number_of(body["let"][name], drawn)
    if body.get("network") is None:
        return drawn
    network = read_network(instantiate(body["network"], lambda leaf: number_of(leaf, drawn)))
    return replace(drawn, network=as_json(network), trace=trace(network))


def early_names(body: Body) -> list[str]:
    """The names that need no network, so that the network may use them."""
    known = set(body.get("draw", {}))
    early = []
    for name, text in body.get("let", {}).items():
        expression = read_number_once(text)
        if not expression.probes and expression.names <= known:
            known.add(name)
            early.append(name)
    return early


def unmet(body: Body, drawn: Drawn) -> str | None:
    """The first condition of `require` that does not hold at these numbers."""
    return next((text for text in body.get("require", []) if not holds(text, drawn)), None)


def missing_probes(drawn: Drawn, field: str, probes: Sequence[str]) -> list[Fault]:
    """Probes in a field that the network does not have."""
    faults = []
    for probe in probes:
        try:
            if drawn.trace is None:
                raise ValueError(f"{probe} needs a network. Add the table [question.network].")
            find(drawn.trace.network, probe)
        except ValueError as error:
            faults.append(Fault(field, str(error)))
    return faults
