"""Home and chapters, as a visitor, a guest and a learner see them."""

import gzip
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courseware.models import Reading
from quizzes.models import Attempt, Class, Membership
from quizzes.policies import policy_of, write_terms

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOME = "/"
CHAPTER = "/chapters/first/"
PLACE = "/chapters/first/place/"
ROW_STATEMENTS = ("SELECT", "INSERT", "UPDATE", "DELETE")

pytestmark = pytest.mark.django_db


def text_of(response):
    """The words of a page, without its marks and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def attempt_of(user, quiz, **values):
    given = {
        "number": 1, "seed": 1, "started_at": NOW, "ended_at": NOW, "state": "graded", "points": Decimal("10.8"),
        "terms": write_terms(policy_of("check", {}), points=Decimal(15), factor=Decimal(1)),
    }  # fmt: skip
    return Attempt.objects.create(user=user, assignment=quiz.assignments.get(), **{**given, **values})


@pytest.mark.parametrize("address", [HOME, CHAPTER, "/quizzes/first-quiz/", "/simulator/", "/api/docs/"])
def test_every_page_answers_those_who_only_ask_whether_it_is_there(client, chapter_file, quiz, address):
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")


def test_home_says_what_this_is_and_starts_the_chapter_in_one_click(client, chapter_file):
    page = client.get(HOME).content.decode()
    assert "Predict a number." in page
    assert f'<a class="button main" href="{CHAPTER}">Start chapter 1</a>' in re.sub(r"\s+", " ", page)


def test_home_shows_a_wrong_answer_with_what_the_engine_says_to_it(client, chapter_file):
    page = client.get(HOME)
    assert "0.731 : The weighted sum is right" in text_of(page) or "bias" in page.context["hero"]["verdict"]
    assert "0.786" not in page.content.decode()  # the value to be found is not given away


def test_home_lists_chapter_quiz_and_simulator(client, chapter_file, quiz):
    page = text_of(client.get(HOME))
    assert "A first chapter" in page
    assert "15 questions, no time limit, any number of attempts." in page
    assert "Where you left off" not in page


def test_the_best_score_so_far_stands_at_the_quiz(client, chapter_file, quiz, learner):
    attempt_of(learner, quiz)
    attempt_of(learner, quiz, number=2, points=Decimal("4"))
    client.force_login(learner)
    assert "Best so far: 10.8 of 15, on 20 November" in text_of(client.get(HOME))


def test_the_day_of_a_score_is_the_reader_s_own(client, chapter_file, quiz, learner):
    learner.time_zone = "Pacific/Kiritimati"  # 14 hours ahead: the 20th at noon is the 21st there
    learner.save()
    attempt_of(learner, quiz)
    client.force_login(learner)
    assert "on 21 November" in text_of(client.get(HOME))


@pytest.mark.parametrize("policy", [{"release": "by hand"}, {"release": "close"}])
def test_a_score_that_is_not_released_stays_hidden(client, chapter_file, quiz, learner, policy):
    quiz.policy = policy
    quiz.save()
    attempt_of(learner, quiz)
    client.force_login(learner)
    assert "Best so far" not in text_of(client.get(HOME))


def test_the_words_of_a_caption_stay_apart(client, chapter_file):
    chapter_file.write_text(chapter_file.read_text().replace("One *neuron*.", "**One** *neuron*."))
    assert "<strong>One</strong> <em>neuron</em>" in client.get(CHAPTER).content.decode()


def test_a_chapter_has_contents_formulas_drawings_and_an_invitation(client, chapter_file, quiz):
    page = client.get(CHAPTER).content.decode()
    assert '<a href="#inside-one">' in page
    assert "<msub><mi>x</mi><mn>1</mn></msub>" in page
    assert page.count('<svg class="network') == 1
    assert "<figcaption>" in page
    assert "<em>neuron</em>" in page
    assert reverse("quizzes:quiz", args=["first-quiz"]) in page
    assert "Ready to test yourself?" in page


def test_a_chapter_is_rendered_anew_when_its_file_changes(client, chapter_file):
    client.get(CHAPTER)
    chapter_file.write_text(chapter_file.read_text().replace("Where it begins.", "Where it began."))
    assert "Where it began." in client.get(CHAPTER).content.decode()


@pytest.mark.parametrize("address", ["/chapters/none/", "/chapters/none/place/"])
def test_a_chapter_that_is_not_there_is_404(client, chapter_file, address):
    ask = client.post if address.endswith("place/") else client.get
    assert ask(address).status_code == 404


def test_the_place_is_remembered_and_home_goes_on_there(client, chapter_file, learner):
    client.force_login(learner)
    assert client.post(PLACE, {"anchor": "two"}).status_code == 204
    assert client.post(PLACE, {"anchor": "inside-one"}).status_code == 204
    page = text_of(client.get(HOME))
    assert "Continue: Inside one" in page
    assert "Read: 0 of 3 sections" in page
    assert Reading.objects.get().anchor == "inside-one"


def test_a_guest_has_a_place_too_and_a_visitor_has_none(client, chapter_file, guest):
    client.post(PLACE, {"anchor": "two"})
    assert not Reading.objects.exists()
    client.force_login(guest)
    client.post(PLACE, {"anchor": "three"})
    assert "Read: 2 of 3 sections" in text_of(client.get(HOME))


def test_reading_a_page_writes_nothing(client, chapter_file, learner):
    client.force_login(learner)
    client.get(CHAPTER)
    assert client.get(PLACE).status_code == 405
    assert not Reading.objects.exists()


def test_a_place_that_the_chapter_does_not_have_is_refused(client, chapter_file, learner):
    client.force_login(learner)
    assert client.post(PLACE, {"anchor": "nowhere"}).status_code == 400


def test_a_place_in_a_section_that_is_gone_is_forgotten(client, chapter_file, learner):
    Reading.objects.create(user=learner, chapter_slug="first", anchor="gone", at=NOW)
    Reading.objects.create(user=learner, chapter_slug="gone", anchor="one", at=NOW)
    client.force_login(learner)
    assert "Where you left off" not in text_of(client.get(HOME))
    assert client.get(CHAPTER).status_code == 200


@pytest.mark.parametrize("address, most", [(HOME, 6), (CHAPTER, 5)])
def test_a_page_takes_a_few_statements_however_much_there_is(client, chapter_file, quiz, learner, address, most):
    for number in range(1, 4):
        attempt_of(learner, quiz, number=number)
    client.force_login(learner)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    assert len([query for query in queries if query["sql"].startswith(ROW_STATEMENTS)]) <= most


def test_reading_takes_no_more_than_to_know_who_reads_and_where(client, chapter_file, quiz, learner):
    client.force_login(learner)
    client.get(CHAPTER)
    with CaptureQueriesContext(connection) as queries:
        client.get(CHAPTER)
    assert len([query for query in queries if query["sql"].startswith(ROW_STATEMENTS)]) == 3  # session, user, place


def test_a_page_that_is_written_once_is_filled_in_for_each_reader(client, chapter_file, learner):
    other = get_user_model().objects.create_user("<b>&", password=None)
    client.force_login(learner)
    mine = client.get(CHAPTER).content.decode()
    client.force_login(other)
    theirs = client.get(CHAPTER).content.decode()
    assert "learner</bdi>" in mine
    assert "learner" not in theirs
    assert "&lt;b&gt;&amp;</bdi>" in theirs
    tokens = [re.findall(r'csrfmiddlewaretoken" value="(\w{64})"', page) for page in (mine, theirs)]
    assert [len(found) for found in tokens] == [2, 2]  # to sign out, and to remember the place
    assert not set(tokens[0]) & set(tokens[1])


@pytest.mark.parametrize("accepted, is_packed", [("gzip, br", True), ("br", False), ("", False)])
def test_a_chapter_is_packed_for_those_who_can_unpack_it(client, chapter_file, accepted, is_packed):
    plain = client.get(CHAPTER).content
    page = client.get(CHAPTER, headers={"Accept-Encoding": accepted})
    assert (page.get("Content-Encoding") == "gzip") is is_packed
    assert (gzip.decompress(page.content) if is_packed else page.content) == plain
    assert "Accept-Encoding" in page["Vary"]


def test_the_token_of_a_chapter_is_one_that_forms_are_taken_with(chapter_file, learner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    token = re.search(r'csrfmiddlewaretoken" value="(\w{64})"', client.get(CHAPTER).content.decode())[1]
    assert client.post(PLACE, {"anchor": "two"}).status_code == 403
    assert client.post(PLACE, {"anchor": "two", "csrfmiddlewaretoken": token}).status_code == 204


def test_a_visitor_s_chapter_carries_no_token_and_sets_no_cookie(client, chapter_file, quiz):
    page = client.get(CHAPTER)
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert not page.cookies


def test_a_message_stands_above_the_chapter_once(client, chapter_file, learner):
    client.force_login(learner)
    client.get(CHAPTER)
    said = Message(SUCCESS, "All that you did is yours now.")
    client.cookies["messages"] = CookieStorage(HttpRequest())._encode([said])
    assert "All that you did is yours now." in text_of(client.get(CHAPTER))
    assert "All that you did is yours now." not in text_of(client.get(CHAPTER))


def test_a_chapter_says_where_one_left_off_and_what_is_behind(client, chapter_file, learner):
    client.force_login(learner)
    assert "you left off" not in visible(client.get(CHAPTER))
    client.post(PLACE, {"anchor": "two"})
    page = client.get(CHAPTER)
    assert 'you left off at <a href="#two">Two</a>' in re.sub(r"\s+", " ", page.content.decode())
    assert page.content.decode().count('<span class="done">') == 1  # One is behind, Two is being read


def visible(response):
    return re.sub(r"<span [^>]*hidden>.*?</span>", "", response.content.decode(), flags=re.DOTALL)


def test_chapters_lead_to_the_ones_before_and_after(client, chapter_file):
    second = chapter_file.with_name("second.md")
    second.write_text(chapter_file.read_text().replace("number: 1", "number: 2").replace("A first", "A second"))
    assert 'href="/chapters/second/" rel="next"' in client.get(CHAPTER).content.decode()
    assert 'href="/chapters/first/" rel="prev"' in client.get("/chapters/second/").content.decode()
    assert 'rel="prev"' not in client.get(CHAPTER).content.decode()


def test_a_broken_neighbour_does_not_take_a_chapter_down(client, chapter_file):
    chapter_file.with_name("broken.md").write_text("no front matter")
    assert client.get(CHAPTER).status_code == 200


def test_a_quiz_for_a_class_is_offered_to_its_members_alone(client, chapter_file, quiz, learner, guest):
    group = Class.objects.create(title="A class", join_code="abc")
    quiz.assignments.update(class_group=group)
    Membership.objects.create(class_group=group, user=learner)
    assert "Ready to test yourself?" not in client.get(CHAPTER).content.decode()
    client.force_login(learner)
    assert "Ready to test yourself?" in client.get(CHAPTER).content.decode()
    client.force_login(guest)
    assert "Ready to test yourself?" not in client.get(CHAPTER).content.decode()


def test_a_page_for_one_person_is_kept_by_no_cache(client, chapter_file, learner):
    client.force_login(learner)
    assert client.get(HOME)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("cookie, written", [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"')])
def test_the_chosen_colours_come_from_the_server(client, chapter_file, cookie, written):
    client.cookies["theme"] = cookie
    assert written in client.get(HOME).content.decode()


def test_a_theme_that_is_none_is_not_written(client, chapter_file):
    client.cookies["theme"] = '"><script>'
    page = client.get(HOME).content.decode()
    assert "data-theme" not in page
    assert '"><script>' not in page


@pytest.mark.parametrize("address", [HOME, CHAPTER, "/accounts/sign-in/", "/accounts/sign-up/", "/nowhere/"])
def test_pages_carry_no_inline_style_or_script(client, chapter_file, address):
    page = client.get(address).content.decode()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page)
    assert "unsafe" not in client.get(address)["Content-Security-Policy"]
