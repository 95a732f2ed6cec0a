import ast
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

import quizzes
from quizzes import attempts
from quizzes.models import Attempt, Audit, Grade, Key, Response
from quizzes.questions.types import TYPES
from quizzes.taking import describe
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import DAY, MINUTE, NOW, SECOND, answer_all, right_answer, send, wrong_answer

pytestmark = pytest.mark.django_db
SOURCE = Path(quizzes.__file__).parent


@pytest.fixture
def attempt():
    return factory.begin(factory.offer(*factory.four_questions()))


@pytest.fixture
def broken(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(type(TYPES["number"]), "grade", lambda *_: 1 / 0)
        yield patch


def test_submitting_grades_every_item_once(attempt):
    answer_all(attempt)
    attempt = attempts.submit(attempt, arrived=NOW + MINUTE)
    assert (attempt.state, attempt.ended_by, attempt.ended_at) == ("graded", "learner", NOW + MINUTE)
    assert attempt.points == 4
    assert Grade.objects.count() == 4
    assert describe(attempt, NOW)["score"] == {"points": 4.0, "out_of": 4.0, "fraction": 1.0}


def test_an_unanswered_item_gets_a_grade_of_0_without_a_response(attempt):
    send(attempt, 2, right_answer(attempt, 2))
    assert attempts.submit(attempt, arrived=NOW).points == 1
    blank = Grade.objects.filter(response=None)
    assert {(grade.item.position, grade.fraction) for grade in blank} == {(1, 0), (3, 0), (4, 0)}


def test_points_are_weighted_by_the_slots():
    first, second = factory.publish(factory.SINGLE), factory.publish(factory.TRUE_FALSE)
    offered = factory.offer(first, second)
    offered.quiz.slots.filter(position=2).update(points=Decimal("2.50"))
    attempt = factory.begin(offered)
    send(attempt, 1, wrong_answer(attempt, 1))
    send(attempt, 2, right_answer(attempt, 2))
    attempt = attempts.submit(attempt, arrived=NOW)
    assert describe(attempt, NOW)["score"] == {"points": 2.5, "out_of": 3.5, "fraction": pytest.approx(2.5 / 3.5)}


def test_part_credit_counts_and_two_thirds_of_3_points_are_2():
    options = [{"text": str(n), "right": True, "reason": "yes"} for n in range(3)] + factory.MULTIPLE["options"][2:]
    offered = factory.offer(factory.publish({**factory.MULTIPLE, "options": options}))
    offered.quiz.slots.update(points=3)
    attempt = factory.begin(offered)
    send(attempt, 1, right_answer(attempt, 1)[:2])
    assert attempts.submit(attempt, arrived=NOW).points == 2
    assert Grade.objects.get().fraction == Decimal("0.666667")


def test_submitting_again_changes_nothing(attempt):
    answer_all(attempt)
    first = describe(attempts.submit(attempt, arrived=NOW), NOW)
    again = describe(attempts.submit(attempt, arrived=NOW + DAY), NOW + DAY)
    assert first == again
    assert Grade.objects.count() == 4


def test_the_grade_is_that_of_the_newest_answer(attempt):
    send(attempt, 1, right_answer(attempt, 1))
    send(attempt, 1, wrong_answer(attempt, 1))
    assert attempts.submit(attempt, arrived=NOW).points == 0


def test_the_log_is_frozen_at_the_end_and_what_comes_later_is_kept_without_effect(attempt):
    sent = send(attempt, 1, wrong_answer(attempt, 1))
    attempts.submit(attempt, arrived=NOW)
    late = send(attempt, 1, right_answer(attempt, 1), NOW + SECOND)
    assert (late.status, late.body["code"]) == (409, "closed")
    assert Response.objects.get(late=True).answer == right_answer(attempt, 1)
    attempt = Attempt.objects.get()
    assert (attempt.last_response_id, attempt.points) == (sent.body["seq"], 0)
    assert describe(attempt, NOW)["items"][0]["answer"] == wrong_answer(attempt, 1)


def test_a_late_answer_repeats_as_late_and_is_kept_once(attempt):
    attempts.submit(attempt, arrived=NOW)
    sent = {"uuid": attempt.uuid, "position": 1, "answer": "1", "arrived": NOW}
    assert [attempts.respond(attempt, **sent).status for _ in range(2)] == [409, 409]
    assert Response.objects.count() == 1


def test_a_lost_reply_may_be_asked_for_after_the_end(attempt):
    sent = {"uuid": attempt.uuid, "position": 1, "answer": "1", "arrived": NOW}
    first = attempts.respond(attempt, **sent)
    attempts.submit(attempt, arrived=NOW)
    again = attempts.respond(attempt, **sent)
    assert (again.status, again.body) == (200, first.body)


def test_a_grader_that_raises_loses_nothing_and_is_graded_when_mended(attempt, broken):
    answer_all(attempt)
    waiting = attempts.submit(attempt, arrived=NOW)
    assert (waiting.state, waiting.points) == ("submitted", None)
    assert not Grade.objects.exists()
    seen = describe(waiting, NOW)
    assert (seen["released"], seen["score"], seen["state"]) == (False, None, "submitted")
    broken.undo()
    assert attempts.settle(waiting, now=NOW).points == 4


@pytest.mark.parametrize("verb", ["submit", "settle", "expire"])
def test_submit_read_and_sweep_each_grade_what_a_failing_grader_left(attempt, broken, verb):
    send(attempt, 1, right_answer(attempt, 1))
    attempts.submit(attempt, arrived=NOW)
    broken.undo()
    if verb == "submit":
        attempts.submit(attempt, arrived=NOW + DAY)
    elif verb == "settle":
        attempts.settle(Attempt.objects.get(), now=NOW + DAY)
    else:
        assert attempts.expire_due(NOW + DAY) == 1
    attempt = Attempt.objects.get()
    assert (attempt.state, attempt.ended_at, attempt.points) == ("graded", NOW, 1)


def test_one_broken_attempt_does_not_stop_the_sweep():
    first, second = (
        factory.begin(factory.offer(factory.publish(factory.NUMBER), slug=slug, minutes=9)) for slug in "ab"
    )
    Key.objects.filter(variant=first.items.get().variant).forget()
    assert attempts.expire_due(NOW + DAY) == 1
    assert [Attempt.objects.get(pk=one.pk).state for one in (first, second)] == ["submitted", "graded"]


def test_ending_is_audited_without_any_answer(attempt):
    answer_all(attempt)
    attempts.submit(attempt, arrived=NOW)
    entry = Audit.objects.get()
    assert (entry.who, entry.what) == (attempt.user, "attempt graded")
    assert entry.before == {"attempt": str(attempt.uuid), "state": "in_progress"}
    assert entry.after == {"state": "graded", "ended_by": "learner", "points": "4.0000"}


def test_a_repaired_version_s_key_does_not_grade_what_was_drawn_before_it(attempt):
    drawn = factory.key_at(attempt, 1)
    question = drawn.version.question
    repaired = factory.Version.objects.create(
        question=question, number=2, type="number", body=drawn.version.body, source="", source_hash=""
    )
    Key.objects.create(
        variant=drawn.variant,
        version=repaired,
        parameters={},
        right={**drawn.right, "value": 9.0},
        wrong={},
        engine="1",
    )
    send(attempt, 1, f"{drawn.right['value']:.3f}")
    assert attempts.submit(attempt, arrived=NOW).points == 1


def test_points_are_a_cache_that_can_be_rebuilt(attempt, capsys):
    answer_all(attempt)
    attempts.submit(attempt, arrived=NOW)
    assert attempts.rebuild_points(Attempt.objects.all()) == 0
    Attempt.objects.update(points=1)
    call_command("rebuildpoints")
    assert capsys.readouterr().out == "1 attempts had other points.\n"
    assert Attempt.objects.get().points == 4


def test_a_newer_grade_of_the_same_answer_replaces_the_older_one(attempt):
    send(attempt, 1, wrong_answer(attempt, 1))
    attempts.submit(attempt, arrived=NOW)
    old = Grade.objects.get(item__position=1)
    Grade.objects.create(item=old.item, response=old.response, key=old.key, by=attempt.user, fraction=1)
    assert attempts.rebuild_points(Attempt.objects.all()) == 1
    assert Attempt.objects.get().points == 1


def writes_state(path):
    """Whether a file passes state=… to a verb that writes."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    writing = (call for call in calls if getattr(call.func, "attr", "") in {"update", "create", "bulk_create"})
    return any("State" in ast.unparse(word.value) for call in writing for word in call.keywords if word.arg == "state")


def test_only_one_file_moves_the_state_of_an_attempt():
    files = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts and "Attempt" in path.read_text()]
    assert [path.name for path in files if writes_state(path)] == ["ending.py"]


def test_nothing_outside_the_verbs_writes_attempts_items_responses_or_grades():
    rows, verbs = (
        {"Attempt", "Item", "Response", "Grade"},
        {"create", "bulk_create", "update", "delete", "get_or_create"},
    )
    for path in [*SOURCE.rglob("*.py"), *(SOURCE.parent / "courseware").rglob("*.py")]:
        if path.parent.name in {"attempts", "migrations", "models"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in verbs:
                written = {name.id for name in ast.walk(node.func) if isinstance(name, ast.Name)}
                assert not written & rows, f"{path.name} line {node.lineno}"
