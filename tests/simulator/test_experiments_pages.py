"""The pages of the experiments without scripts: predict, look at the readings, say what was seen."""

import re
from html import unescape

import pytest
from django.test import Client

from simulator.experiments.questions import Choice
from simulator.experiments.table import EXPERIMENTS
from simulator.laboratory.views import SECTIONS

PAGES = "/simulator/experiments/"
every = pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=list(EXPERIMENTS))


@pytest.fixture(autouse=True)
def _no_rows_are_read(db):
    """The page names who is signed in, as every page does; it needs no other row."""


def words(response):
    html = re.sub(r"<script.*?</script>|<[^>]+>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(html))


def predictions(experiment):
    return {f"ask-{i}": "0" for i, _ in enumerate(experiment.ask)}


def get(slug, **asked):
    return Client().get(f"{PAGES}{slug}/", asked)


def test_the_list_groups_all_of_them_by_the_sections_of_the_chapter_each_with_its_question():
    said = words(Client().get(PAGES))
    assert [said.index(f" {section} ") for section in SECTIONS] == sorted(said.index(f" {s} ") for s in SECTIONS)
    for experiment in EXPERIMENTS.values():
        assert experiment.title in said
        assert experiment.ask[0].question in said


@every
def test_nothing_is_shown_before_every_question_is_answered(experiment):
    for asked in ({}, {"run": "1"}, {"run": "1", "ask-0": "much"}):
        said = words(get(experiment.slug, **asked))
        assert "Nothing has been run yet." in said
        assert "Readings" not in said.replace("Readings, and runs", "")


@every
def test_the_readings_come_after_the_prediction_and_the_conclusion_after_what_was_seen(experiment):
    run = words(get(experiment.slug, run="1", **predictions(experiment)))
    assert "Readings" in run
    assert experiment.ask[0].question in run
    told = get(experiment.slug, run="1", seen="0", look="1", **predictions(experiment))
    assert told.context["shows"]
    assert told.context["shows"] in words(told)
    assert all(option.reason in words(told) for option in experiment.seen.options)


def test_each_option_of_a_prediction_gets_its_reason_and_the_chosen_one_is_marked():
    response = get("depth", run="1", **{"ask-0": "1"})
    [verdict] = response.context["verdicts"]
    assert verdict.tone == "wrong"
    assert [judged.word for judged in verdict.options] == ["Not so", "Yours", "Not so", "Right"]
    [question] = EXPERIMENTS["depth"].ask
    assert isinstance(question, Choice)
    assert all(option.reason in words(response) for option in question.options)


def test_a_wrong_number_stands_beside_the_right_one_and_a_comma_is_a_point():
    [verdict] = get("loss", run="1", **{"ask-0": "2,3"}).context["verdicts"]
    assert (verdict.tone, verdict.said, verdict.measured) == ("wrong", "2.3", "4.605")
    [verdict] = get("loss", run="1", **{"ask-0": "4,61"}).context["verdicts"]
    assert (verdict.tone, verdict.lead) == ("right", "Right: 4.605.")


def test_an_unreadable_prediction_is_asked_again_at_its_field():
    said = words(get("loss", run="1", **{"ask-0": "a lot"}))
    assert "“a lot” cannot be read as a number." in said


def test_what_was_seen_is_asked_again_where_nothing_was_chosen():
    response = get("depth", run="1", look="1", **{"ask-0": "0"})
    assert "Choose one" in words(response)
    assert "shows" not in response.context


def test_the_network_of_a_question_is_drawn_with_its_weights_and_no_answer():
    found = EXPERIMENTS["forward-pass"]
    page = Client().get("/simulator/experiments/forward-pass/").content.decode()
    [label] = set(re.findall(r'<svg class="network[^>]*aria-label="([^"]*)"', page))
    assert "Hidden unit 1: weights 0.3, −0.4, bias 0.3." in label
    assert f"{found.run({'action': 1, 'talk': 1}).readings['output']:.2f}" not in label


def test_one_run_of_ones_own_is_computed_where_it_takes_no_time():
    asked = {"run": "1", "ask-0": "4.6", "change": "1", "probability": "0.2"}
    assert "With your parameters" in words(get("loss", **asked))  # −ln 0.2 = 1.609
    assert "1.609" in words(get("loss", **asked))
    assert "Give a number from" in words(get("loss", **asked | {"probability": "7"}))


def test_an_experiment_that_there_is_not_is_not_found():
    assert get("none").status_code == 404
