"""What helps while one practises: how sure one is, hints one by one, and a way that is worked through."""

import re
from datetime import UTC, datetime

import pytest

from quizzes import attempts, in_place
from quizzes.models import Response
from quizzes.questions.checking import MOST_HINTS, check
from quizzes.questions.making import make
from tests.quizzes import bodies
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import right_answer, send, wrong_answer

HINTS = ["Inputs {{x1}} and {{x2}} come first.", "Then the sigmoid."]
HINTED = factory.NUMBER | {"hints": HINTS}
NOW = datetime.now(UTC)


def faults(hints):
    return [(fault.field, fault.message) for fault in check(factory.NUMBER | {"hints": hints})]


# ---- the author's side


def test_hints_are_shown_with_their_numbers_and_are_no_part_of_the_key():
    made = make(HINTED, factory.as_paragraphs, 2)[0]
    numbers = made.parameters
    first = f"<p>Inputs {numbers['x1']} and {numbers['x2']} come first.</p>"
    assert made.shown["hints"] == [first.replace("-", "−"), "<p>Then the sigmoid.</p>"]
    assert "hints" not in made.right
    assert "hints" not in make(factory.NUMBER, factory.as_paragraphs, 1)[0].shown


@pytest.mark.parametrize(
    "hints, field, says",
    [
        ("one", "hints", "list of texts"),
        (["one", ""], "hints", "list of texts"),
        (["one", "two\nlines"], "hints.1", "A hint is one line."),
        ([str(number) for number in range(MOST_HINTS + 1)], "hints", "at most 5 hints"),
        (["one", "{{nobody}}"], "hints.1", "nobody"),
    ],
)
def test_a_slip_in_a_hint_is_named_at_its_field(hints, field, says):
    [(at, message)] = faults(hints)
    assert at == field
    assert says in message


# ---- the learner's side


@pytest.fixture
def practise(client, db):
    """Practice at one question, its learner signed in."""

    def of(body=HINTED, count=8, **policy):
        learner = factory.person()
        client.force_login(learner)
        offered = factory.offer(factory.publish(body, count=count), **{"mode": "practice", **policy})
        return factory.begin(offered, learner, NOW)

    return of


def address(attempt, name=""):
    return f"/quizzes/attempts/{attempt.uuid}/{name}"


def page_of(client, attempt, name=""):
    return client.get(address(attempt, name), follow=True).content.decode()


def check_on_page(client, attempt, answer, sure):
    form = {"answer-1": answer, "was-1": "null", "check": "1", "certainty-1": str(sure)}
    page = client.post(address(attempt), form, follow=True).content.decode()
    return page.partition("<template")[0]  # what scripts put on the page stands behind


def test_hints_stand_inside_each_other_so_that_their_number_is_not_told(client, practise):
    page = page_of(client, practise())
    assert page.count("<details") == 2
    assert page.index("Another hint") < page.index("Then the sigmoid.") < page.index("</details>")
    assert "one like it worked" in page


@pytest.mark.parametrize("policy", [{"mode": "check"}, {"mode": "exam"}, {"mode": "check", "tries": 3}])
def test_outside_practice_there_are_no_hints_and_nobody_is_asked_how_sure_they_are(client, practise, policy):
    attempt = practise(**policy)
    page = page_of(client, attempt)
    assert "Then the sigmoid." not in page
    assert "How sure" not in page
    assert client.get(f"/api/attempts/{attempt.uuid}/").json()["items"][0]["hints"] == []


@pytest.mark.parametrize("sure, is_told", [(1, False), (2, False), (3, True), ("", False), (4, False)])
def test_who_was_sure_and_wrong_is_told_so_with_the_way_to_another_one_on_top(client, practise, sure, is_told):
    attempt = practise()
    page = check_on_page(client, attempt, wrong_answer(attempt, 1), sure)
    assert re.search(r"Not −?\d+(\.\d+)?\.", page)
    assert ("You were sure" in page) == is_told
    assert page.count('name="another"') == 1 + is_told
    assert Response.objects.get().certainty == (sure if sure in (1, 2, 3) else None)


def test_who_was_sure_and_right_is_not_scolded_and_stays_ticked(client, practise):
    attempt = practise()
    page = check_on_page(client, attempt, right_answer(attempt, 1), 3)
    assert "You were sure" not in page
    assert 'value="3" checked' in " ".join(page.split())


@pytest.mark.parametrize("sure, is_told", [(2, False), (3, True)])
def test_who_was_sure_and_wrong_reads_what_is_right_and_why_beside_it(client, practise, sure, is_told):
    attempt = practise()
    page = check_on_page(client, attempt, wrong_answer(attempt, 1), sure)
    assert ("First the weighted sum, then the sigmoid." in page) == is_told


def finish(client, attempt, do="finish"):
    return client.post(address(attempt), {"do": do}, follow=True).content.decode()


def test_before_one_leaves_what_one_was_sure_of_in_vain_is_offered_once_more(client, practise):
    attempt = practise()
    send(attempt, 1, wrong_answer(attempt, 1), NOW, kind="check", certainty=3)
    send(attempt, 1, right_answer(attempt, 1), NOW, kind="check")  # by now the answer has been told
    assert "Once more before you go?" in finish(client, attempt)
    another = attempts.another(attempt, 1, now=NOW)
    assert "Once more before you go?" in finish(client, attempt)
    send(attempt, another.position, right_answer(attempt, another.position), NOW, kind="check")
    assert "Once more before you go?" not in finish(client, attempt)
    attempt.refresh_from_db()
    assert attempt.state == "graded"


