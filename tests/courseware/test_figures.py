"""The figures of chapters: what a fence may say, what it is told where it slips, and where its numbers come from."""

import json
import math
import tomllib
from itertools import pairwise

import pytest

from courseware.chapters import ChapterError, read_chapter
from courseware.example import read_example
from courseware.figures import FIGURES, FigureError
from courseware.figures.digits import output_text
from courseware.figures.steps import trial
from simulator.engine.network import read_network
from simulator.engine.numbers import significant
from simulator.engine.trace import trace
from simulator.experiments.films import FILM_A, film_network
from simulator.experiments.stored import stored_curves, stored_readings
from simulator.permalinks import read_permalink
from simulator.stepping.checking import check
from tests.courseware.conftest import CHAPTER
from tests.courseware.test_chapters import SHIPPED

INTRODUCTION = next(file for file in SHIPPED if file.stem == "introduction")
CONCEPTS = tomllib.loads((INTRODUCTION.parents[1] / "concepts.toml").read_text(encoding="utf-8"))["concept"]
FILM = """{"inputs": [2, -1.5], "target": [0.1],
 "layers": [{"weights": [[0.3, -0.4], [-0.6, -0.2]], "biases": [0.3, -0.1], "activation": "relu"},
            {"weights": [[0.6, -1.5]], "biases": [0.5], "activation": "sigmoid"}],
 "loss": "squared_error", "learning_rate": 0.5}"""
SOFTMAX = """{"inputs": [1], "layers": [{"weights": [[0], [0], [0]], "biases": [2, 1, -1], "activation": "softmax"}]}"""
EXAMPLE = read_example(
    '[network.unit]\ninputs = [1]\nlayers = [{weights = [[2]], biases = [0], activation = "relu"}]\n'
)
DESCENT = f"weight: W[2,1,1]\nfrom: -2\nto: 3\nrate: 0.1\n{FILM}"
WHY = "why: Why?\noptions: The sum is negative. | The input is.\nreasons: Yes. | No: the sum decides."
RATES = "experiment: rates\nruns: study=rate rate=0.25 | study=rate rate=1.0\nnames: a good one | too large"


def figure(kind, text):
    return FIGURES[kind](text.splitlines(), EXAMPLE)


def picture(kind, text):
    return figure(kind, text).picture("A figure")


# ---- a network whose numbers slide, and one that is walked through


def test_a_network_slides_the_numbers_that_the_author_names_and_tells_others():
    found = picture("network", f"slide: x[1] W[1,2,1] b[2,1] eta\ntell: z[1,1] a[2,1] loss_new\n{FILM}")
    assert [(one.name, one.value) for one in found["sliders"]] == [
        ("input x₁", 2),
        ("weight w₁ of hidden unit 2", -0.6),
        ("bias b of the output", 0.5),
        ("learning rate η", 0.5),
    ]
    assert [(one.name, one.value) for one in found["told"]] == [
        ("weighted sum z of hidden unit 1", "1.5"),
        ("output", "0.8022"),
        ("loss after the step", "0.3551"),
    ]


def test_a_walk_tells_each_quantity_with_its_formula_and_a_gradient_with_its_trial():
    steps = picture("network", f"stage: backward\nwalk: delta[2,1] dW[2,1,1] dW[1,2,1]\n{FILM}")["steps"]
    assert [step.title for step in steps] == [
        "Delta δ of the output",
        "Gradient of weight w₁ of the output",
        "Gradient of weight w₁ of hidden unit 2",
    ]
    assert "<mn>0.3343</mn>" in steps[1].numbers
    assert steps[0].trial == ""
    # by hand, as in the chapter: from 0.4931 to 0.4964 for 0.01
    assert steps[1].trial == "Raise the weight by 0.01: the loss goes from 0.4931 to 0.4964, a rate of 0.33."
    assert steps[2].trial == "Raise the weight by 0.01: the loss stays at 0.4931."  # unit 2 is off


def test_a_trial_leaves_the_network_as_it_was():
    network = film_network(*FILM_A)
    trial(network, trace(read_network(network)), "dW[2,1,1]")
    assert network == film_network(*FILM_A)


def test_a_network_is_named_that_is_declared_beside_the_chapter():
    found = figure("network", "network: unit\ntell: a[1,1]")
    assert found.picture("")["told"][0].value == "2"
    assert found.url == figure("network", json.dumps(found.network)).url


