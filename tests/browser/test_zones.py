"""Times are those of the browser's zone, in three zones, from the first sign-up on."""

import zoneinfo
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from quizzes.models import Assignment
from tests.browser.conftest import sign_up, start_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ZONES = ["Europe/Berlin", "Asia/Calcutta", "America/New_York"]
CLOSES = datetime(datetime.now(UTC).year + 1, 7, 5, 22, 30, tzinfo=UTC)


def in_zone(zone):
    return f"{CLOSES.astimezone(zoneinfo.ZoneInfo(zone)):%A %-d %B %Y, %H:%M} ({zone})"


@pytest.mark.parametrize("zone", ZONES)
def test_sign_up_takes_the_zone_of_the_browser(visit, zone):
    Assignment.objects.update(closes=CLOSES)
    page = visit(timezone_id=zone)
    page.goto("/accounts/sign-up/")
    expect(page.get_by_label("Time zone")).to_have_value(zone)
    sign_up(page, "ada")
    assert get_user_model().objects.get(username="ada").time_zone == zone
    for address in ("/quizzes/chapter-1/", "/", "/chapters/introduction/"):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(in_zone(zone))
    page.goto("/accounts/me/")
    local = datetime.now(zoneinfo.ZoneInfo(zone))
    expect(page.locator("main")).to_contain_text(f"{local:%A %-d %B %Y, %H}:")
    page.get_by_label("Time zone").select_option(label="Tokyo")
    page.get_by_role("button", name="Save time zone").click()
    expect(page.locator("main")).to_contain_text("(Asia/Tokyo)")


@pytest.mark.parametrize("zone", ZONES)
def test_guest_reads_times_of_the_browser(visit, zone):
    Assignment.objects.update(closes=CLOSES)
    page = visit(timezone_id=zone)
    start_quiz(page)
    page.goto("/quizzes/chapter-1/")
    expect(page.locator("main")).to_contain_text(in_zone(zone))


def test_account_of_before_is_corrected_at_the_next_sign_in(visit):
    get_user_model().objects.create_user("ada", password="a-long-phrase-42")
    page = visit(timezone_id="Asia/Calcutta")
    page.goto("/accounts/sign-in/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a-long-phrase-42")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    assert get_user_model().objects.get(username="ada").time_zone == "Asia/Calcutta"


def test_zone_is_chosen_without_scripts_too(visit):
    page = visit(timezone_id="Asia/Calcutta", java_script_enabled=False)
    page.goto("/accounts/sign-up/")
    page.get_by_label("Time zone").select_option(label="Kolkata")
    for field, value in (
        ("Username", "ada"),
        ("Password", "a-long-phrase-42"),
        ("Password, once more", "a-long-phrase-42"),
    ):
        page.get_by_label(field, exact=True).fill(value)
    page.locator("main").get_by_role("button", name="Sign up").click()
    assert get_user_model().objects.get(username="ada").time_zone == "Asia/Kolkata"


def test_clock_counts_days(page):
    Assignment.objects.update(closes=CLOSES)
    start_quiz(page)
    days = (CLOSES - datetime.now(UTC)).days
    expect(page.locator("[data-deadline]")).to_contain_text(f"{days} days ")


def test_admin_says_nothing_of_the_server_s_hours(visit):
    get_user_model().objects.create_superuser("root", password="a-long-phrase-42", time_zone="Europe/Berlin")
    page = visit(timezone_id="America/New_York")
    page.goto("/admin/")
    page.get_by_label("Username").fill("root")
    page.get_by_label("Password").fill("a-long-phrase-42")
    page.get_by_role("button", name="Log in").click()
    page.goto(f"/admin/quizzes/quiz/{Assignment.objects.first().quiz_id}/change/")
    expect(page.get_by_text("Time (Europe/Berlin):").first).to_be_visible()
    expect(page.locator(".timezonewarning:visible")).to_have_count(0)
