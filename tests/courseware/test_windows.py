"""When a quiz opens and closes is said, with the day and the zone, wherever a learner meets the quiz."""

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courseware.invitations import open_offers
from quizzes import attempts
from quizzes.models import Allowance, Assignment, Class, Membership, Quiz
from quizzes.moments import in_words, until, window
from tests.courseware.conftest import PASSWORD
from tests.quizzes.attempts import factory

pytestmark = pytest.mark.django_db
YEAR = datetime.now(UTC).year + 1
CLOSES = datetime(YEAR, 7, 5, 22, 30, tzinfo=UTC)
LATER = datetime(YEAR, 8, 1, 10, 0, tzinfo=UTC)
PAGES = ["/", "/chapters/introduction/", "/quizzes/the-quiz/"]


def in_zone(moment, zone):
    local = moment.astimezone(zoneinfo.ZoneInfo(zone))
    return f"{local:%A %-d %B %Y, %H:%M} ({zone})"


@pytest.fixture
def offered(db):
    open_offers.cache_clear()
    yield factory.offer(factory.publish(factory.SINGLE), closes=CLOSES)
    open_offers.cache_clear()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Calcutta", "America/New_York", "UTC"])
def test_closing_time_is_shown_in_zone_of_browser(client, offered, page, zone):
    client.cookies["time_zone"] = zone
    assert in_zone(CLOSES, zone) in client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_opening_time_is_shown_until_it_has_come(client, offered, page):
    Assignment.objects.update(opens=CLOSES - timedelta(days=1))
    assert in_zone(CLOSES - timedelta(days=1), "UTC") in client.get(page).content.decode()
    Assignment.objects.update(opens=datetime.now(UTC) - timedelta(days=400))
    open_offers.cache_clear()
    assert "Opens" not in client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_quiz_that_has_closed_says_when(client, offered, page):
    past = datetime.now(UTC) - timedelta(days=3)
    Assignment.objects.update(closes=past)
    text = client.get(page).content.decode()
    assert "Closed" in text
    assert in_zone(past, "UTC") in text


@pytest.mark.parametrize("page", PAGES)
def test_quiz_without_window_says_nothing_of_one(client, offered, page):
    Assignment.objects.update(closes=None)
    assert "Closes" not in client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_learner_with_an_allowance_reads_their_own_closing_time(client, offered, learner, page):
    for closes in (LATER, CLOSES + timedelta(days=1), None):
        Allowance.objects.create(assignment=offered, user=learner, closes=closes, by=learner, why="a test")
    other = factory.person("other", password="")
    client.force_login(learner)
    assert in_zone(LATER, "UTC") in client.get(page).content.decode()
    client.force_login(other)
    assert in_zone(CLOSES, "UTC") in client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_member_of_a_class_reads_the_closing_time_of_the_class(client, offered, learner, page):
    group = Class.objects.create(title="Monday", join_code="x")
    Assignment.objects.create(quiz=offered.quiz, class_group=group, closes=LATER)
    Membership.objects.create(class_group=group, user=learner)
    assert in_zone(CLOSES, "UTC") in client.get(page).content.decode()
    client.force_login(learner)
    assert in_zone(LATER, "UTC") in client.get(page).content.decode()


WINDOWS = [
    (None, None),
    (None, CLOSES),
    (None, CLOSES - timedelta(days=900)),
    (CLOSES - timedelta(days=1), CLOSES),
    (CLOSES - timedelta(days=900), None),
]


@pytest.mark.parametrize("of_class", WINDOWS)
@pytest.mark.parametrize("of_all", WINDOWS)
@pytest.mark.parametrize("granted", [None, LATER])
def test_invitation_and_start_choose_the_same_offer(learner, of_all, of_class, granted):
    """One chooses in SQL, for many quizzes at a time; the other in Python."""
    offered = factory.offer(factory.publish(factory.SINGLE), opens=of_all[0], closes=of_all[1])
    group = Class.objects.create(title="Monday", join_code="x")
    Membership.objects.create(class_group=group, user=learner)
    more = Assignment.objects.create(quiz=offered.quiz, class_group=group, opens=of_class[0], closes=of_class[1])
    Allowance.objects.create(assignment=more, user=learner, closes=granted, by=learner, why="a test")
    now = datetime.now(UTC)
    chosen = attempts.standing(learner, offered.quiz, now=now)
    found = Quiz.objects.with_window(learner, now).get()
    assert (found.opens, found.closes) == (chosen.opens, chosen.closes)


def test_allowances_cost_a_chapter_one_statement_however_many_there_are(client, offered, learner):
    client.force_login(learner)
    counts = []
    for _ in range(3):
        open_offers.cache_clear()
        client.get("/chapters/introduction/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/chapters/introduction/")
        counts.append(len(captured))
        for _ in range(4):
            Allowance.objects.create(assignment=offered, user=learner, closes=LATER, by=learner, why="a test")
    assert counts[1] == counts[2] <= counts[0] + 1


def test_moment_of_today_needs_no_day():
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    with timezone.override(zoneinfo.ZoneInfo("Asia/Calcutta")):
        assert until(now + timedelta(hours=6), now) == "23:30 (Asia/Calcutta)"
        assert until(now + timedelta(hours=7), now) == "Monday 23 November 2026, 00:30 (Asia/Calcutta)"
        assert window(None, now, now) == {"Closed": in_words(now)}


def test_admin_names_zone_at_every_field_for_a_moment(client, offered, learner, django_user_model):
    root = django_user_model.objects.create_superuser("root", password=PASSWORD, time_zone="Europe/Berlin")
    client.force_login(root)
    pages = [
        f"/admin/quizzes/quiz/{offered.quiz_id}/change/",
        "/admin/quizzes/allowance/add/",
        f"/admin/courseware/user/{learner.pk}/change/",
    ]
    for page in pages:
        text = client.get(page).content.decode()
        assert text.count("Time (Europe/Berlin):") == text.count('class="vTimeField"') > 0
        assert "Times: " in text


def test_admin_says_beside_the_field_that_a_quiz_closes_before_it_opens(client, offered, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root", password=PASSWORD))
    page = client.get(f"/admin/quizzes/quiz/{offered.quiz_id}/change/")
    forms = [page.context["adminform"].form, *[one.formset for one in page.context["inline_admin_formsets"]]]
    sent = {}
    for form in forms:
        for one in [form, *([form.management_form, *form.forms] if hasattr(form, "forms") else [])]:
            for field in getattr(one, "fields", {}):
                value = one[field].value()
                sent[one[field].html_name] = "" if value is None else value
    sent |= {"assignments-0-opens_0": "2027-07-09", "assignments-0-opens_1": "10:00"}
    sent |= {"assignments-0-closes_0": "2027-07-08", "assignments-0-closes_1": "10:00"}
    sent = {name: value for name, value in sent.items() if not isinstance(value, datetime)}
    text = client.post(f"/admin/quizzes/quiz/{offered.quiz_id}/change/", sent).content.decode()
    assert "It closes before it opens. Give a later time." in text
    assert "it_closes_after_it_opens" not in text