def test_a_walk_is_worked_in_full_and_asks_why_with_a_reason_for_each_option():
    found = picture("network", f"walk: z[1,2] a[1,2]\n{WHY}\n{FILM}")
    assert found["asked"] is None
    assert not any(step.is_open for step in found["steps"])
    assert found["why"].options == (("The sum is negative.", "Yes."), ("The input is.", "No: the sum decides."))


# ---- steps of which the last are left to the reader


def test_the_last_steps_are_open_and_the_first_of_these_is_asked():
    found = picture("steps", f"steps: z[1,1] a[1,1] z[2,1] a[2,1]\nopen: 2\n{FILM}")
    assert [step.is_open for step in found["steps"]] == [False, False, True, True]
    assert found["asked"].title == "Weighted sum z of the output"
    assert "<mi>w</mi>" in found["asked"].symbols
    assert "<mn>1.4</mn>" in found["asked"].numbers


def test_one_step_is_open_where_the_author_says_nothing_and_its_number_is_checked_in_the_network_of_the_fence():
    found = figure("steps", f"steps: z[1,1] a[2,1]\n{FILM}")
    asked = found.picture("")["asked"]
    assert asked.probe == "a[2,1]"
    network = read_network(read_permalink(found.picture("")["permalink"]))
    assert check(network, asked.probe, "0.802").correct
    assert check(network, asked.probe, "1.4").diagnoses[0].key == "sig.preact"
    assert found.url.endswith("at=a%5B2%2C1%5D")


# ---- activations, softmax, descent


def test_the_three_functions_have_the_value_and_the_slope_of_the_engine():
    panels = picture("activations", "z: 2")["panels"]
    assert [(one.name, one.value, one.slope) for one in panels] == [
        ("ReLU", "2", "1"), ("sigmoid", "0.8808", "0.105"), ("tanh", "0.964", "0.0707"),
    ]  # fmt: skip
    # sigmoid at 2: three quarters along from −4 to 4, and 0.8808 of the height from below
    assert panels[1].point == pytest.approx((75, 130 * (1 - 0.880797)), abs=1e-3)


def test_sums_become_the_probabilities_of_the_chapter():
    classes = picture("softmax", SOFTMAX)["classes"]
    assert [one.power for one in classes] == ["7.389", "2.718", "0.368"]
    assert [one.probability for one in classes] == ["0.705", "0.259", "0.035"]
    assert math.isclose(sum(one.percent for one in classes), 100)


def test_a_descent_takes_the_steps_of_the_update_rule():
    found = figure("descent", DESCENT)
    rows = found.rows()
    assert rows[0] == pytest.approx((0.6, 0.4931, 0.3343), abs=5e-5)
    for (w, _, slope), (after, *_) in pairwise(rows):
        assert after == pytest.approx(w - 0.1 * slope)
    assert found.url.endswith("at=dW%5B2%2C1%2C1%5D")


def test_the_bowl_of_the_chapter_has_a_rate_from_which_on_steps_climb():
    # L = (1.5 w + 0.4)², so its second derivative is 2 · 1.5² = 4.5, and the limit 2 / 4.5 = 0.444
    bowl = DESCENT.replace('"sigmoid"', '"identity"')
    rows = {rate: figure("descent", bowl.replace("0.1\n{", f"{rate}\n{{")).rows() for rate in (0.43, 0.46)}
    losses = {rate: [loss for _, loss, _ in found] for rate, found in rows.items()}
    assert losses[0.43] == sorted(losses[0.43], reverse=True)
    assert losses[0.46] == sorted(losses[0.46])


def test_a_figure_of_some_functions_has_these_alone():
    assert [one.function for one in picture("activations", "functions: sigmoid\nz: 2")["panels"]] == ["sigmoid"]


# ---- plots of experiments


def test_a_bar_that_is_guessed_is_the_one_that_the_author_names():
    found = picture("experiment", "experiment: rates\nplot: 2\nguess: 500, same updates")
    bar = found["panels"][0]["plot"].bars[found["guess"]]
    kept_run = stored_readings()["rates"][11]
    assert kept_run["parameters"] | {"study": "updates", "batch": 500} == kept_run["parameters"]
    assert (bar.name, bar.number) == ("same updates", significant(kept_run["readings"]["loss"], 3))


def test_a_sweep_is_drawn_from_its_kept_readings():
    rows = picture("experiment", "experiment: digits\nplot: 1")["table"]["rows"]
    kept = {run["parameters"]["count"]: run["readings"]["accuracy"] for run in stored_readings()["digits"][:5]}
    assert [float(row[-1]) for row in rows] == pytest.approx([kept[count] for count in sorted(kept)], abs=5e-4)


