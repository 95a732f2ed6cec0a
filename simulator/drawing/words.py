"""The drawing in words, for those who do not see it; it tells no more than the drawing shows."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from simulator.drawing.view import View
from simulator.engine.activations import ACTIVATIONS
from simulator.engine.numbers import written

MOST_TOLD = 24  # weights; larger networks are told by their layers alone, and stand in a table


def in_words(network: Mapping, view: View) -> str:
    """The layers, and of a small network every number that the drawing may show."""
    layers = network["layers"]
    sentences = [_layers(view.counts, [layer["activation"] for layer in layers])]
    if view.plain or sum(a * b for a, b in pairwise(view.counts)) > MOST_TOLD:
        return sentences[0]
    sentences.append(f"{_many('Input', view.counts[0])} {_numbers(view, 'x', [(i,) for i in _each(view.counts[0])])}.")
    for k, count in enumerate(view.counts[1:], 1):
        sentences += [_unit(view, k, j) for j in _each(count)]
    if network.get("target"):
        sentences.append(f"Target {_numbers(view, 'y', [(j,) for j in _each(view.counts[-1])])}.")
    loss = view.shown(view.probe("loss"))
    return " ".join(sentences + ([] if loss is None else [f"Loss {written(loss)}."]))


def _layers(counts: tuple[int, ...], activations: list[str]) -> str:
    said = [f"{counts[0]} {_many('input', counts[0])}"]
    for k, (count, activation) in enumerate(zip(counts[1:], activations, strict=True), 1):
        kind = "output" if k == len(activations) else "hidden unit"
        said.append(f"{count} {_many(kind, count)} ({ACTIVATIONS[activation].title})")
    return f"Network of {', '.join(said[:-1])} and {said[-1]}."


def _unit(view: View, layer: int, unit: int) -> str:
    place = (layer, unit)
    weights = [(layer, unit, i) for i in _each(view.counts[layer - 1])]
    parts = [f"{_many('weight', len(weights))} {_numbers(view, 'W', weights)}"]
    parts += [f"bias {_numbers(view, 'b', [place])}"] if view.probe("b", *place) in view.numbers else []
    for quantity, word in (("z", "weighted sum"), ("a", "value"), ("delta", "delta")):
        parts += _computed(view, quantity, word, [place])
    parts += _computed(view, "dW", f"{_many('slope', len(weights))} of the weights", weights)
    parts += _computed(view, "W_new", f"new {_many('weight', len(weights))}", weights)
    parts += _computed(view, "b_new", "new bias", [place])
    return f"{_name(view, layer, unit)}: {', '.join(parts)}."


def _computed(view: View, quantity: str, word: str, places: Sequence[tuple[int, ...]]) -> list[str]:
    """Computed numbers are told at their stage, and only where at least one is known or to be found."""
    if quantity in ("delta", "dW") and view.stage != "backward":
        return []
    if quantity in ("W_new", "b_new") and view.stage != "update":
        return []
    probes = [view.probe(quantity, *place) for place in places]
    if all(view.shown(probe) is None and probe != view.hidden for probe in probes):
        return []
    return [f"{word} {_numbers(view, quantity, places)}"]


def _numbers(view: View, quantity: str, places: Sequence[tuple[int, ...]]) -> str:
    return ", ".join(_number(view, view.probe(quantity, *place)) for place in places)


def _number(view: View, probe: str) -> str:
    if probe == view.hidden:
        return "to find"
    number = view.shown(probe)
    return "not yet known" if number is None else written(number)


def _name(view: View, layer: int, unit: int) -> str:
    if layer == len(view.counts) - 1:
        return "Output" + (f" {unit}" if view.counts[-1] > 1 else "")
    return f"Hidden unit {unit}" + (f" of layer {layer}" if len(view.counts) > 3 else "")


def _each(count: int) -> range:
    return range(1, count + 1)


def _many(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
