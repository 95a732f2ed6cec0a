"""Times are written in the zone that a person chose, else in that of the browser."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from courseware.zones import choices, names, told_by, zone_of
from tests.courseware.conftest import PASSWORD

pytestmark = pytest.mark.django_db
User = get_user_model()
ME, IN, UP = "/accounts/me/", "/accounts/sign-in/", "/accounts/sign-up/"
NEW = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD, "email": ""}


@pytest.fixture
def in_browser(client):
    """A client whose browser tells its zone, as the script of every page does."""

    def told(zone):
        client.cookies["time_zone"] = zone
        return client

    return told


def sign_in(client, name="learner"):
    return client.post(IN, {"username": name, "password": PASSWORD})


def zone_in_database(person):
    return User.objects.get(pk=person.pk).time_zone


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "Asia/Calcutta", "Asia/Kolkata", "America/New_York", "UTC", "EST5EDT"]
)
def test_person_who_never_chose_gets_zone_of_browser_at_sign_in(in_browser, learner, zone):
    sign_in(in_browser(zone))
    assert zone_in_database(learner) == zone


@pytest.mark.parametrize("chosen", ["UTC", "Asia/Tokyo"])
def test_chosen_zone_stays_at_sign_in(in_browser, learner, chosen):
    User.objects.update(time_zone=chosen)
    sign_in(in_browser("Europe/Berlin"))
    assert zone_in_database(learner) == chosen


@pytest.mark.parametrize("told", ["", "Mars/Olympus", "../../etc/passwd", "Europe", "europe/berlin/", "x" * 500])
def test_zone_that_is_not_known_is_not_taken(in_browser, learner, told):
    sign_in(in_browser(told))
    assert zone_in_database(learner) == ""


def test_superuser_made_by_command_gets_zone_at_sign_in_to_admin(in_browser):
    call_command("createsuperuser", username="root", email="", interactive=False)
    root = User.objects.get(username="root")
    root.set_password(PASSWORD)
    root.save()
    in_browser("Asia/Calcutta").post("/admin/login/", {"username": "root", "password": PASSWORD})
    assert zone_in_database(root) == "Asia/Calcutta"


def test_guest_reads_times_of_browser(rf, guest):
    request = rf.get("/")
    request.user, request.COOKIES["time_zone"] = guest, "America/New_York"
    assert str(zone_of(request)) == "America/New_York"


def test_zone_that_was_chosen_goes_before_that_of_browser(rf, learner):
    request = rf.get("/")
    learner.time_zone = "UTC"
    request.user, request.COOKIES["time_zone"] = learner, "America/New_York"
    assert (str(zone_of(request)), told_by(request)) == ("UTC", "America/New_York")


def test_sign_up_offers_zone_of_browser(in_browser):
    page = in_browser("Asia/Calcutta").get(UP).content.decode()
    assert '<option value="Asia/Calcutta" selected>Calcutta</option>' in page


def test_zone_can_be_changed_at_sign_up_and_in_the_account(in_browser):
    client = in_browser("Europe/Berlin")
    client.post(UP, {**NEW, "time_zone": "Europe/Vienna"})
    person = User.objects.get()
    assert zone_in_database(person) == "Europe/Vienna"
    page = client.post(ME, {"time_zone": "America/Argentina/Buenos_Aires"}, follow=True).content.decode()
    assert "Your time zone is saved." in page
    assert "(America/Argentina/Buenos_Aires)" in page
    assert '<option value="America/Argentina/Buenos_Aires" selected>Argentina, Buenos Aires</option>' in page


def test_refused_sign_up_keeps_zone_that_was_chosen(client):
    page = client.post(UP, {**NEW, "password2": "another one", "time_zone": "Asia/Tokyo"}).content.decode()
    assert '<option value="Asia/Tokyo" selected>Tokyo</option>' in page


@pytest.mark.parametrize("odd", ["Mars/Olympus", "../../etc/passwd", "x" * 500, "\x00"])
def test_unknown_zone_in_the_account_gets_a_sentence_and_changes_nothing(client, learner, odd):
    User.objects.update(time_zone="Asia/Tokyo")
    client.force_login(learner)
    page = client.post(ME, {"time_zone": odd})
    assert "Choose a time zone from the list, such as Europe, Berlin." in page.content.decode()
    assert zone_in_database(learner) == "Asia/Tokyo"


def test_person_may_leave_zone_to_the_browser_again(in_browser, learner):
    User.objects.update(time_zone="Asia/Tokyo")
    client = in_browser("Europe/Berlin")
    client.force_login(learner)
    assert "(Europe/Berlin)" in client.post(ME, {"time_zone": ""}, follow=True).content.decode()


def test_every_zone_of_the_list_is_known():
    listed = [one for group in choices() for one in (group[1] if isinstance(group[1], list) else [group])]
    assert {value for value, _ in listed} <= names()
    assert dict(listed)["America/New_York"] == "New York"
    assert {"Asia/Calcutta", "Asia/Kolkata", "UTC"} <= dict(listed).keys()


@pytest.mark.django_db(transaction=True)
def test_upgrade_forgets_utc_of_people_who_were_never_asked():
    executor = MigrationExecutor(connection)
    executor.migrate([("courseware", "0001_people")])
    try:
        people = executor.loader.project_state([("courseware", "0001_people")]).apps.get_model("courseware", "User")
        for name, zone in (("early", "UTC"), ("told", "Asia/Tokyo")):
            people.objects.create(username=name, time_zone=zone)
    finally:
        newest = MigrationExecutor(connection)
        newest.migrate(newest.loader.graph.leaf_nodes())
    assert dict(User.objects.values_list("username", "time_zone")) == {"early": "", "told": "Asia/Tokyo"}
