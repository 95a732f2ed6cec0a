"""A repaired question grades old answers anew: shown first, appended with a reason, and nobody's score falls."""

from decimal import Decimal

import pytest

from quizzes import attempts
from quizzes.models import Attempt, Audit, Grade, Key, Question, Regrade
from quizzes.publishing import publish_written
from quizzes.refusals import Refused
from quizzes.reviewing import review
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW, send

pytestmark = pytest.mark.django_db
WHY = "The tolerance was too narrow."
FLIPPED = [{**option, "right": option["text"] == "2"} for option in factory.SINGLE["options"]]
SLOPPY = {**factory.NUMBER, "answer": {**factory.NUMBER["answer"], "tolerance": 0.01, "separate": ["z.no_bias"]}}


@pytest.fixture(autouse=True)
def concepts(quick_rendering):
    for slug in ("sigmoid", "relu", "layers"):
        factory.concept(slug)


def published(body, slug="asked"):
    """As the desk publishes it: the first time, or over what is there."""
    question = Question.objects.filter(slug=slug).select_related("published").first()
    publish_written(slug, body, question=question, author=None)
    return Question.objects.select_related("published").get(slug=slug)


def answered(question, *answers, slug="the-quiz", **policy):
    """A graded attempt for each answer, which is made of its key; None leaves it blank."""
    offered, found = factory.offer(question, slug=slug, **policy), []
    for answer in answers:
        attempt = factory.begin(offered)
        if answer:
            send(attempt, 1, answer(factory.key_at(attempt, 1)))
        found.append(attempts.submit(attempt, arrived=NOW))
    return found


def nearly(key):
    """Wrong within 0.002, right within 0.01."""
    return f"{key.right['value'] + 0.008:.3f}"


def exactly(key):
    return f"{key.right['value']:.3f}"


def option(text):
    return lambda key: next(one["id"] for one in key.variant.shown["ask"]["options"] if text in one["text"])


def points():
    return list(Attempt.objects.order_by("pk").values_list("points", flat=True))


def regrade(question, **more):
    return attempts.apply_regrade(question, by=factory.person(is_staff=True), why=WHY, **more)


def test_the_dry_run_says_what_changes_for_whom_and_writes_nothing():
    first, second, third = answered(published(factory.NUMBER), nearly, exactly, None)
    question = published(SLOPPY)
    before = Grade.objects.count(), Key.objects.count()
    plan = attempts.plan_regrade(question)
    assert [(one.attempt, one.before, one.after) for one in plan.changes] == [(first, 0, 1)]
    assert {one.attempt for one in plan.differences} == {first, second, third}
    assert (Grade.objects.count(), Key.objects.count()) == before
    assert points() == [0, 1, 0]


def test_what_is_applied_is_what_was_shown_appended_with_its_reason():
    answered(published(factory.NUMBER), nearly, exactly, None)
    question = published(SLOPPY)
    old = list(Grade.objects.order_by("pk").values("pk", "fraction", "key"))
    regrade(question)
    assert points() == [1, 1, 0]
    assert list(Grade.objects.filter(regrade=None).order_by("pk").values("pk", "fraction", "key")) == old
    new = Grade.objects.filter(regrade=Regrade.objects.get()).order_by("pk")
    assert [grade.fraction for grade in new] == [1, 1, 0]
    assert {grade.key.version for grade in new} == {question.published}
    assert attempts.rebuild_points(Attempt.objects.all()) == 0
    entry = Audit.objects.get(what="asked: regraded")
    assert (entry.why, list(entry.after.values())) == (WHY, ["1.0000"])


def test_a_regrade_is_done_once():
    answered(published(factory.NUMBER), nearly)
    question = published(SLOPPY)
    regrade(question)
    assert not attempts.waiting_for_regrade(question).exists()
    with pytest.raises(Refused) as refused:
        regrade(question)
    assert refused.value.code == "nothing_to_regrade"
    assert Grade.objects.count() == 2


def test_a_score_that_would_fall_stays_unless_falling_is_chosen():
    answered(published(factory.SINGLE), option(">0<"), option(">2<"), option("-2"))
    question = published({**factory.SINGLE, "options": FLIPPED})
    plan = attempts.plan_regrade(question)
    assert [(one.before, one.after) for one in plan.changes] == [(0, 1)]
    assert plan.kept == 1
    assert len(attempts.plan_regrade(question, may_lower=True).changes) == 2
    regrade(question)
    assert points() == [1, 1, 0]
    regrade(question, may_lower=True)
    assert points() == [0, 1, 0]
    assert [one.may_lower for one in Regrade.objects.order_by("pk")] == [False, True]


