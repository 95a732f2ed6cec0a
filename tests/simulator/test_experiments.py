"""What every experiment declares, and what is made of it. The readings themselves: test_experiments_readings.py."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from courseware.chapters import read_chapter
from simulator.engine.reading import ReadingError
from simulator.experiments.describing import page_json
from simulator.experiments.outcomes import Change, Extreme, First, Last, Read
from simulator.experiments.parameters import Number, OneOf, default_of
from simulator.experiments.plots import Axis, curve, drawn
from simulator.experiments.questions import Choice, Option, Told
from simulator.experiments.questions import Number as NumberQuestion
from simulator.experiments.running import read_parameters, run_experiment
from simulator.experiments.stored import stored_readings
from simulator.experiments.table import EXPERIMENTS
from simulator.experiments.telling import number_text, told_text
from simulator.limits import RUN_LIMITS

CONTENT = Path(__file__).resolve().parents[2] / "courseware" / "content"
every = pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=list(EXPERIMENTS))


def point(readings, **parameters):
    return {"parameters": parameters, "readings": readings}


POINTS = [point({"loss": 3.0}, rate=0.1), point({"loss": 1.0}, rate=0.5), point({"loss": 2.0}, rate=1.0)]


def faults(slug, data):
    with pytest.raises(ReadingError) as caught:
        run_experiment(slug, data)
    return {fault.path: fault.message for fault in caught.value.faults}


# ---- declarations


def test_the_numbers_of_the_experiments_are_one_to_eighteen():
    assert sorted(one.number for one in EXPERIMENTS.values()) == list(range(1, 19))


@every
def test_a_concept_of_the_course_and_a_paragraph_of_the_chapter_belong_to_it(experiment):
    concepts = tomllib.loads((CONTENT / "concepts.toml").read_text(encoding="utf-8"))["concept"]
    chapter = read_chapter(CONTENT / "chapters" / "introduction.md")
    assert experiment.concept in {concept["slug"] for concept in concepts}
    assert chapter.section(experiment.anchor), experiment.chapter_url


@every
def test_each_run_of_its_sweep_is_within_its_own_bounds(experiment):
    for values in experiment.sweep:
        assert read_parameters(experiment, experiment.values({}, values))
    assert {one.name for one in experiment.parameters} >= set(experiment.swept)


@every
def test_each_plot_and_each_sentence_names_readings_that_there_are(experiment):
    names = {one.name for one in experiment.readings}
    for plot in experiment.plots:
        ends = {end for line in plot.lines for end in line.ends or ()}
        assert {line.reading for line in plot.lines} | ends <= names
        assert plot.x.name in names | {one.name for one in experiment.parameters}


@every
def test_a_run_gives_the_readings_that_it_declares_and_no_others(experiment):
    points = stored_readings()[experiment.slug]
    given = {name for one in points for name in one["readings"]}
    assert given == {one.name for one in experiment.readings}


@every
def test_the_runs_bear_out_exactly_one_option_of_each_choice_and_not_just_any_number(experiment):
    points = stored_readings()[experiment.slug]
    for question in (*experiment.ask, experiment.seen):
        outcome = question.about.value(points)
        assert outcome is not None
        if isinstance(question, Choice):
            assert len(question.right(points)) == 1
            assert len(question.options) >= 3
            assert all(option.reason for option in question.options)
        else:
            assert question.is_right(outcome, points)
            assert not question.is_right(outcome + 2 * question.tolerance + 0.01, points)


@every
def test_the_conclusion_has_a_number_of_the_run_in_every_place(experiment):
    points = stored_readings()[experiment.slug]
    text = told_text(experiment.shows, points)
    assert "{" not in text
    assert "–" not in text
    assert text.count(". ") <= 3, "two sentences, or three short ones"


@every
def test_it_is_data_that_json_can_carry(experiment):
    data = page_json(experiment)
    assert [set(values) for values in data["sweep"]] == [{one.name for one in experiment.parameters}] * len(
        data["sweep"]
    )
    assert 0 <= data["look"] < len(data["sweep"])


# ---- the bounds hold


def cheap(experiment):
    """Every parameter where a run of it costs least."""
    return {one.name: default_of(one) if isinstance(one, OneOf) else one.low for one in experiment.parameters}


def extremes(experiment):
    """The cheapest run, then each parameter at its other ends, one at a time."""
    yield cheap(experiment)
    for one in experiment.parameters:
        ends = one.options if isinstance(one, OneOf) else (one.high,)
        yield from ({**cheap(experiment), one.name: end} for end in ends if end != cheap(experiment)[one.name])


@every
@pytest.mark.filterwarnings("error")
def test_a_run_at_either_end_of_any_parameter_gives_numbers_or_none_and_no_warning(experiment):
    for values in extremes(experiment):
        run = run_experiment(experiment.slug, values)
        assert all(reading is None or isinstance(reading, float) for reading in run["readings"].values())


@pytest.mark.filterwarnings("error")
def test_a_run_that_grows_without_bound_has_readings_that_say_none():
    run = run_experiment("exclusive-or", {"activation": "identity", "depth": 3, "rate": 10, "runs": 2, "epochs": 500})
    assert run["readings"]["solved"] == 0
    assert run["readings"]["loss"] is None
    assert run["film"] is None


def test_what_would_take_too_long_is_refused_before_it_begins():
    dear = replace(EXPERIMENTS["digits"], cost=lambda values: RUN_LIMITS.experiment_cost + 1)
    with pytest.raises(ReadingError, match="too long"):
        read_parameters(dear, {})


@every
def test_no_run_of_its_own_sweep_is_too_dear(experiment):
    costs = [experiment.cost(experiment.values({}, values)) for values in experiment.sweep]
    assert max(costs) <= RUN_LIMITS.experiment_cost


# ---- parameters from strangers


def test_every_fault_is_named_by_its_parameter():
    found = faults(
        "exclusive-or", {"width": 2.5, "depth": 9, "activation": "selu", "rate": "1", "seed": True, "units": 3}
    )
    assert found["width"] == "Give a whole number, without a decimal point or exponent."
    assert found["depth"] == "Give a number from 1 to 3."
    assert found["activation"] == "Choose one of: identity, tanh, relu, sigmoid."
    assert found["rate"] == "Give a number, such as 0.5."
    assert set(found) == {"width", "depth", "activation", "rate", "seed", "units"}


@pytest.mark.parametrize("data", [[], "tanh", None, 3])
def test_parameters_are_one_object(data):
    assert set(faults("exclusive-or", data)) == {""}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, -1, [], {}, None, ""])
def test_no_value_of_a_stranger_gets_as_far_as_the_run(value):
    assert set(faults("loss", {"probability": value})) == {"probability"}


@pytest.mark.parametrize("value", [16.0, 16.5])
def test_whole_number_with_a_decimal_point_is_refused(value):
    """A program that sends a measure where something is counted has mixed up two fields."""
    assert faults("cost", {"width": value}) == {"width": "Give a whole number, without a decimal point or exponent."}


def test_whole_number_typed_into_a_form_stays_whole():
    number = next(one for one in EXPERIMENTS["cost"].parameters if one.name == "width").from_text("16")
    assert isinstance(number, int)


def test_what_is_not_given_has_its_default_and_whole_numbers_stay_whole():
    run = run_experiment("cost", {"width": 16})
    assert run["parameters"] == {"layers": 2, "width": 16}
    assert isinstance(run["parameters"]["width"], int)


@every
def test_a_default_that_is_written_out_names_the_same_run(experiment):
    given = {one.name: default_of(one) for one in experiment.parameters}
    assert json.dumps(read_parameters(experiment, {})) == json.dumps(read_parameters(experiment, given))


def test_typed_numbers_are_read_as_people_type_them():
    number = Number("rate", "Rate", 1, 0, 10)
    assert (number.from_text(" 0,5 "), number.from_text("−2"), number.from_text("much")) == (0.5, -2, "much")
    assert number.from_text("١٢") == 12  # digits of any script
    assert [number.from_text(text) for text in ("1_000", "nan", "1e400")] == ["1_000", "nan", "1e400"]


@every
def test_a_parameter_with_two_meanings_is_asked_back(experiment):
    for one in (one for one in experiment.parameters if isinstance(one, Number)):
        text, choices = ("1.000", "1 or 1000") if one.is_whole else ("1,234", "1.234 or 1234")
        with pytest.raises(ReadingError) as caught:
            read_parameters(experiment, {one.name: one.from_text(text)})
        [fault] = caught.value.faults
        assert (fault.path, fault.message) == (one.name, f"“{text}” could be {choices}. Which one do you mean?")


# ---- outcomes


def test_outcomes_of_a_sweep_worked_by_hand():
    first, last = Read("loss", {"rate": 0.1}), Read("loss", {"rate": 1.0})
    assert first.value(POINTS) == 3
    assert Change(first, last).value(POINTS) == -1
    assert Change(first, last, is_factor=True).value(POINTS) == pytest.approx(2 / 3)
    assert First("rate", "loss", 2).value(POINTS) == 0.1
    assert Last("rate", "loss", 2).value(POINTS) == 1.0
    assert Extreme("rate", "loss").value(POINTS) == 0.5
    assert Extreme("rate", "loss", is_highest=True).value(POINTS) == 0.1


@pytest.mark.parametrize(
    "outcome",
    [
        Read("loss", {"rate": 9}),
        Change(Read("loss", {"rate": 9}), Read("loss")),
        First("rate", "loss", 9),
        Last("rate", "loss", 0),
        Extreme("rate", "accuracy"),
    ],
)
def test_what_was_not_run_has_no_outcome(outcome):
    assert outcome.value(POINTS) is None


def test_a_factor_of_nothing_is_none():
    points = [point({"loss": 0.0}, rate=0.1), point({"loss": 1.0}, rate=0.5)]
    assert Change(Read("loss", {"rate": 0.1}), Read("loss", {"rate": 0.5}), is_factor=True).value(points) is None


def test_an_option_is_right_from_its_low_end_up_to_but_not_its_high_one():
    option = Option("", "", low=1, high=2)
    assert [option.is_right(value) for value in (0.99, 1, 1.99, 2, None)] == [False, True, True, False, False]
    assert not Option("never", "a belief that no run bears out").is_right(1)
    assert Option("", "", equals="sensitive").is_right("sensitive")


def test_a_number_is_right_at_the_very_edge_of_its_tolerance():
    question = NumberQuestion("", Read("loss", {"rate": 0.5}), tolerance=0.1)
    assert [question.is_right(given, POINTS) for given in (0.9, 1.1, 1.11)] == [True, True, False]


def test_sentences_carry_the_numbers_of_the_run_at_hand():
    told = Told("from {a} to {b}", {"a": (Read("loss", {"rate": 0.1}), 2), "b": (Read("gone"), 2)})
    assert told_text(told, POINTS) == "from 3 to –"
    assert [number_text(1124352.0, 0), number_text(-0.25, 2), number_text(2.4e-5, 4)] == [
        "1,124,352",
        "−0.25",
        "2.4e−5",
    ]


# ---- plots


def test_a_long_curve_is_thinned_and_keeps_both_ends():
    points = curve(range(5_000), [float(i) for i in range(5_000)])
    assert len(points) <= 240
    assert (points[0], points[-1]) == ((0.0, 0.0), (4999.0, 4999.0))


def test_what_is_not_finite_is_left_open_in_a_plot():
    plot = drawn("lines", "", Axis("x"), Axis("y"), {"loss": [(0, float("inf")), (1, 123456.789)]})
    assert plot["series"] == [{"name": "loss", "points": [[0, None], [1, 123460.0]]}]
