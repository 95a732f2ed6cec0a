"""Another question like one: which variant it is, where it comes, and that asking twice gives one."""

import random

import pytest

from quizzes import attempts
from quizzes.attempts.likeness import best_for
from quizzes.grading import separation
from quizzes.models import Attempt, Item, Key, Question, Quiz
from quizzes.publishing.dumping import dump_course
from quizzes.refusals import Refused
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW, right_answer, send, wrong_answer

pytestmark = pytest.mark.django_db
RIGHT = {"value": 1.0, "tolerance": 0.01}


def wrong(**values):
    return {name.replace("_", "."): {"value": value} for name, value in values.items()}


def test_an_idea_is_as_far_as_what_lies_nearest_to_it():
    # 1.5 lies 50 tolerances from 1.0 and 20 from 1.3
    assert separation("a", RIGHT, wrong(a=1.5)) == pytest.approx((50, 50))
    assert separation("a", RIGHT, wrong(a=1.5, b=1.3)) == pytest.approx((20, 50))


def test_ideas_that_always_give_the_same_number_leave_the_distance_from_right_to_decide():
    near, far = (separation("a", RIGHT, wrong(a=value, b=value)) for value in (1.1, 3.0))
    assert near < far


def test_the_same_idea_in_one_layer_is_no_other_idea():
    values = {"z": {"value": 2.0}, "z@2": {"value": 2.0}}
    assert separation("z", RIGHT, values) == pytest.approx((100, 100))


@pytest.mark.parametrize(
    ("right", "values"), [(RIGHT, {}), ({"ids": ["x"]}, {"a": "belief"}), (RIGHT, {"a": {"value": None}})]
)
def test_what_has_no_number_is_not_apart_at_all(right, values):
    assert separation("a", right, values) == (0, 0)


def test_the_chosen_numbers_hold_the_slip_farthest_from_the_right_way():
    question = factory.publish(factory.NUMBER, count=12)
    variants = list(question.published.variants.values_list("pk", flat=True))
    chosen = best_for("z.no_bias", variants, random.Random(1))
    keys = {key.variant_id: key for key in Key.objects.all()}
    apart = {pk: separation("z.no_bias", key.right, key.wrong) for pk, key in keys.items()}
    assert apart[chosen] == max(apart.values())
    assert len(set(apart.values())) > 1


def reviewed(*questions, answer=None, learner=None, **policy):
    """A submitted attempt, with the first question answered by what `answer` makes of its key."""
    attempt = factory.begin(factory.offer(*questions, **policy), learner)
    if answer:
        send(attempt, 1, answer(factory.key_at(attempt, 1)))
    attempts.submit(attempt, arrived=NOW)
    return Attempt.objects.get(pk=attempt.pk)


def without_bias(key):
    return f"{key.wrong['z.no_bias']['value']:.6f}"


def test_from_a_review_it_comes_onto_the_practice_sheet_of_the_chapter_with_other_numbers():
    attempt = reviewed(factory.publish(factory.NUMBER, count=8), answer=without_bias)
    item = attempts.another(attempt, 1, now=NOW)
    sheet = item.attempt
    assert (sheet.user, sheet.state, sheet.assignment.quiz.mode) == (attempt.user, "in_progress", "practice")
    assert sheet.assignment.quiz.chapter_slug == "introduction"
    asked = attempt.items.get().variant
    assert item.variant.version == asked.version
    assert item.variant != asked
    fresh = asked.version.variants.exclude(pk=asked.pk)
    apart = {
        key.variant_id: separation("z.no_bias", key.right, key.wrong) for key in Key.objects.filter(variant__in=fresh)
    }
    assert apart[item.variant_id] == max(apart.values())


def test_a_double_click_gives_one_question_and_an_answer_makes_room_for_the_next():
    attempt = reviewed(factory.publish(factory.NUMBER, count=8), answer=without_bias)
    first, again = (attempts.another(attempt, 1, now=NOW) for _ in range(2))
    assert first == again
    send(first.attempt, 1, "0.5", kind="check")
    third = attempts.another(attempt, 1, now=NOW)
    assert (third.attempt, third.position) == (first.attempt, 2)
    assert third.variant not in (first.variant, attempt.items.get().variant)


def test_in_practice_it_comes_into_the_attempt_that_is_under_way():
    attempt = factory.begin(factory.offer(*factory.four_questions(), mode="practice"))
    send(attempt, 1, wrong_answer(attempt, 1), kind="check")
    item = attempts.another(attempt, 1, now=NOW)
    assert (item.attempt, item.position) == (attempt, 5)
    assert not Quiz.objects.filter(slug__startswith="sheet-").exists()
    send(attempt, 5, right_answer(attempt, 5), kind="check")
    ended = attempts.submit(attempt, arrived=NOW)
    assert (ended.state, ended.points) == ("graded", 1)


def test_a_question_without_other_numbers_leads_to_one_about_the_same_concept():
    other = factory.publish(factory.SINGLE | {"prompt": "What is ReLU of three?"})
    factory.publish(factory.MULTIPLE)
    attempt = reviewed(factory.publish(factory.SINGLE, count=1))
    assert attempts.another(attempt, 1, now=NOW).variant.version.question == other


def test_where_there_is_nothing_like_it_the_same_question_is_asked_once_more():
    attempt = reviewed(factory.publish(factory.SINGLE, count=1))
    assert attempts.another(attempt, 1, now=NOW).variant == attempt.items.get().variant


def test_a_retired_question_brings_nothing_new():
    question = factory.publish(factory.NUMBER, count=8)
    attempt = reviewed(question, answer=without_bias)
    Question.objects.update(state=Question.State.RETIRED)
    assert attempts.another(attempt, 1, now=NOW).variant == attempt.items.get().variant


@pytest.mark.parametrize("policy", [{"release": "by hand"}, {"mode": "exam"}])
def test_before_the_release_there_is_none(policy):
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), **policy))
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            attempts.another(attempt, 1, now=NOW)
        assert refused.value.code == "not_released"
        attempt = attempts.submit(attempt, arrived=NOW)
    assert Item.objects.count() == 1


def test_a_question_that_is_not_in_the_attempt_has_none_like_it():
    with pytest.raises(Refused) as refused:
        attempts.another(reviewed(factory.publish(factory.NUMBER)), 2, now=NOW)
    assert refused.value.field == "position"


def test_a_full_sheet_is_put_away_and_the_next_one_begins(monkeypatch):
    monkeypatch.setattr("quizzes.attempts.sheets.FULL", 2)
    attempt = reviewed(factory.publish(factory.NUMBER, count=8), answer=without_bias)
    for position in (1, 2):
        item = attempts.another(attempt, 1, now=NOW)
        send(item.attempt, position, "0.5", kind="check")
    following = attempts.another(attempt, 1, now=NOW)
    assert (following.attempt.number, following.position) == (2, 1)
    item.attempt.refresh_from_db()
    assert item.attempt.state == "graded"


def test_a_sheet_is_no_quiz_of_the_course(tmp_path, program):
    attempt = reviewed(factory.publish(factory.NUMBER, count=8), answer=without_bias)
    attempts.another(attempt, 1, now=NOW)
    assert [quiz["slug"] for quiz in program.get("quizzes/")[1]] == ["the-quiz"]
    assert [path.name for path in dump_course(tmp_path) if path.parent.name == "quizzes"] == ["the-quiz.toml"]
