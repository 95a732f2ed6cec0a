"""Words are found where a reader would look for them, and what is found is shown as it stands in the chapter."""

import pytest

from courseware.searching import MOST_SHOWN, Index, Text
from quizzes.formats.concepts import SourceConcept

CONCEPTS = [
    SourceConcept("relu", "ReLU", "first", "relu", ()),
    SourceConcept("weights-and-bias", "Weights and bias of a neuron", "first", "neuron", ()),
]
HTML = """
<p>A course on very small networks.</p>
<h2 id="neuron">The neuron</h2>
<p>Here is one, drawn with its parts.</p>
<p>Each input has a weight, and the unit a bias. A café is not a neuron.</p>
<h2 id="relu">ReLU</h2>
<p>What is below zero becomes zero &amp; stays there, <math><mi>weight</mi></math>.</p>
<p>A unit that is off for every example is <em>dead</em>: its weights rest.</p>
"""
INDEX = Index([Text("first", "A first chapter", HTML)], CONCEPTS)


def anchors(query):
    return [hit.anchor for hit in INDEX.find(query).hits]


def test_a_word_is_found_in_every_form_that_begins_with_it():
    assert INDEX.find("weights").total == INDEX.find("Weight").total == 3
    assert INDEX.find("network").total == 1


def test_case_and_accents_make_no_difference():
    assert anchors("CAFE") == ["neuron"]


def test_all_words_have_to_be_there_where_any_passage_has_them_all():
    found = INDEX.find("dead unit")
    assert (found.total, found.whole) == (1, True)


def test_else_the_passages_with_most_of_the_words_are_shown_and_it_is_said():
    found = INDEX.find("dead purple unit")
    assert (found.total, found.whole) == (1, False)


def test_a_heading_is_found_by_the_passage_that_opens_its_section():
    found = INDEX.find("relu")
    assert [hit.heading for hit in found.hits] == ["ReLU"]
    assert found.hits[0].html.startswith("What is below zero")


def test_little_words_count_only_where_there_are_no_others():
    assert INDEX.find("what is a bias").words == ("bias",)
    assert INDEX.find("what is").total > 0


def test_a_concept_is_found_by_part_of_its_name_and_by_more_than_its_name():
    assert [one.slug for one in INDEX.find("bias").concepts] == ["weights-and-bias"]
    assert [one.slug for one in INDEX.find("relu slope").concepts] == ["relu"]
    assert INDEX.find("weight of evidence").concepts == ()


def test_what_was_asked_for_is_marked_outside_tags_entities_and_formulas():
    [hit] = INDEX.find("amp zero").hits
    assert hit.html == (
        "What is below <mark>zero</mark> becomes <mark>zero</mark> &amp; stays there, <math><mi>weight</mi></math>."
    )
    assert "<em><mark>dead</mark></em>" in INDEX.find("dead").hits[0].html


def test_a_slip_of_the_pen_is_answered_with_the_word_that_is_like_it():
    found = INDEX.find("nueron")
    assert (found.total, found.near) == (0, "neuron")
    assert INDEX.find("quaternion").near == ""


@pytest.mark.parametrize("query", ["", "   ", "?!", "\0", "<script>", "x" * 10_000, "a " * 5_000, "%", "\ud800"])
def test_no_query_breaks_the_search(query):
    assert INDEX.find(query).total >= 0


def test_an_empty_query_finds_nothing():
    found = INDEX.find("?!")
    assert (found.total, found.concepts, found.hits) == (0, (), ())


def test_no_more_passages_are_shown_than_can_be_read_and_all_are_counted():
    many = Index([Text("first", "A first chapter", "<p>one small network</p>" * 50)], [])
    found = many.find("network")
    assert (len(found.hits), found.total) == (MOST_SHOWN, 50)


def test_the_passage_that_explains_a_word_comes_before_one_that_mentions_it():
    page = (
        "<p>A saturated unit.</p><h2 id='more'>More</h2><p>A unit is <em>saturated</em> if its slope is nearly 0.</p>"
    )
    found = Index([Text("first", "A first chapter", page)], []).find("saturated")
    assert found.hits[0].anchor == "more"