@pytest.mark.parametrize("sure, do", [(2, "finish"), (3, "submit")])
def test_one_may_leave_all_the_same_and_who_was_not_sure_is_not_asked(client, practise, sure, do):
    attempt = practise()
    send(attempt, 1, wrong_answer(attempt, 1), NOW, kind="check", certainty=sure)
    assert "Once more" not in finish(client, attempt, do)
    attempt.refresh_from_db()
    assert attempt.state == "graded"


def test_another_question_about_the_same_concept_is_once_more_too(client, practise):
    attempt = practise(factory.SINGLE, 1)
    send(attempt, 1, wrong_answer(attempt, 1), NOW, kind="check", certainty=3)
    factory.publish(factory.SINGLE)
    another = attempts.another(attempt, 1, now=NOW)
    send(attempt, another.position, wrong_answer(attempt, another.position), NOW, kind="check", certainty=1)
    assert "Once more" not in finish(client, attempt)


def test_how_sure_one_was_and_the_hints_are_in_the_log_and_never_in_the_score(practise):
    attempt = practise(mode="check", tries=2)
    send(attempt, 1, wrong_answer(attempt, 1), NOW, kind="check", certainty=3, hints=2)
    send(attempt, 1, right_answer(attempt, 1), NOW, kind="check", certainty=1)
    assert list(Response.objects.order_by("pk").values_list("certainty", "hints")) == [(3, 2), (1, 0)]
    assert float(attempts.submit(attempt, arrived=NOW).points) == pytest.approx(2 / 3, abs=1e-4)


def test_the_last_hint_leads_to_one_like_it_worked_with_other_numbers(client, practise):
    attempt = practise()
    item = attempt.items.get()
    page = page_of(client, attempt, "worked/1/")
    assert "One like it, worked through" in page
    assert '<ol class="steps">' in page
    assert item.variant.shown["prompt"] not in page
    assert str(factory.key_at(attempt, 1).right["value"])[:6] not in page


def test_a_question_without_other_numbers_has_none_like_it(client, practise):
    assert "has no other numbers" in page_of(client, practise(factory.SINGLE, 1), "worked/1/")


@pytest.mark.parametrize("policy", [{"mode": "check"}, {"mode": "exam"}])
def test_nothing_is_worked_through_outside_practice(client, practise, policy):
    attempt = practise(**policy)
    page = page_of(client, attempt, "worked/1/")
    assert "nothing to work through" in page
    assert "steps" not in page
    assert factory.key_at(attempt, 1).right["explanation"] not in page


def test_a_running_exam_that_asks_it_closes_the_worked_way_too(client, practise):
    attempt = practise()
    exam = factory.offer(attempt.items.get().variant.version.question, slug="exam", mode="exam")
    factory.begin(exam, attempt.user, now=NOW)
    assert "An exam asks this question just now." in page_of(client, attempt, "worked/1/")


def miss(client, attempt, times):
    for number in range(times):
        send(attempt, 1, f"{50 + number}.125", NOW, kind="check")


@pytest.mark.parametrize("misses, stuck", [(5, False), (6, True)])
def test_after_six_misses_in_a_row_its_own_way_is_opened_in_place_of_fresh_numbers(client, practise, misses, stuck):
    attempt = practise()
    miss(client, attempt, misses)
    page = client.post(address(attempt, "another/"), {"another": "1"}, follow=True)
    assert ("Let us work this one through" in page.content.decode()) == stuck
    assert attempt.items.count() == (1 if stuck else 2)
    own = f"So the answer is <b>{factory.key_at(attempt, 1).right['value']:.3f}"
    assert (own in page.content.decode()) == stuck


def test_one_right_answer_makes_room_for_fresh_numbers_again(client, practise):
    attempt = practise()
    miss(client, attempt, 6)
    send(attempt, 1, right_answer(attempt, 1), NOW, kind="check")
    client.post(address(attempt, "another/"), {"another": "1"})
    assert attempt.items.count() == 2


def test_inside_a_chapter_another_one_comes_as_a_piece_of_the_page(client, practise):
    attempt = practise()
    piece = client.post(address(attempt, "another/"), {"another": "1", "placed": "a-number"}).content.decode()
    assert piece.lstrip().startswith('<div class="question placed"')
    assert 'data-number="2"' in piece
    miss(client, attempt, 6)
    worked = client.post(address(attempt, "another/"), {"another": "1", "placed": "a-number"}).content.decode()
    assert "Let us work this one through" in worked
    assert "<html" not in piece + worked


def test_inside_a_chapter_another_one_shares_no_field_with_a_question_that_stands_there_too(practise):
    item = practise().items.get()
    there = in_place.unsaved(item.variant)  # once the fresh ones are used up, the other may be this very drawing
    assert in_place.as_shown(item, "a-number")["position"] != in_place.as_shown(there, "another")["position"]


@pytest.mark.parametrize("body, rarer", [(HINTED, False), (bodies.ORDERING, True)])
def test_inside_a_chapter_another_one_of_a_rarer_type_brings_its_looks(client, practise, body, rarer):
    attempt = practise(body)
    piece = client.post(address(attempt, "another/"), {"another": "1", "placed": "a-number"}).content.decode()
    assert ("courseware/pages.css" in piece) == rarer


def test_inside_a_chapter_a_refusal_is_a_piece_of_the_page_too(client, practise):
    attempt = practise()
    refused = client.post(address(attempt, "another/"), {"another": "7", "placed": "a-number"})
    assert "There is no question 7" in refused.content.decode()
    assert "<html" not in refused.content.decode()
    assert "There is no question" not in client.get(address(attempt)).content.decode()