def test_runs_of_one_curve_lie_in_one_plot_and_each_has_its_column():
    found = picture("film", RATES)
    assert found["table"]["head"] == ["step", "a good one", "too large"]
    assert [curve.group for curve in found["panels"][0]["plot"].curves] == [0, 1]
    last = stored_curves()["rates"][5][0]["series"][0]["points"][-1][1]  # the sixth run has a rate of 1.0
    assert float(found["table"]["rows"][-1][2]) == pytest.approx(last, rel=5e-3)
    assert found["told"] == f"loss {found['table']['rows'][-1][1]}"


def test_dots_stand_side_by_side():
    text = "experiment: exclusive-or\nruns: activation=identity width=4 | activation=tanh width=4\nnames: a | b"
    found = figure("film", text)
    assert [panel["title"] for panel in found.picture("")["panels"]] == ["a", "b"]
    assert [row[0] for row in found.picture("")["table"]["rows"]] == [
        "a: class 0", "a: class 0", "a: class 1", "a: class 1", "b: class 0", "b: class 0", "b: class 1", "b: class 1",
    ]  # fmt: skip
    assert found.live == ""


# ---- slips


@pytest.mark.parametrize(
    "kind, text, line, says",
    [
        ("network", f"slide: z[1,1]\n{FILM}", 1, "z[1,1] cannot be slid"),
        ("network", f"caption: A\nslide: x[3]\n{FILM}", 2, "x[3] cannot be slid"),
        ("network", f"slide: x[1]\n{FILM.replace('[2, -1.5]', '[2.05, -1.5]')}", 1, "in steps of 0.1"),
        ("network", f"slide: x[1]\n{FILM.replace('[2, -1.5]', '[4, -1.5]')}", 1, "from -3 to 3"),
        ("network", f"slide: x[1]\n{FILM.replace('squared_error', 'half_squared_error')}", 1, "squared error alone"),
        ("network", f"slide: x[1]\n{FILM.replace('relu', 'leaky_relu')}", 1, "numbers move for one example"),
        ("network", f"tell: z[3,1]\n{FILM}", 1, "no quantity z[3,1]"),
        ("network", f"slide: x[1]\nwalk: z[1,1]\n{FILM}", 2, "not both"),
        ("network", f"walk: a[1,2]\n{WHY} | More.\n{FILM}", 4, "2 options and 3 reasons"),
        ("network", f"walk: a[1,2]\nwhy: Why?\n{FILM}", 0, "needs a line options"),
        ("steps", f"open: 1\n{FILM}", 0, "needs a line steps"),
        ("steps", f"steps: z[1,1] z[3,1]\n{FILM}", 1, "no quantity z[3,1]"),
        ("steps", f"steps: z[1,1]\nopen: 2\n{FILM}", 2, "1 to 1"),
        ("steps", f"steps: z[1,1]\nopen: 0\n{FILM}", 2, "1 to 1"),
        ("network", "walk: loss\n" + FILM.replace(',\n "loss": "squared_error"', ""), 1, "loss"),
        ("activations", "caption: A", 0, "needs a line z: 0.5"),
        ("activations", "z: much", 1, "z is a number, such as 0.5"),
        ("activations", "z: 9", 1, "from -4 to 4"),
        ("activations", "functions: relu cosine\nz: 0", 1, "some of relu, sigmoid, tanh"),
        ("rings", "caption: A", 0, "needs a line names"),
        ("digit", "show: x", 1, "show is one of 0, 1, 2"),
        ("shapes", "sizes: 4 9", 1, "2 to 4 whole numbers from 1 to 8"),
        ("shapes", "sizes: 12 3", 1, "2 to 4 whole numbers from 1 to 8"),
        ("shapes", "sizes: 4", 1, "the inputs first"),
        ("experiment", "experiment: digits\nplot: 2\nguess: some", 3, "guess is one of as drawn, one shuffle"),
        ("experiment", "experiment: cost\nguess: 16", 2, "this plot has no bars"),
        ("experiment", "experiment: wiggle\nguess: x₁ to hidden 1, backpropagation", 2, "where none is below 0"),
        ("softmax", SOFTMAX.replace("-1]", "-1.25]"), 0, "in steps of 0.1"),
        ("softmax", "network: unit", 1, "ends in a softmax"),
        ("softmax", "caption: A", 0, "names a network, or holds one"),
        ("network", "caption: A\nnetwork: other", 2, "no network “other” is declared"),
        ("network", f"network: unit\n{FILM}", 0, "names a network, or holds one"),
        ("descent", DESCENT.replace("W[2,1,1]", "W[9,1,1]"), 1, "no layer 9"),
        ("descent", DESCENT.replace("W[2,1,1]", "b[2,1]"), 1, "names a weight"),
        ("descent", DESCENT.replace("from: -2", "from: 1"), 2, "both sides of the weight"),
        ("descent", DESCENT.replace("rate: 0.1", "rate: 7"), 4, "at most 0.5"),
        ("descent", DESCENT.replace("rate: 0.1", "rate: 0.125"), 4, "in steps of 0.01"),
        ("descent", DESCENT.replace("rate: 0.1\n", "").replace("-2", "-2.005"), 2, "steps of 0.01 from the weight"),
        ("descent", DESCENT.replace("squared_error", "mean_squared_error"), 1, "squared error alone"),
        ("descent", DESCENT.replace("[2, -1.5]", "[[2, -1.5]]").replace("[0.1]", "[[0.1]]"), 1, "one example"),
        ("experiment", "experiment: digit", 1, "there is no experiment “digit”"),
        ("experiment", "experiment: digits\nplot: 3", 2, "from 1 to 2"),
        ("film", "experiment: digits\nruns: count=100\nnames: a", 1, "are kept as curves"),
        ("film", RATES.replace("rate=0.25", "rate=0.3"), 2, "none of the stored runs"),
        ("film", RATES.replace(" | too large", ""), 3, "2 runs and 1 names"),
        ("film", "experiment: rates\nnames: a", 0, "needs a line runs"),
    ],
)
def test_a_slip_is_told_at_its_line(kind, text, line, says):
    with pytest.raises(FigureError) as error:
        figure(kind, text)
    assert says in error.value.message
    assert error.value.line == line


