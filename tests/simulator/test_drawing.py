"""The drawing: nothing overlaps, nothing is told too early, and the browser draws what the server draws."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import combinations, pairwise

import pytest
from django.template.loader import render_to_string

from simulator.drawing import Drawing, draw, draw_both, place
from simulator.drawing.labels import Box
from simulator.drawing.shapes import Caption, Label
from simulator.engine.network import as_json, read_network
from simulator.engine.probes import UnknownProbe, probes, stage
from simulator.engine.trace import trace

SHAPES = [
    (1, 1),
    (2, 1),
    (1, 3, 1),
    (2, 2, 1),
    (2, 2, 2),
    (3, 3, 3),
    (2, 4, 2, 1),
    (4, 4, 4),
    (2, 3, 3, 2, 1),
    (5, 5, 5),
    (3, 6, 2),
    (8, 8, 3),
    (8, 8, 8, 8),
    (1, 1, 1, 1, 1, 1),
]
WIDTHS = (288, 340, 390, 560, 680, 820, 980)
STAGES = ("forward", "backward", "update")


def network(*counts: int, seed: int = 1, **more) -> dict:
    """A network of layers of these sizes, drawn from a seed; two decimals, now and then four."""
    chance = random.Random(f"{counts} {seed}")

    def number() -> float:
        return round(chance.uniform(-2, 2), 4 if chance.random() < 0.1 else 2)

    layers = [
        {
            "weights": [[number() for _ in range(before)] for _ in range(units)],
            "biases": [number() for _ in range(units)],
            "activation": "tanh",
        }
        for before, units in pairwise(counts)
    ]
    target = [number() for _ in range(counts[-1])]
    given = {"inputs": [number() for _ in range(counts[0])], "target": target, "layers": layers}
    return given | {"loss": "squared_error", "learning_rate": 0.5} | more


BY_HAND = {  # z = (1, -0.3), a = (1, 0); out 1.3 -> 0.7858
    "inputs": [1, 2],
    "target": [1],
    "layers": [
        {"weights": [[0.5, 0.5], [-1, 0.25]], "biases": [-0.5, 0.2], "activation": "relu"},
        {"weights": [[1, -2]], "biases": [0.3], "activation": "sigmoid"},
    ],
    "loss": "half_squared_error",
    "learning_rate": 0.5,
}
TWO_EXAMPLES = BY_HAND | {"inputs": [[1, 2], [-2, -1.5]], "target": [[1], [0]]}
FAR_OUT = {  # huge, tiny and half-way numbers, where ways of writing differ first
    "inputs": [1e6, 0.0625],
    "target": [0.00001],
    "layers": [
        {"weights": [[1e6, -0.00003], [0.125, 0.5]], "biases": [-1e6, 0.03125], "activation": "identity"},
        {"weights": [[-1e6, 0.00005]], "biases": [2.00005], "activation": "identity"},
    ],
    "loss": "squared_error",
    "learning_rate": 0.1,
}
SOFTMAX = {
    "inputs": [1, -1],
    "target": [0, 1, 0],
    "layers": [
        {"weights": [[1, 2], [0.5, -1]], "biases": [0, 0.1], "activation": "leaky_relu"},
        {"weights": [[1, 0], [-1, 0.5], [0.2, 2]], "biases": [0, 0, 0.5], "activation": "softmax"},
    ],
    "loss": "cross_entropy",
    "learning_rate": 0.1,
}


def boxes(drawing: Drawing) -> list[tuple[str, Box]]:
    """Everything that holds ink: units, labels and captions, with their names."""
    texts: list[Label | Caption] = [*drawing.labels, *drawing.captions]
    found = [(s.probe + s.text, Box(s.left, s.top, s.left + s.width, s.top + s.height)) for s in texts]
    for node in drawing.nodes:
        reach = node.x - float(node.halo.removeprefix("M").split()[0]) if node.halo else node.radius
        found.append((node.probe, Box(node.x - reach, node.y - reach, node.x + reach, node.y + reach)))
    return found


def all_text(drawing: Drawing) -> str:
    return render_to_string("simulator/_network.html", {"drawing": drawing})


def written_in(drawing: Drawing) -> set[str]:
    """Every text of the drawing, a caption without its name."""
    texts: list[Label | Caption] = [*drawing.labels, *drawing.captions]
    return {shape.text.split(" ")[-1] for shape in texts} | {node.value for node in drawing.nodes if node.value}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_nothing_overlaps_and_nothing_leaves_the_frame(shape):
    for width in WIDTHS:
        for what in STAGES:
            for chosen in (None, f"a[1,{shape[1]}]"):
                drawing = draw(network(*shape), width, known="all", stage=what, chosen=chosen)
                placed = boxes(drawing)
                frame = Box(-0.1, -0.1, drawing.width + 0.1, drawing.height + 0.1)
                outside = [name for name, box in placed if not _holds(frame, box)]
                assert not outside, (width, what)
                near = [(p, q) for (p, a), (q, b) in combinations(placed, 2) if a.grown(-0.1).touches(b)]
                assert not near, (width, what)


EXTREMES = [(2, *[32] * 8), (32, 1), (1, 32), (16, 32, 16, 3), (9, 9, 9, 9), (1,) * 9, (3,) * 9]


@pytest.mark.parametrize("shape", EXTREMES, ids=str)
@pytest.mark.parametrize("width", [240, 288, 1088])  # a phone of 320 px has 288 for a drawing
def test_at_the_limits_too_nothing_overlaps_and_nothing_leaves_the_frame(shape, width):
    given = network(*shape, seed=3)
    traced = trace(read_network(given)).as_json()
    for what in STAGES:
        last = f"a[{len(shape) - 1},{shape[-1]}]"
        drawing = place(given, traced, width, known="all", stage=what, chosen=last, hidden=f"b[1,{shape[1]}]")
        frame = Box(-0.1, -0.1, drawing.width + 0.1, drawing.height + 0.1)
        placed = sorted(boxes(drawing), key=lambda named: named[1].left)
        assert not [name for name, box in placed if not _holds(frame, box)], what
        assert not list(touching(placed)), what


def touching(placed: list[tuple[str, Box]]) -> Iterator[tuple[str, str]]:
    """The pairs that overlap, of boxes sorted by their left side."""
    for n, (name, box) in enumerate(placed):
        smaller = box.grown(-0.1)
        for other, near in placed[n + 1 :]:
            if near.left >= box.right:
                break
            if smaller.touches(near):
                yield name, other


def test_a_disc_is_round_whatever_its_radius():
    for width in range(240, 420):
        for node in draw(network(8, 8), width).nodes:
            radius, chord = re.findall(r"^M\S+ \S+?a(\S+) \S+ 0 1 0 (\S+) 0a", node.body)[0]
            assert float(chord) == pytest.approx(2 * float(radius), abs=1e-9)


def _holds(frame: Box, box: Box) -> bool:
    across = frame.left <= box.left and box.right <= frame.right
    return across and frame.top <= box.top and box.bottom <= frame.bottom


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("width", [340, 680])
def test_the_weights_of_a_gap_are_written_all_or_none(shape, width):
    drawing = draw(network(*shape), width)
    written = [label.probe for label in drawing.labels if label.probe.startswith("W")]
    for k, (before, units) in enumerate(pairwise(shape), 1):
        assert sum(probe.startswith(f"W[{k},") for probe in written) in (0, before * units)


@pytest.mark.parametrize("width", [340, 680])
@pytest.mark.parametrize("shape", [(1, 1), (2, 2, 1), (2, 2, 2), (3, 2), (2, 3, 1), (2, 4, 2, 1)], ids=str)
def test_every_given_number_of_a_small_network_stands_in_its_drawing(shape, width):
    given = network(*shape)
    drawing = draw(given, width)
    shown = {shape.probe for shape in [*drawing.labels, *drawing.captions, *drawing.nodes]}
    assert {probe for probe in probes(read_network(given)) if stage(probe) == "given"} <= shown


def test_given_numbers_are_written_exactly():
    given = BY_HAND | {"inputs": [0.1234, -1.05]}
    for drawing in draw_both(given).values():
        assert {"0.1234", "−1.05", "0.25"} <= written_in(drawing)


def test_before_the_answer_only_what_is_given_is_in_the_markup():
    given = network(2, 3, 2)
    computed = [p for p in probes(read_network(given)) if stage(p) != "given"]
    values = trace(read_network(given))
    for probe in computed:
        for drawing in draw_both(given, hidden=probe).values():
            markup = all_text(drawing)
            numbers = {f"{abs(values[p]):.3f}" for p in computed}
            assert not [number for number in numbers if number in markup.replace("−", "")], probe
            assert written_in(drawing) <= _given_texts(given) | {"?"}


def _given_texts(given: dict) -> set[str]:
    layers = given["layers"]
    rows = [given["inputs"], given["target"], *(layer["biases"] for layer in layers)]
    rows += [row for layer in layers for row in layer["weights"]]
    return {f"{value:.4f}".rstrip("0").rstrip(".").replace("-", "−") for row in rows for value in row}


@pytest.mark.parametrize("hidden", ["a[1,1]", "delta[1,1]", "dW[1,1,1]", "W_new[1,1,1]", "b_new[2,1]", "loss"])
def test_the_shape_of_a_drawing_does_not_depend_on_what_is_not_known(hidden):
    # Two networks with the same traces but for what nobody may see yet must give the same drawing to the byte.
    read = read_network(BY_HAND)
    right = trace(read).as_json()
    other = json.loads(json.dumps(right), parse_float=lambda text: float(text) * -3.7)
    for width in (340, 680):
        assert place(as_json(read), right, width, hidden=hidden) == place(as_json(read), other, width, hidden=hidden)


def test_gradients_not_yet_known_leave_no_trace_in_a_backward_drawing():
    read = read_network(network(2, 3, 2))
    right = trace(read).as_json()
    other = json.loads(json.dumps(right))
    for layer in other["layers"]:
        layer["delta"] = [value * -9 for value in layer["delta"]]
        layer["dW"] = [[value * -9 for value in row] for row in layer["dW"]]
    known = {probe for probe in probes(read) if stage(probe) in ("forward", "loss")}
    for width in (340, 680):
        before, after = (place(as_json(read), each, width, known=known, stage="backward") for each in (right, other))
        assert before == after


def test_a_value_is_left_out_rather_than_rounded_to_a_whole_number():
    given = network(8, 8, 8) | {"inputs": [0.97] * 8}
    for drawing in draw_both(given, known="all").values():
        assert {node.value for node in drawing.nodes[:8]} <= {"0.97", ""}
    crowded = draw(network(16, 16, 2), known="all")
    assert not {node.value for node in crowded.nodes if node.probe.startswith("a")} & {"2", "3", "−2"}


def test_the_value_to_find_is_hidden_even_where_all_else_is_known():
    for probe in probes(read_network(BY_HAND)):
        if probe.startswith(("W_change", "b_change", "output")):
            continue
        drawing = draw(BY_HAND, known="all", hidden=probe)
        shapes = [*drawing.labels, *drawing.captions, *drawing.nodes]
        asked = [shape for shape in shapes if "asked" in shape.classes.split()]
        assert len(asked) == 1, probe
        assert "?" in getattr(asked[0], "text", "") + getattr(asked[0], "value", "")


def test_the_value_of_an_output_may_be_asked_for_by_either_name():
    assert draw(BY_HAND, hidden="output[1]") == draw(BY_HAND, hidden="a[2,1]")


def test_a_probe_that_names_nothing_is_refused():
    with pytest.raises(UnknownProbe):
        draw(BY_HAND, hidden="h[1]")


def test_without_a_target_there_is_no_backward_drawing_and_no_loss():
    given = {key: value for key, value in BY_HAND.items() if key in ("inputs", "layers")}
    drawing = draw(given, stage="backward", known="all")
    assert drawing.stage == "forward"
    assert not [node for node in drawing.nodes if "loss" in node.classes]


def test_of_several_examples_the_asked_one_is_drawn():
    first, second = draw(TWO_EXAMPLES), draw(TWO_EXAMPLES, hidden="a[1,2]@2")
    assert [node.value for node in first.nodes[:2]] == ["1", "2"]
    assert [node.value for node in second.nodes[:2]] == ["−2", "−1.5"]
    assert first.nodes[0].probe == "x[1]@1"


def test_backward_draws_squares_double_lines_and_arrows_at_the_source():
    drawing = draw(BY_HAND, stage="backward", known="all")
    slopes = [line for line in drawing.lines if line.arrow]
    # the second hidden unit is off: its slopes are zero, and dotted
    assert {line.probe for line in slopes} == {"dW[1,1,1]", "dW[1,1,2]", "dW[2,1,1]"}
    assert all(line.classes.startswith("slope ") for line in slopes)
    assert [node.probe for node in drawing.nodes if "back" in node.classes.split()] == [
        "delta[1,1]",
        "delta[1,2]",
        "delta[2,1]",
    ]


def test_the_update_shows_the_old_weight_until_its_step():
    known = {"W_new[2,1,1]"}
    labels = {label.probe: label.text for label in draw(BY_HAND, stage="update", known=known).labels}
    assert labels["W_new[2,1,1]"] == "1.018"  # 1 - 0.5 * -0.03605
    assert labels["W_new[2,1,2]"] == "−2"


@pytest.mark.parametrize("fault", ["b[1,1]", "W[1,2,1]", "z[2,1]", "a[1,2]", "loss"])
def test_a_wrong_step_is_marked_where_it_stands(fault):
    drawing = draw(BY_HAND, known="all", fault=fault)
    shapes = [*drawing.labels, *drawing.captions, *drawing.nodes]
    assert [shape for shape in shapes if "fault" in shape.classes.split()]


def test_a_plain_drawing_has_no_numbers():
    drawing = draw(BY_HAND, plain=True)
    assert not drawing.labels + drawing.captions
    assert not any(node.value or node.name for node in drawing.nodes)
    assert drawing.label == "Network of 2 inputs, 2 hidden units (ReLU) and 1 output (sigmoid)."


def test_the_words_tell_the_network_and_nothing_too_early():
    words = draw(BY_HAND, hidden="a[1,2]").label
    assert words.startswith("Network of 2 inputs, 2 hidden units (ReLU) and 1 output (sigmoid). Inputs 1, 2.")
    assert "Hidden unit 2: weights −1, 0.25, bias 0.2, value to find." in words
    assert "weighted sum" not in words


def test_the_markup_has_no_styles_and_escapes_its_title():
    markup = all_text(draw(BY_HAND, label='<script>"'))
    assert "style=" not in markup
    assert "<script>" not in markup
    assert 'role="img"' in markup


def test_the_largest_network_can_be_drawn():
    drawing = draw(network(*[32] * 9), 340, known="all")
    assert drawing.width == 340
    assert len(drawing.nodes) == 32 * 9 + 1


# ---- the browser's drawing


def browser_cases() -> list[tuple[dict, int, dict]]:
    cases: list[tuple[dict, int, dict]] = [
        (network(*shape, seed=2), width, {"stage": what, "known": "all", "chosen": chosen})
        for shape in SHAPES
        for width in (340, 680)
        for what in STAGES
        for chosen in (None, "a[1,1]")
    ]
    asked = [probe for probe in probes(read_network(BY_HAND)) if stage(probe) != "given"]
    cases += [(BY_HAND, width, {"hidden": probe}) for probe in [*asked, "W[1,1,2]", "b[2,1]"] for width in (340, 680)]
    cases += [(BY_HAND, 680, {"known": "all", "fault": probe}) for probe in ("b[1,1]", "W[1,2,1]", "z[2,1]", "loss")]
    cases += [(TWO_EXAMPLES, 680, {"known": "all", "hidden": "a[1,2]@2", "stage": what}) for what in STAGES]
    cases += [(SOFTMAX, width, {"known": "all", "stage": what}) for what in STAGES for width in (340, 680)]
    cases += [(FAR_OUT, width, {"known": "all", "stage": what}) for what in STAGES for width in (340, 680)]
    first = {"weights": [[0.5, 0.5], [-1, 0.25]], "bias": False, "activation": "relu"}
    last = {"weights": [[1, -2]], "biases": [0.3], "activation": "sigmoid"}
    bare = BY_HAND | {"layers": [first, last]}
    cases += [(bare, width, {"known": "all", "stage": what}) for what in STAGES for width in (340, 680)]
    cases += [(BY_HAND, 680, {"plain": True}), (BY_HAND, 680, {"known": ["a[1,1]", "z[1,1]"], "hidden": "a[1,2]"})]
    return cases


PROGRAM = """
async (cases) => {
  const { place } = await import("/static/simulator/network.js");
  return cases.map(([network, trace, options]) => place(network, trace, options));
}
"""


@pytest.mark.browser
def test_the_browser_draws_what_the_server_draws(run_in_browser):
    cases = browser_cases()
    networks = [read_network(given) for given, _, _ in cases]
    sent = [
        (as_json(read), trace(read).as_json(), {**options, "width": width})
        for read, (_, width, options) in zip(networks, cases, strict=True)
    ]
    for (given, width, options), theirs in zip(cases, run_in_browser(PROGRAM, sent), strict=True):
        ours = asdict(draw(given, width, **options))
        del ours["label"]  # the words are the server's: on an interactive page, every unit speaks for itself
        assert theirs == json.loads(json.dumps(ours)), (width, options)