def test_a_third_version_grades_the_variants_of_the_first_and_the_second():
    answered(published(factory.NUMBER), nearly)
    regrade(published(SLOPPY))
    answered(published(SLOPPY), nearly, slug="another-quiz")
    exact = {**factory.NUMBER, "explanation": "Said better."}
    question = published(exact)
    plan = attempts.plan_regrade(question, may_lower=True)
    assert [(one.before, one.after) for one in plan.changes] == [(1, 0), (1, 0)]
    regrade(question, may_lower=True)
    assert points() == [0, 0]


def test_the_review_speaks_by_the_repaired_key_and_says_that_it_was_graded_anew():
    (attempt,) = answered(published(factory.SINGLE), option(">2<"))
    before = review(attempt, NOW)["items"][0]
    options = [{**one, "reason": f"Repaired: {one['reason']}"} for one in FLIPPED]
    regrade(published({**factory.SINGLE, "options": options}))
    attempt = Attempt.objects.get()
    item = review(attempt, NOW)["items"][0]
    assert (before["regraded"], item["regraded"]["why"]) == (None, WHY)
    assert item["right"] == item["answer"] != before["right"]
    assert "Repaired:" in item["reasons"][item["answer"]]
    assert item["earned"] == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (factory.TRUE_FALSE, "was of type single and is of type true_false"),
        ({"options": [*factory.SINGLE["options"], {"text": "1", "right": False, "reason": "No."}]}, "other options"),
        ({"options": [{**one, "text": f"{one['text']}.0"} for one in factory.SINGLE["options"]]}, "other options"),
        ({"draw": {"n": {"from": "1", "to": "3", "step": "1"}}}, "draws other names"),
    ],
)
def test_what_is_another_question_now_is_refused_with_the_way_out(change, words):
    answered(published(factory.SINGLE), option(">0<"))
    body = change if "type" in change else {**factory.SINGLE, **change}
    question = published(body)
    with pytest.raises(Refused, match=words) as refused:
        attempts.plan_regrade(question, may_lower=True)
    assert "as a question of its own" in refused.value.message


def test_numbers_that_the_new_version_would_not_draw_are_still_graded():
    answered(published(factory.NUMBER), nearly, exactly)
    narrow = {**SLOPPY, "draw": {**factory.NUMBER["draw"], "x1": {"choices": ["0.25", "0.75"]}}}
    regrade(published(narrow))
    assert points() == [1, 1]


def test_an_attempt_in_progress_is_left_alone_and_graded_anew_later():
    question = published(factory.NUMBER)
    attempt = factory.begin(factory.offer(question))
    send(attempt, 1, nearly(factory.key_at(attempt, 1)))
    question = published(SLOPPY)
    assert not attempts.waiting_for_regrade(question).exists()
    attempts.submit(attempt, arrived=NOW)
    assert points() == [0]
    regrade(question)
    assert points() == [1]


def test_each_try_is_graded_anew_and_keeps_its_credit():
    question = published(factory.NUMBER)
    attempt = factory.begin(factory.offer(question, tries=3))
    key = factory.key_at(attempt, 1)
    for answer in ("50", nearly(key), exactly(key)):
        send(attempt, 1, answer, kind="check")
    assert attempts.submit(attempt, arrived=NOW).points == Decimal("0.3333")
    regrade(published(SLOPPY))
    assert points() == [Decimal("0.6667")]
    assert "feedback" in Grade.objects.filter(regrade__isnull=False).last().detail


def test_what_a_person_graded_stays():
    (attempt,) = answered(published(factory.NUMBER), nearly)
    old = Grade.objects.get()
    teacher = factory.person(is_staff=True)
    Grade.objects.create(item=old.item, response=old.response, key=old.key, by=teacher, fraction=Decimal("0.5"))
    attempts.rebuild_points(Attempt.objects.all())
    with pytest.raises(Refused):
        regrade(published(SLOPPY))
    assert points() == [Decimal("0.5")]
    assert attempt.pk


def test_a_reason_is_asked_for():
    answered(published(factory.NUMBER), nearly)
    question = published(SLOPPY)
    with pytest.raises(Refused) as refused:
        attempts.apply_regrade(question, by=factory.person(), why="  ")
    assert refused.value.field == "why"


def test_a_grade_that_came_between_is_not_written_over(monkeypatch):
    answered(published(factory.NUMBER), nearly)
    question, old = published(SLOPPY), Grade.objects.get()
    held = attempts.regrading._hold

    def meanwhile(plan):
        Grade.objects.create(item=old.item, response=old.response, key=old.key, by=factory.person(), fraction=0)
        held(plan)

    monkeypatch.setattr(attempts.regrading, "_hold", meanwhile)
    with pytest.raises(Refused) as refused:
        regrade(question)
    assert refused.value.code == "outdated"
    assert not Regrade.objects.exists()
    assert points() == [0]
