"""The desk beside the questions: more time for one learner, faults to answer, a regrade to look at and apply."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse

from quizzes import attempts
from quizzes.models import Allowance, Assignment, Attempt, Audit, Class, FaultReport, Membership, Question, Regrade
from quizzes.publishing import publish_written
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW
from tests.quizzes.attempts.test_unread import CELLS
from tests.quizzes.bodies import PARTS
from tests.quizzes.test_admin import desk, instructor, page_of, save

__all__ = ["desk", "instructor"]
pytestmark = pytest.mark.django_db
FLIPPED = {
    **factory.SINGLE,
    "options": [{**option, "right": option["text"] == "2"} for option in factory.SINGLE["options"]],
}


@pytest.fixture
def begun():
    """An attempt of ten minutes that began just now, in a quiz that closes in a day."""
    now = datetime.now(UTC)
    offered = factory.offer(factory.publish(factory.NUMBER), minutes=10, closes=now + timedelta(days=1))
    return factory.begin(offered, factory.person("grace"), now)


def grant(desk, offered, **changes):
    fields = {"assignment": str(offered.pk), "user": "grace", "why": "ill", **changes}
    return save(desk, reverse("admin:quizzes_allowance_add"), **fields)


# ---- allowances


def test_an_allowance_gives_who_has_begun_more_time_and_is_audited(desk, instructor, begun):
    assert grant(desk, begun.assignment, factor="1.50") == {}
    allowance = Allowance.objects.get()
    assert (allowance.by, allowance.user, allowance.why) == (instructor, begun.user, "ill")
    before = begun.deadline
    begun.refresh_from_db()
    assert begun.deadline - before == timedelta(minutes=5)
    granted, moved = Audit.objects.get(what="allowance granted"), Audit.objects.get(what="deadline moved")
    assert (granted.who, granted.after["factor"], granted.why) == (instructor, "1.50", "ill")
    assert (moved.who, moved.why) == (instructor, "ill")


def test_an_allowance_is_never_taken_back_or_rewritten(desk, begun):
    grant(desk, begun.assignment, extra_attempts="1")
    row = Allowance.objects.get()
    assert desk.post(page_of("allowance", row), {"factor": "9"}).status_code == 403
    assert desk.post(reverse("admin:quizzes_allowance_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "__all__"),
        ({"user": "nobody", "extra_attempts": "1"}, "user"),
        ({"factor": "0.5"}, "factor"),
        ({"factor": "11"}, "factor"),
        ({"extra_attempts": "-1"}, "extra_attempts"),
        ({"extra_attempts": "1", "why": ""}, "why"),
        ({"closes_0": "2020-01-01", "closes_1": "12:00:00"}, "closes"),
    ],
)
def test_an_allowance_that_gives_nothing_is_told_at_its_field(desk, begun, changes, field):
    assert list(grant(desk, begun.assignment, **changes)) == [field]
    assert not Allowance.objects.exists()


def test_an_allowance_in_a_class_is_for_its_members(desk, begun):
    group = Class.objects.create(title="Monday", join_code="x")
    offered = Assignment.objects.create(quiz=begun.assignment.quiz, class_group=group)
    assert grant(desk, offered, extra_attempts="1") == {
        "user": ["grace is not in Monday. Add them to the class first."]
    }
    Membership.objects.create(class_group=group, user=begun.user)
    assert grant(desk, offered, closes_0="2099-01-01", closes_1="12:00:00") == {
        "closes": ["This quiz does not close. Leave this empty."]
    }
    assert grant(desk, offered, extra_attempts="1") == {}


# ---- windows, and ending for somebody


def test_who_releases_or_moves_a_window_is_in_the_audit(desk, instructor, begun):
    changes = {"assignments__0__released_at_0": "2027-01-01", "assignments__0__released_at_1": "12:00:00"}
    assert save(desk, page_of("quiz", begun.assignment.quiz), **changes) == {}
    entry = Audit.objects.get(what__endswith="window changed")
    assert (entry.who, entry.before, list(entry.after)) == (instructor, {"released_at": None}, ["released_at"])
    assert save(desk, page_of("quiz", begun.assignment.quiz), title="Another title") == {}
    assert Audit.objects.filter(what__endswith="window changed").count() == 1


def test_an_instructor_ends_an_attempt_and_what_was_saved_is_graded(desk, instructor, begun):
    factory.send(begun, 1, factory.right_answer(begun, 1), datetime.now(UTC))
    for _ in range(2):
        desk.post(page_of("attempt"), {"action": "end_now", "_selected_action": [begun.pk]})
    begun.refresh_from_db()
    assert (begun.state, begun.ended_by, begun.points) == ("graded", "teacher", 1)
    assert Audit.objects.get(what="attempt ended").who == instructor


# ---- faults


def test_a_fault_is_answered_beside_its_numbers_and_its_answer(desk, instructor, begun):
    factory.send(begun, 1, "0.123", datetime.now(UTC))
    report = attempts.report_fault(begun, 1, "The sum <b>is</b> wrong.")
    page = desk.get(page_of("faultreport", report)).content.decode()
    for words in (
        "The sum &lt;b&gt;is&lt;/b&gt; wrong.",
        "0.123",
        "x1: ",
        str(factory.key_at(begun, 1).right["value"]),
    ):
        assert words in page
    assert save(desk, page_of("faultreport", report), reply="It is right: see step 2.") == {}
    report.refresh_from_db()
    assert report.reply == "It is right: see step 2."
    assert Audit.objects.get(what="fault report answered").who == instructor
    assert "is</b>" not in desk.get(f"{page_of('faultreport')}?answered=no").content.decode()
    assert "see step 2" in desk.get(f"{page_of('faultreport')}?answered=yes").content.decode()


def test_chosen_options_are_told_in_words_not_by_their_ids(desk):
    attempt = factory.begin(factory.offer(factory.publish(factory.SINGLE), factory.publish(factory.MULTIPLE)))
    for position in (1, 2):
        factory.send(attempt, position, factory.right_answer(attempt, position))
    report = attempts.report_fault(attempt, 2, "Biases are not weights.")
    page = desk.get(page_of("faultreport", report)).content.decode()
    assert re.search(r"(weights; biases|biases; weights)", page)
    assert "<p>Which are learned?</p>" in page
    looked_at = desk.get(page_of("attempt", attempt)).content.decode()
    assert not [one for one in factory.right_answer(attempt, 2) if one in page + looked_at]


@pytest.fixture
def cells_and_parts(quick_rendering):
    for slug in {*CELLS["concepts"], *PARTS["concepts"]}:
        factory.concept(slug)
    return factory.begin(factory.offer(factory.publish(CELLS, "cells"), factory.publish(PARTS, "parts")))


def shown_in(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(page)))


def test_an_unread_cell_shows_what_counts(desk, cells_and_parts):
    factory.send(cells_and_parts, 1, ["0.5", "1.234"])
    factory.send(cells_and_parts, 1, ["0,6", "1,234"])
    page = shown_in(desk.get(page_of("attempt", cells_and_parts)).content.decode())
    assert "0,6; 1.234" in page
    assert "1,234" not in page
    report = attempts.report_fault(cells_and_parts, 1, "The second is 1,2.")
    page = shown_in(desk.get(page_of("faultreport", report)).content.decode())
    assert "0,6; 1,234 (counted: 0,6; 1.234)" in page
    assert "0.500; 1.234" in page  # by the key


def test_an_answer_to_parts_names_each(desk, cells_and_parts):
    parts = factory.key_at(cells_and_parts, 2).variant.shown["ask"]["parts"]
    names = [part["name"] for part in parts]
    factory.send(cells_and_parts, 2, {names[0]: ["0.5", ""], names[1]: "0,25"})
    factory.send(cells_and_parts, 2, {names[0]: ["0.5", ""], names[1]: "1,234"})
    page = shown_in(desk.get(page_of("attempt", cells_and_parts)).content.decode())
    labels = [part["label"] for part in parts]
    assert f"part {labels[0]}: 0.5; – · part {labels[1]}: 0,25" in page
    report = attempts.report_fault(cells_and_parts, 2, "Part b?")
    page = shown_in(desk.get(page_of("faultreport", report)).content.decode())
    assert f"part {labels[1]}: 1,234 (counted: part {labels[0]}: 0.5; – · part {labels[1]}: 0,25)" in page
    assert f"part {labels[4]}: " in page.split("Right by the key")[1]


def test_the_words_of_a_report_stay_the_learner_s(desk, begun):
    report = attempts.report_fault(begun, 1, "As it was written.")
    desk.post(page_of("faultreport", report), {"text": "Something else", "reply": "Thank you."})
    assert FaultReport.objects.get().text == "As it was written."
    assert desk.get(reverse("admin:quizzes_faultreport_add")).status_code == 403


# ---- regrading


@pytest.fixture
def repaired(quick_rendering):
    """A question that called the wrong option right, with two answers to it, and its repaired version."""
    factory.concept("relu")
    publish_written("asked", factory.SINGLE, author=None)
    question = Question.objects.select_related("published").get()
    offered = factory.offer(question)
    for name, text in (("right", ">2<"), ("wrong", "-2")):
        attempt = factory.begin(offered, factory.person(name))
        options = attempt.items.get().variant.shown["ask"]["options"]
        chosen = next(option["id"] for option in options if text in option["text"])
        factory.send(attempt, 1, chosen)
        attempts.submit(attempt, arrived=NOW)
    publish_written("asked", FLIPPED, question=question, author=None)
    return Question.objects.select_related("published").get()


def door(question):
    return reverse("admin:quizzes_question_regrade", args=[question.pk])


def test_an_edited_question_offers_a_regrade_shows_the_difference_and_applies_it(desk, instructor, repaired):
    page = desk.get(page_of("question", repaired)).content.decode()
    assert "2 answered questions were graded by earlier versions." in page
    assert door(repaired) in page
    shown = desk.get(door(repaired)).content.decode()
    assert "2 answers would be graded anew; 1 score would change." in shown
    assert "<bdi>right</bdi>" in shown
    assert not Regrade.objects.exists()
    reply = desk.post(door(repaired), {"why": "The key was wrong."}, follow=True)
    assert "2 answers graded anew, 1 score changed." in reply.content.decode()
    assert "graded by earlier versions" not in reply.content.decode()
    regrade = Regrade.objects.get()
    assert (regrade.by, regrade.why, regrade.may_lower) == (instructor, "The key was wrong.", False)
    assert dict(Attempt.objects.values_list("user__username", "points")) == {"right": 1, "wrong": 0}
    assert "Nothing is left to grade anew." in desk.get(door(repaired)).content.decode()


def test_a_regrade_without_a_reason_is_asked_for_one(desk, repaired):
    page = desk.post(door(repaired), {"why": " "}).content.decode()
    assert "This field is required." in page
    assert not Regrade.objects.exists()


def test_a_regrade_that_lowers_is_chosen_and_shown_as_such(desk, repaired):
    desk.post(door(repaired), {"why": "first"})
    publish_written("asked", factory.SINGLE | {"explanation": "As at first."}, question=repaired, author=None)
    assert "1 grade would fall, and stays as it is." in desk.get(door(repaired)).content.decode()
    assert "0, falls" in desk.get(f"{door(repaired)}?may_lower=on").content.decode()
    desk.post(door(repaired), {"why": "back", "may_lower": "on"})
    assert dict(Attempt.objects.values_list("user__username", "points")) == {"right": 0, "wrong": 0}


def test_what_cannot_be_regraded_says_why(desk, repaired):
    publish_written("asked", {**factory.TRUE_FALSE, "concepts": ["relu"]}, question=repaired, author=None)
    page = desk.get(door(repaired)).content.decode()
    assert "is of type true_false" in page
    assert "as a question of its own" in page


def test_only_who_may_change_questions_regrades(client, repaired):
    client.force_login(factory.person("assistant", is_staff=True))
    for send in (client.get, client.post):
        assert send(door(repaired)).status_code == 403
    client.force_login(factory.person("learner"))
    assert client.get(door(repaired)).status_code == 302