def test_a_slip_in_a_chapter_is_named_with_the_line_of_the_file(tmp_path):
    file = tmp_path / "first.md"
    file.write_text(CHAPTER + "\n```activations\ncaption: A\nz: 9\n```\n", encoding="utf-8")
    with pytest.raises(ChapterError, match=rf"first\.md, line {len(CHAPTER.splitlines()) + 4}: z is from"):
        read_chapter(file)


# ---- the chapter that ships


@pytest.fixture(scope="module")
def shipped():
    return [figure for file in SHIPPED for figure in read_chapter(file).figures]


def test_every_figure_of_the_course_can_be_drawn_and_has_a_caption(shipped):
    assert all(figure.caption and figure.picture("A figure") for figure in shipped)


def test_each_concept_has_a_live_figure_and_a_question_under_its_heading():
    lacking = {anchor for anchor, has in told_by_section().items() if not {"figure", "question"} <= has}
    assert sorted(one["slug"] for one in CONCEPTS if one["anchor"] in lacking) == []


def told_by_section():
    """What stands between each heading of the chapter and the next: a live figure, a question."""
    chapter = read_chapter(INTRODUCTION)
    live = {chapter.place(i): "figure" for i, figure in enumerate(chapter.figures) if figure.live}
    asked = {chapter.question_place(i): "question" for i in range(len(chapter.questions))}
    found, anchors = {}, iter(chapter.sections)
    here = set()
    for line in chapter.text.splitlines():
        if line.startswith(("## ", "### ")):
            here = found.setdefault(next(anchors).anchor, set())
        here |= {(live | asked)[line]} if line in live | asked else set()
    return found


def test_the_course_shows_each_kind_of_figure(shipped):
    templates = {figure(kind, text).template for kind, text in EXAMPLES.items()}
    assert {figure.template for figure in shipped} == templates
    assert EXAMPLES.keys() == FIGURES.keys()


EXAMPLES = {
    "rings": "names: learning | deep learning",
    "digit": "show: 7",
    "shapes": "sizes: 4 6 3",
    "network": FILM,
    "steps": f"steps: z[1,1]\n{FILM}",
    "activations": "z: 1",
    "softmax": SOFTMAX,
    "descent": DESCENT,
    "experiment": "experiment: cost",
    "film": RATES,
}


@pytest.mark.parametrize(("value", "text"), [(0.0, "0"), (0.017, "0.02"), (0.05, "0.1"), (2.04, "2.0"), (18.5, "18.5")])
def test_small_output_does_not_read_as_zero(value, text):
    assert output_text(value) == text
