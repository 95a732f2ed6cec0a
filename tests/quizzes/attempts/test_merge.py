from datetime import timedelta

import pytest
from django.core.management import call_command

from quizzes import attempts
from quizzes.models import Attempt, Audit, FaultReport, Grade, Item, Response
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import DAY, NOW, right_answer, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered():
    return factory.offer(factory.publish(factory.SINGLE))


def finished(offered, user):
    return attempts.submit(factory.begin(offered, user), arrived=NOW)


def numbers(user):
    return list(Attempt.objects.filter(user=user).order_by("number").values_list("number", "state"))


def test_a_guest_s_attempts_take_the_next_free_numbers(offered):
    guest, user = factory.guest(), factory.person()
    own = [finished(offered, user) for _ in range(2)]
    brought = [finished(offered, guest), factory.begin(offered, guest)]
    attempts.merge(guest, user, now=NOW)
    assert list(Attempt.objects.filter(user=user).order_by("number")) == own + brought
    assert numbers(user) == [(1, "graded"), (2, "graded"), (3, "graded"), (4, "in_progress")]


def test_attempts_are_brought_even_beyond_the_limit():
    offered = factory.offer(factory.publish(factory.SINGLE), attempts=1)
    guest, user = factory.guest(), factory.person()
    finished(offered, user)
    finished(offered, guest)
    attempts.merge(guest, user, now=NOW)
    assert numbers(user) == [(1, "graded"), (2, "graded")]
    assert attempts.standing(user, offered.quiz, now=NOW).refusal.code == "no_attempts_left"


def test_where_both_have_one_in_progress_the_guest_s_is_submitted_first(offered):
    guest, user = factory.guest(), factory.person()
    mine, theirs = factory.begin(offered, user), factory.begin(offered, guest)
    send(theirs, 1, right_answer(theirs, 1))
    assert attempts.merge(guest, user, now=NOW) == [theirs]
    theirs.refresh_from_db()
    assert (theirs.user, theirs.number, theirs.state, theirs.points) == (user, 2, "graded", 1)
    assert attempts.start(user, offered.quiz, now=NOW)[0] == mine


def test_the_answers_come_along_and_the_guest_is_closed(offered):
    guest, user = factory.guest(), factory.person()
    attempt = factory.begin(offered, guest)
    send(attempt, 1, right_answer(attempt, 1))
    FaultReport.objects.create(item=attempt.items.get(), user=guest, text="Two options look alike.")
    attempts.merge(guest, user, now=NOW)
    guest.refresh_from_db()
    assert (guest.merged_into, guest.is_active) == (user, False)
    assert Response.objects.get().attempt.user == FaultReport.objects.get().user == user
    entry = Audit.objects.get(what="guest merged")
    assert (entry.who, entry.before) == (user, {"guest": guest.pk})
    assert entry.after == {"attempts": [{"attempt": str(attempt.uuid), "number": 1}]}


def test_merging_again_changes_nothing(offered):
    guest, user = factory.guest(), factory.person()
    finished(offered, guest)
    for _ in range(2):
        assert attempts.merge(guest, user, now=NOW) == []
    assert numbers(user) == [(1, "graded")]
    assert Audit.objects.filter(what="guest merged").count() == 1


def test_only_a_guest_is_merged_and_not_into_itself():
    guest, user = factory.guest(), factory.person()
    for one, other in ((user, guest), (guest, guest)):
        with pytest.raises(ValueError, match="Only a guest"):
            attempts.merge(one, other, now=NOW)


@pytest.fixture
def old_guest():
    guest = factory.guest()
    type(guest).objects.filter(pk=guest.pk).update(date_joined=NOW - 31 * DAY)
    guest.refresh_from_db()
    return guest


def is_there(user):
    return type(user).objects.filter(pk=user.pk).exists()


def test_a_guest_who_never_answered_is_forgotten_with_attempts_items_and_blank_grades(offered, old_guest):
    attempts.submit(factory.begin(offered, old_guest, now=NOW - 31 * DAY), arrived=NOW - 31 * DAY)
    factory.begin(offered, old_guest, now=NOW - 30 * DAY)
    old_guest.readings.create(chapter_slug="introduction", at=NOW)
    assert attempts.forget_guests(NOW) == 1
    assert not is_there(old_guest)
    assert [rows.objects.count() for rows in (Attempt, Item, Grade)] == [0, 0, 0]
    entry = Audit.objects.get(what="guest forgotten")
    assert entry.before == {"guest": old_guest.pk, "attempts": 2}


def test_a_guest_who_answered_is_kept(offered, old_guest):
    send(factory.begin(offered, old_guest, now=NOW - 31 * DAY), 1, None, NOW - 31 * DAY)
    assert attempts.forget_guests(NOW) == 0
    assert is_there(old_guest)


def test_a_guest_who_reported_a_fault_is_kept_and_holds_up_nobody(offered, old_guest):
    attempt = factory.begin(offered, old_guest, now=NOW - 40 * DAY)
    FaultReport.objects.create(item=attempt.items.get(), user=old_guest, text="Two options look alike.")
    assert attempts.forget_guests(NOW) == 0


def test_a_guest_who_came_back_lately_is_kept(offered, old_guest):
    factory.begin(offered, old_guest, now=NOW - 29 * DAY)
    assert attempts.forget_guests(NOW) == 0


def test_new_guests_people_with_names_and_merged_guests_are_kept(old_guest):
    young, person = factory.guest(), factory.person(date_joined=NOW - 400 * DAY)
    type(young).objects.filter(pk=young.pk).update(date_joined=NOW - timedelta(days=29))
    attempts.merge(old_guest, person, now=NOW)
    assert attempts.forget_guests(NOW) == 0
    assert all(is_there(one) for one in (young, person, old_guest))


def test_forgetting_is_a_command(old_guest, capsys):
    call_command("forgetguests")
    assert capsys.readouterr().out == "1 guests forgotten.\n"
