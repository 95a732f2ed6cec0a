"""Questions inside a chapter: where they stand, what a reader sees, and where answers go, with and without scripts."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courseware.chapters import ChapterError, read_chapter
from courseware.invitations import open_offers
from courseware.questions import placed_at
from quizzes.in_place import placed, unsaved
from quizzes.models import Attempt, Grade, Question, Response
from tests.courseware.conftest import CHAPTER
from tests.courseware.test_bank import CONCEPTS, CONTENT, QUESTIONS
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import publish

FENCE = "\n```question\nid: {}\n```\n"
PAGE = "/chapters/first/"
ROW_STATEMENTS = ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture
def folder(tmp_path, settings):
    """A course whose chapter asks two questions, a choice and a number."""
    settings.COURSE_DIR = tmp_path
    for name in ("chapters", "questions"):
        (tmp_path / name).mkdir()
    for slug in ("a-choice", "a-number"):
        (tmp_path / "questions" / f"{slug}.toml").write_text(f'[[question]]\nid = "{slug}"\n')
    (tmp_path / "chapters" / "first.md").write_text(CHAPTER + FENCE.format("a-choice") + FENCE.format("a-number"))
    return tmp_path


@pytest.fixture
def asked(db, folder):
    """The two questions as they are published."""
    publish(factory.SINGLE, "a-choice")
    publish(factory.NUMBER | {"hints": ["First the sum."]}, "a-number")
    return {one.slug: one for one in placed(["a-choice", "a-number"])}


def chapter_with(folder, source):
    file = folder / "chapters" / "other.md"
    file.write_text(CHAPTER + source)
    return read_chapter(file)


# ---- the file


def test_a_fence_leaves_a_place_in_the_text_and_moves_no_other_line(folder):
    chapter = read_chapter(folder / "chapters" / "first.md")
    assert chapter.questions == ("a-choice", "a-number")
    assert chapter.text.count(chapter.question_place(1)) == 1
    assert len(chapter.figures) == 1


@pytest.mark.parametrize(
    "source, line, says",
    [
        (FENCE.format("no-such-question"), 29, "no file in questions/ has the question no-such-question"),
        (FENCE.format("a-choice") * 2, 33, "is asked in line 29 already"),
        ("\n```question\na-choice\n```\n", 28, "one line, such as id: sigmoid-neuron"),
        ("\n```question\n```\n", 28, "one line, such as id: sigmoid-neuron"),
    ],
)
def test_a_slip_in_a_fence_is_named_with_its_line(folder, source, line, says):
    with pytest.raises(ChapterError) as error:
        chapter_with(folder, source)
    assert says in str(error.value)
    assert str(error.value).startswith(f"other.md, line {line}: ")


def test_every_concept_of_the_course_is_asked_where_it_is_told():
    chapter = read_chapter(CONTENT / "chapters" / "introduction.md")
    concepts = {question["id"]: question["concepts"] for question in QUESTIONS}
    assert {concept for slug in chapter.questions for concept in concepts[slug]} == set(CONCEPTS)
    assert len(chapter.questions) <= 25


def test_each_question_of_the_course_stands_in_the_section_of_one_of_its_concepts():
    chapter = read_chapter(CONTENT / "chapters" / "introduction.md")
    anchors = {question["id"]: {CONCEPTS[one]["anchor"] for one in question["concepts"]} for question in QUESTIONS}
    titles = {section.title: section.anchor for section in chapter.sections}
    at, places = "", {chapter.question_place(number): slug for number, slug in enumerate(chapter.questions)}
    for line in chapter.text.splitlines():
        at = titles.get(re.sub(r"^#+ |[*`$\\]", "", line), at) if line.startswith("#") else at
        if line in places:
            assert at in anchors[places[line]], places[line]


# ---- the page


def test_the_page_has_prompt_and_form_of_each_question_for_everybody_alike(client, asked, learner):
    page = client.get(PAGE).content.decode()
    assert "What is ReLU of minus two?" in page
    assert page.count(f'type="radio" name="answer-{asked["a-choice"].variant}"') == 3
    assert f'name="answer-{asked["a-number"].variant}"' in page
    assert "First the sum." in page
    client.force_login(learner)
    sections = re.compile(r"<div class=\"question placed\".*?</footer>", re.DOTALL)
    assert sections.findall(page) == sections.findall(client.get(PAGE).content.decode())


def test_a_question_that_is_not_published_or_retired_leaves_no_trace(client, folder, db):
    publish(factory.SINGLE, "a-choice")
    Question.objects.update(state=Question.State.RETIRED)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "data-placed" not in page.content.decode()


def statements(client, cold):
    if cold:
        for remembered in (placed_at, open_offers):
            remembered.cache_clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len([query for query in queries if query["sql"].startswith(ROW_STATEMENTS)])


@pytest.mark.parametrize("cold, most", [(False, 3), (True, 5)])
def test_reading_costs_no_statement_for_the_questions_but_one_every_few_seconds(client, asked, learner, cold, most):
    client.force_login(learner)
    client.get(PAGE)
    assert statements(client, cold) <= most


# ---- answers


def post(client, slug, variant, answer, uuid=None, **more):
    sent = {"uuid": str(uuid or uuid4()), "answer": answer, "kind": "check", "variant": variant, **more}
    path = f"/api/chapters/first/questions/{slug}/responses/"
    return client.post(path, sent, content_type="application/json")


def first_option(one):
    return one.item.variant.shown["ask"]["options"][0]["id"]


def test_an_answer_comes_onto_the_practice_sheet_with_its_verdict_and_how_sure_one_was(client, asked, learner):
    client.force_login(learner)
    one = asked["a-choice"]
    reply = post(client, "a-choice", one.variant, first_option(one), certainty=3, hints=1)
    assert reply.status_code == 201
    attempt = Attempt.objects.get(user=learner)
    assert reply.json()["attempt"] == str(attempt.uuid)
    assert (attempt.assignment.quiz.slug, attempt.items.get().variant_id) == ("sheet-first", one.variant)
    assert reply.json()["grade"]["feedback"]
    sent = Response.objects.get()
    assert (sent.kind, sent.certainty, sent.hints) == ("check", 3, 1)


def test_a_repeat_changes_nothing_and_a_second_answer_is_for_the_same_item(client, asked, learner):
    client.force_login(learner)
    one, uuid = asked["a-number"], uuid4()
    first, again = (post(client, "a-number", one.variant, "55.125", uuid) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert post(client, "a-number", one.variant, "56.125").json()["position"] == 1
    assert post(client, "a-choice", asked["a-choice"].variant, first_option(asked["a-choice"])).json()["position"] == 2
    assert Attempt.objects.get(user=learner).items.count() == 2
    assert Response.objects.count() == Grade.objects.count() == 3


def test_a_visitor_becomes_a_guest_with_the_first_answer(asked):
    client = Client()
    assert post(client, "a-number", asked["a-number"].variant, "0.5").status_code == 201
    assert post(client, "a-number", asked["a-number"].variant, "0.6").status_code == 201
    assert Attempt.objects.get().user.is_guest
    assert Attempt.objects.get().items.count() == 1


def test_a_first_answer_whose_reply_was_lost_leads_back_to_the_same_guest(asked):
    one, uuid = asked["a-number"], uuid4()
    lost, again = (post(Client(), "a-number", one.variant, "55.125", uuid) for _ in range(2))
    assert (lost.status_code, again.status_code) == (201, 200)
    assert lost.json() == again.json()
    assert (guests(), Response.objects.count()) == (1, 1)
    assert again.cookies["sessionid"].value != lost.cookies["sessionid"].value


def guests():
    return get_user_model().objects.filter(is_guest=True).count()


def test_the_uuid_of_a_first_answer_opens_nothing_that_came_after_it(asked):
    one, uuid, owner = asked["a-number"], uuid4(), Client()
    post(owner, "a-number", one.variant, "55.125", uuid)
    post(owner, "a-number", one.variant, "0.5")
    other = post(Client(), "a-number", one.variant, "55.125", uuid)
    assert other.status_code == 201
    assert other.json()["attempt"] != str(Attempt.objects.earliest("pk").uuid)
    assert guests() == 2


def test_the_uuid_with_another_answer_signs_nobody_in(asked):
    one, uuid = asked["a-number"], uuid4()
    post(Client(), "a-number", one.variant, "55.125", uuid)
    other = post(Client(), "a-number", one.variant, "0.5", uuid)
    assert (other.status_code, other.json()["code"]) == (409, "conflict")
    assert "sessionid" not in other.cookies
    assert (guests(), Response.objects.count()) == (1, 1)


def test_an_account_that_the_guest_became_is_not_entered_by_the_uuid(asked):
    one, uuid = asked["a-number"], uuid4()
    post(Client(), "a-number", one.variant, "55.125", uuid)
    get_user_model().objects.filter(is_guest=True).update(is_guest=False, username="ada")
    post(Client(), "a-number", one.variant, "55.125", uuid)
    assert get_user_model().objects.get(username="ada").attempts.count() == 1
    assert guests() == 1


def test_an_answer_that_cannot_be_read_is_kept_and_asked_again(client, asked, learner):
    client.force_login(learner)
    reply = post(client, "a-number", asked["a-number"].variant, "1/2").json()
    assert (reply["readable"], reply["grade"]) == (False, None)
    assert Response.objects.get().answer == "1/2"


def test_what_the_chapter_does_not_ask_has_no_door(client, asked, learner):
    client.force_login(learner)
    other = publish(factory.MULTIPLE, "elsewhere")
    variant = other.published.variants.first().pk
    later = asked["a-number"].item.variant.version.variants.last().pk
    for slug, pk in (("elsewhere", variant), ("a-choice", variant), ("a-number", later), ("none", 1)):
        assert post(client, slug, pk, "1").status_code == 404
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"variant": "1"},
        {"certainty": 4},
        {"hints": -1},
        {"uuid": "no"},
        {"variant": 2**40},
        {"answer": "9" * 20_000},
    ],
)
def test_bad_input_is_named_and_makes_no_guest(asked, wrong):
    client = Client()
    sent = {"uuid": str(uuid4()), "answer": "1", "kind": "check", "variant": asked["a-number"].variant, **wrong}
    reply = client.post("/api/chapters/first/questions/a-number/responses/", sent, content_type="application/json")
    assert reply.status_code == 400
    assert reply.json()["field"] == next(iter(wrong))
    assert not Attempt.objects.exists()
    assert not get_user_model().objects.filter(is_guest=True).exists()


def test_a_first_answer_costs_25_and_the_next_ones_18(client, asked, learner):
    client.force_login(learner)
    for most in (25, 18, 18):
        with CaptureQueriesContext(connection) as queries:
            post(client, "a-number", asked["a-number"].variant, "0.5")
        found = [query["sql"] for query in queries if query["sql"].startswith(ROW_STATEMENTS)]
        assert len(found) <= most, "\n".join(found)


def test_the_verdict_waits_for_an_exam_that_asks_it_and_that_this_learner_has_open(client, asked, learner):
    client.force_login(learner)
    offered = factory.offer(asked["a-choice"].item.variant.version.question, mode="exam")
    exam = factory.begin(offered, learner, now=timezone.now())
    reply = post(client, "a-choice", asked["a-choice"].variant, first_option(asked["a-choice"])).json()
    assert exam.state == "in_progress"
    assert reply["grade"] is None
    assert reply["message"] == "Your answer is saved. You will see the result after the exam."


# ---- without scripts


def form(one, answer, **more):
    return {f"answer-{one.variant}": answer, **more}


def test_without_scripts_a_check_leads_to_practice_with_the_verdict_and_a_way_back(client, asked):
    one = asked["a-number"]
    sent = form(one, "55.125", check=one.variant, **{f"certainty-{one.variant}": "3"})
    page = client.post(f"{PAGE}answer/", sent, follow=True)
    [(address, _)] = page.redirect_chain
    assert address.endswith("/?from=a-number#q1")
    words = page.content.decode().partition("<template")[0]
    assert "Not 55.125." in words
    assert "You were sure" in words
    assert f'href="{PAGE}#question-a-number"' in words


def test_the_way_back_outlasts_another_check_and_another_question(client, asked):
    one = asked["a-number"]
    page = client.post(f"{PAGE}answer/", form(one, "55.125", check=one.variant), follow=True)
    sheet = page.redirect_chain[0][0].partition("#")[0]
    assert client.post(sheet, {"answer-1": "56.125", "check": "1"}).url == f"{sheet}#q1"
    another = sheet.replace("?", "another/?")
    assert f'formaction="{another}"' in page.content.decode()
    assert client.post(another, {"another": "1"}).url == f"{sheet}#q2"


def test_enter_in_a_field_checks_the_question_that_was_answered(client, asked):
    sent = form(asked["a-choice"], "") | form(asked["a-number"], "0.5")
    page = client.post(f"{PAGE}answer/", sent, follow=True)
    assert page.redirect_chain[0][0].endswith("?from=a-number#q1")


def test_without_an_answer_nobody_is_made_a_guest_and_the_chapter_says_what_to_do(client, asked):
    page = client.post(f"{PAGE}answer/", form(asked["a-number"], "", check=asked["a-number"].variant), follow=True)
    assert page.redirect_chain[0][0] == f"{PAGE}#question-a-number"
    assert "Please answer first" in page.content.decode()
    assert not Attempt.objects.exists()


def test_enter_where_nothing_is_answered_says_what_to_do(client, asked):
    page = client.post(f"{PAGE}answer/", form(asked["a-number"], ""), follow=True)
    assert page.redirect_chain == [(PAGE, 302)]
    assert "Please answer first" in page.content.decode()


def test_what_names_no_variant_is_never_looked_up(client, asked):
    with CaptureQueriesContext(connection) as queries:
        page = client.post(f"{PAGE}answer/", form(asked["a-number"], "1", check="a\0b"))
    assert page.headers["Location"] == PAGE
    assert not [query for query in queries if "quizzes_variant" in query["sql"]]


def test_what_the_chapter_does_not_ask_is_not_checked(client, asked):
    elsewhere = publish(factory.NUMBER, "elsewhere").published.variants.first().pk
    for pk in (elsewhere, 999_999):
        assert client.post(f"{PAGE}answer/", {f"answer-{pk}": "1", "check": pk}).status_code == 404
    assert not Attempt.objects.exists()


def test_the_form_is_taken_with_the_token_of_the_page(asked):
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(PAGE).content.decode())[1]
    sent = form(asked["a-number"], "0.5", check=asked["a-number"].variant)
    assert client.post(f"{PAGE}answer/", sent).status_code == 403
    assert client.post(f"{PAGE}answer/", sent | {"csrfmiddlewaretoken": token}).status_code == 302


def test_everybody_gets_the_options_of_a_question_in_one_order(asked):
    variant = asked["a-choice"].item.variant
    assert unsaved(variant).order == unsaved(variant).order == asked["a-choice"].item.order


def test_the_last_hint_leads_to_one_like_it_worked_with_other_numbers_and_back(client, asked):
    one = asked["a-number"].variant
    assert f'name="worked" value="{one}"' in client.get(PAGE).content.decode()
    page = client.post(f"{PAGE}answer/", {"worked": one}, follow=True)
    item = Attempt.objects.get().items.get()
    assert page.redirect_chain[0][0] == f"/quizzes/attempts/{item.attempt.uuid}/worked/1/?from=a-number"
    words = page.content.decode()
    assert "One like it, worked through" in words
    assert item.variant.shown["prompt"] not in words
    assert words.count(f'href="{PAGE}#question-a-number"') == 2
    assert not Response.objects.exists()


def test_what_the_chapter_does_not_ask_is_not_worked_through(client, asked):
    elsewhere = publish(factory.NUMBER, "elsewhere").published.variants.first().pk
    for pk in (elsewhere, 999_999, "a\0b", ""):
        assert client.post(f"{PAGE}answer/", {"worked": pk}).status_code == 404
    assert not Attempt.objects.exists()
