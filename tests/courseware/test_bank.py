"""The course's own questions: their numbers, their levels, and what the chapter's quiz may draw of them."""

import json
import tomllib
from collections import Counter, defaultdict
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

import courseware
from courseware.chapters import read_chapter
from quizzes.publishing.repairing import fit_at
from quizzes.questions.base import Made
from quizzes.questions.making import VARIANTS, Pool, make
from quizzes.questions.surveying import survey
from quizzes.questions.types import TYPES
from simulator.engine.misconceptions import MISCONCEPTIONS

CONTENT = Path(courseware.__file__).parent / "content"
FILES = sorted((CONTENT / "questions").glob("*.toml"))
QUESTIONS = [question for path in FILES for question in tomllib.loads(path.read_text())["question"]]
GENERATORS = [question for question in QUESTIONS if question.get("draw")]
FEW = 10
CONCEPTS = {one["slug"]: one for one in tomllib.loads((CONTENT / "concepts.toml").read_text())["concept"]}
QUIZ = tomllib.loads((CONTENT / "quizzes" / "chapter-1.toml").read_text())
COMPUTED = {"number", "numbers", "parts"}
ALIKE = [{"weighted-sum", "relu-layer", "sigmoid-neuron", "two-two-one"}, {"gradient-of-a-weight", "new-weight"}]


def body_of(question):
    return {name: value for name, value in question.items() if name != "id"}


def often(usual):
    """Each question that draws numbers, as often as `usual` says of it, and 200 times with --long."""
    return [
        pytest.param(question, seeds, id=f"{question['id']}-{seeds}", marks=marks)
        for question in GENERATORS
        for seeds, marks in ((usual(question), ()), (200, pytest.mark.long))
    ]


def few(question):
    """All that are published where the guard does not look: at the wrong numbers that an author names."""
    return VARIANTS if question.get("answer", {}).get("wrong") else FEW


@pytest.mark.parametrize(("question", "seeds"), often(few))
def test_every_drawing_tells_the_right_answer_and_the_wrong_ideas_apart(question, seeds):
    found = survey(body_of(question), seeds, question["id"])
    assert found.faults == []
    assert found.apart >= 3


@pytest.mark.parametrize(("question", "seeds"), often(lambda question: FEW))
def test_each_stored_variant_replays(question, seeds):
    body = body_of(question)
    stored = [json.loads(json.dumps(asdict(one))) for one in make(body, list, seeds, question=question["id"])]
    pool = Pool(body, question["id"], [fit_at(body, Made(**one)) for one in stored])
    again = pool.finish({text: text for text in pool.texts})
    assert [json.loads(json.dumps(asdict(one))) for one in again] == stored


def test_every_concept_is_asked_at_two_levels():
    levels = defaultdict(set)
    for question in QUESTIONS:
        for slug in question["concepts"]:
            levels[slug].add(question["level"])
    assert {slug for slug in CONCEPTS if len(levels[slug]) < 2} == set()


def test_every_concept_has_a_drawn_question_or_five_fixed_ones():
    asking = {slug: [question for question in QUESTIONS if slug in question["concepts"]] for slug in CONCEPTS}
    drawn = {slug for slug, found in asking.items() if any(question.get("draw") for question in found)}
    assert {slug for slug in asking.keys() - drawn if len(asking[slug]) < 5} == set()


def test_number_of_right_ticks_varies():
    ticks = [
        (sum(option["right"] is True for option in question["options"]), len(question["options"]))
        for question in QUESTIONS
        if question["type"] == "multiple"
    ]
    assert max(Counter(ticks).values()) <= len(ticks) / 2  # so no number of ticks is a strategy
    assert len({right for right, _ in ticks}) >= 3


def test_every_misconception_of_the_catalogue_is_known_to_a_question():
    """Except those about a loss with ½ in front and about layers without biases, which no question has."""
    keys = json.dumps([asdict(one) for question in QUESTIONS for one in make(body_of(question), list, FEW)])
    unknown = {name for name in MISCONCEPTIONS if f'"{name}"' not in keys and f'"{name}@' not in keys}
    assert unknown == {"mse.no_half", "dy.no_half", "pc.biases"}


def test_every_computed_question_has_hints():
    assert [one["id"] for one in QUESTIONS if one["type"] in COMPUTED and not one.get("hints")] == []


def test_nearly_every_type_has_a_question_to_show():
    assert TYPES.keys() - {question["type"] for question in QUESTIONS} <= {
        "text",
        "numbers",
    }  # "numbers" stands in parts


def test_the_first_wrong_number_may_stand_at_every_unit():
    [question] = [one for one in QUESTIONS if one["id"] == "first-wrong-number"]
    places = [made.right["ids"] for made in make(body_of(question), list, question=question["id"])]
    shares = {spot["probe"]: places.count([spot["probe"]]) / len(places) for spot in question["spots"]}
    assert min(shares.values()) > 0.1, shares
    assert max(shares.values()) < 0.4, shares


# ---- the quiz: each question that a slot may bring, so what holds here holds for every draw


def pools():
    by_id = {question["id"]: question for question in QUESTIONS}
    for slot in QUIZ["slot"]:
        assert slot.get("pick", 1) == 1
        concept = slot.get("concept")
        yield [by_id[slot["question"]]] if not concept else [one for one in QUESTIONS if concept in one["concepts"]]


@cache
def sections():
    return read_chapter(CONTENT / "chapters" / "introduction.md").sections


def heading_of(question):
    """The section of level 2 in which the question's first concept is told."""
    anchor, above = CONCEPTS[question["concepts"][0]]["anchor"], ""
    for section in sections():
        above = section.anchor if section.level == 2 else above
        if section.anchor == anchor:
            return above
    raise AssertionError(f"no section has the anchor {anchor}")


def test_the_quiz_asks_fifteen_questions_and_never_one_twice():
    drawn = list(pools())
    assert len(drawn) == 15
    ids = [one["id"] for pool in drawn for one in pool]
    assert len(ids) == len(set(ids))  # no question can fill two slots


def test_every_draw_has_a_question_of_each_heading():
    headings = {section.anchor for section in sections() if section.level == 2} - {"test-yourself"}
    sure = [{heading_of(question) for question in pool} for pool in pools()]
    assert {heading for slot in sure if len(slot) == 1 for heading in slot} == headings


def test_the_quiz_can_ask_about_every_concept():
    assert {slug for pool in pools() for question in pool for slug in question["concepts"]} == CONCEPTS.keys()


def test_every_draw_takes_at_most_thirty_minutes():
    slowest = [max((120 if question["type"] in COMPUTED else 45) for question in pool) for pool in pools()]
    assert sum(slowest) <= 30 * 60


def test_every_draw_has_at_least_six_computed_questions_and_at_most_one_true_or_false():
    kinds = [{question["type"] for question in pool} for pool in pools()]
    assert sum(slot <= COMPUTED for slot in kinds) >= 6
    assert sum("true_false" in slot for slot in kinds) <= 1


@pytest.mark.parametrize("block", ALIKE, ids=lambda block: min(block))
def test_no_draw_has_two_questions_that_begin_alike(block):
    brought = [slot for slot in pools() if block & {question["id"] for question in slot}]
    assert len(brought) <= 1
