"""The instructor's desk: who may sit at it, quizzes and classes in fields, and what is only looked at."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from courseware.demonstration import instructors
from quizzes import attempts
from quizzes.models import Assignment, Attempt, Audit, Class, Concept, Membership, Question, Quiz, Slot
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import DAY
from tests.quizzes.forms_of_pages import sent_back

LISTS = ("question", "quiz", "concept", "class", "attempt", "audit", "allowance", "faultreport")


@pytest.fixture
def instructor(db):
    person = get_user_model().objects.create_user("ada", is_staff=True)
    person.groups.add(instructors())
    return person


@pytest.fixture
def desk(client, instructor):
    client.force_login(instructor)
    return client


@pytest.fixture
def quiz(db):
    """Three questions, one point each, offered to everybody."""
    return factory.offer(*(factory.publish(factory.SINGLE, slug) for slug in ("one", "two", "three"))).quiz


def page_of(name, row=None):
    place = f"admin:quizzes_{name}_{'change' if row else 'changelist'}"
    return reverse(place, args=[row.pk] if row else [])


def fields_of(client, address):
    page = client.get(address).content.decode()
    return {name: values for name, values in sent_back(page, "novalidate").items() if not name.startswith("_")}


def save(client, address, **changes):
    """Send a form of the desk with some fields changed, and give the sentences of its mistakes by field."""
    fields = fields_of(client, address) | {name.replace("__", "-"): value for name, value in changes.items()}
    reply = client.post(address, fields | {"_continue": ""})
    if reply.status_code == 302:
        return {}
    context = reply.context
    rows = [form for inline in context["inline_admin_formsets"] for form in inline.formset.forms]
    forms = [context["adminform"].form, *rows]
    return {form.add_prefix(field): list(words) for form in forms for field, words in form.errors.items()}


# ---- who may


@pytest.mark.parametrize("name", LISTS)
def test_an_instructor_sees_every_list_and_a_learner_none(desk, client, quiz, name):
    assert desk.get(page_of(name)).status_code == 200
    client.force_login(factory.person("learner"))
    reply = client.get(page_of(name))
    assert reply.status_code == 302
    assert "/admin/login/" in reply.url


def test_a_visitor_and_a_guest_are_asked_to_sign_in_as_somebody_else(client, db):
    address = reverse("admin:quizzes_question_add")
    assert client.get(address).status_code == 302
    client.force_login(factory.guest())
    assert client.post(address, {"publish": ""}).status_code == 302
    assert not Question.objects.exists()


def test_staff_without_the_permission_may_not_write(client, quiz):
    client.force_login(factory.person("assistant", is_staff=True))
    assert client.get(reverse("admin:quizzes_question_add")).status_code == 403
    assert client.get(page_of("question", Question.objects.first())).status_code == 403


def test_neither_questions_nor_quizzes_nor_concepts_are_deleted(desk, quiz):
    for name, row in (("question", Question.objects.first()), ("quiz", quiz)):
        assert desk.post(reverse(f"admin:quizzes_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        reply = desk.post(page_of(name), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
        assert reply.status_code in (200, 302)
    assert Question.objects.count() == 3
    assert Quiz.objects.exists()


def test_the_slug_of_a_concept_and_of_a_quiz_stays(desk, quiz):
    for name, row in (("concept", factory.concept("relu")), ("quiz", quiz)):
        assert "slug" not in fields_of(desk, page_of(name, row))
        before = row.slug
        assert save(desk, page_of(name, row), slug="another-name", title="Another title") == {}
        row.refresh_from_db()
        assert (row.slug, row.title) == (before, "Another title")


def test_a_question_that_does_not_exist_is_not_found(desk):
    assert desk.get(reverse("admin:quizzes_question_change", args=[4711])).status_code == 404


def test_questions_are_retired_and_only_what_was_retired_is_brought_back(desk, quiz):
    quiz.slots.filter(question__slug="one").delete()
    never_published = Question.objects.create(slug="a-draft", level="apply")
    everything = list(Question.objects.values_list("pk", flat=True))
    desk.post(page_of("question"), {"action": "bring_back", "_selected_action": everything})
    never_published.refresh_from_db()
    assert never_published.state == Question.State.DRAFT
    one = Question.objects.get(slug="one")
    desk.post(page_of("question"), {"action": "retire", "_selected_action": [one.pk]})
    assert states() == {"one": "retired", "two": "ready", "three": "ready", "a-draft": "draft"}
    desk.post(page_of("question"), {"action": "bring_back", "_selected_action": everything})
    assert states() == {"one": "ready", "two": "ready", "three": "ready", "a-draft": "draft"}


def test_question_that_a_slot_needs_is_not_retired(desk, quiz):
    everything = list(Question.objects.values_list("pk", flat=True))
    desk.post(page_of("question"), {"action": "retire", "_selected_action": everything})
    desk.post(page_of("question", Question.objects.get(slug="two")), {"state": "retire"})
    at_once, alone = said(desk.get(page_of("question")))
    assert at_once.startswith("Nothing is retired. The quiz: Slot 1 asks “one”, which is not open to this quiz.")
    assert alone.startswith("two is not retired. The quiz: Slot 2 asks “two”, which is not open to this quiz.")
    assert states() == {"one": "ready", "two": "ready", "three": "ready"}
    assert not Audit.objects.exists()


def test_question_of_a_quiz_that_has_closed_for_everybody_is_retired(desk, quiz):
    Assignment.objects.update(closes=timezone.now() - DAY)
    desk.post(page_of("question"), {"action": "retire", "_selected_action": [Question.objects.get(slug="two").pk]})
    assert states()["two"] == "retired"


def states():
    return dict(Question.objects.values_list("slug", "state"))


# ---- quizzes


def test_a_quiz_of_the_course_is_saved_unchanged_as_it_was(course, desk):
    quiz = Quiz.objects.get(slug="chapter-1")
    before = (quiz.policy, list(quiz.slots.values()))
    assert save(desk, page_of("quiz", quiz)) == {}
    quiz.refresh_from_db()
    assert (quiz.policy, list(quiz.slots.values())) == before


def test_the_rules_of_a_quiz_are_written_in_fields_and_what_is_empty_follows_the_mode(desk, quiz):
    given = {"attempts": "3", "counts": "average", "tries": "2", "credit": "1, 1/2", "minutes": "４５"}
    more = {"release": "by hand", "shuffle": "no", "pass_mark": "", "simulator": "closed"}
    assert save(desk, page_of("quiz", quiz), **given, **more) == {}
    quiz.refresh_from_db()
    assert quiz.policy == {
        "attempts": 3,
        "counts": "average",
        "tries": 2,
        "credit": [1, "1/2"],
        "minutes": 45,
        "release": "by hand",
        "shuffle": False,
        "simulator": "closed",
    }
    fields = fields_of(desk, page_of("quiz", quiz))
    assert (fields["credit"], fields["shuffle"], fields["pass_mark"]) == (["1, 1/2"], ["no"], [""])


BROKEN_RULES = [("attempts", "-1"), ("tries", "0"), ("credit", "1, two"), ("credit", "2"), ("minutes", "soon")]


@pytest.mark.parametrize(("field", "value"), [*BROKEN_RULES, ("pass_mark", "101")])
def test_a_rule_that_cannot_hold_is_told_at_its_field(desk, quiz, field, value):
    assert list(save(desk, page_of("quiz", quiz), **{field: value})) == [field]
    quiz.refresh_from_db()
    assert quiz.policy == {"shuffle": False}


def test_no_json_is_asked_of_an_instructor(desk, quiz):
    for address in (page_of("quiz", quiz), reverse("admin:quizzes_quiz_add"), reverse("admin:quizzes_question_add")):
        values = [value.strip() for sent in fields_of(desk, address).values() for value in sent]
        assert not any(value.startswith(("{", "[")) for value in values)
        assert 'name="policy"' not in desk.get(address).content.decode()


def order_of(quiz):
    return [(slot.position, slot.question.slug) for slot in quiz.slots.select_related("question")]


def test_slots_change_places_and_are_numbered_anew(desk, quiz):
    changes = {"slots__0__position": "3", "slots__1__position": "", "slots__2__position": "1"}
    assert save(desk, page_of("quiz", quiz), **changes) == {}
    assert order_of(quiz) == [(1, "three"), (2, "one"), (3, "two")]


def test_a_slot_is_removed_and_another_added_in_one_go(desk, quiz):
    four = factory.publish(factory.MULTIPLE, "four")
    changes = {"slots__0__DELETE": "on", "slots__3__question": str(four.pk), "slots__3__points": "2,5"}
    assert save(desk, page_of("quiz", quiz), **changes) == {}
    assert order_of(quiz) == [(1, "two"), (2, "three"), (3, "four")]
    assert quiz.slots.get(position=3).points == 2.5


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slots__0__question": ""}, "slots-0-question"),
        ({"slots__0__concept": "CONCEPT"}, "slots-0-question"),
        ({"slots__0__pick": "3"}, "slots-0-pick"),
        ({"slots__0__points": "0"}, "slots-0-points"),
        ({"slots__0__points": "-1"}, "slots-0-points"),
        ({"slots__0__points": "1,234"}, "slots-0-points"),
        ({"slots__0__pick": "1.5"}, "slots-0-pick"),
        ({"slots__0__pick": "0"}, "slots-0-pick"),
        ({"slots__3__question": "DRAFT"}, "slots-3-question"),
    ],
)
def test_a_slot_that_cannot_be_asked_is_told_at_its_field(desk, quiz, changes, field):
    draft = Question.objects.create(slug="a-draft", level="apply")
    known = {"CONCEPT": str(factory.concept("relu").pk), "DRAFT": str(draft.pk)}
    mistakes = save(desk, page_of("quiz", quiz), **{name: known.get(value, value) for name, value in changes.items()})
    assert list(mistakes) == [field]
    assert order_of(quiz) == [(1, "one"), (2, "two"), (3, "three")]


def test_a_closing_that_is_moved_takes_running_attempts_along(desk, quiz, instructor):
    attempt = factory.begin(quiz.assignments.get())
    assert attempt.deadline is None
    changes = {"assignments__0__closes_0": "2027-01-01", "assignments__0__closes_1": "12:00:00"}
    assert save(desk, page_of("quiz", quiz), **changes) == {}
    attempt.refresh_from_db()
    assert attempt.deadline == Assignment.objects.get().closes
    assert Audit.objects.filter(who=instructor, what="deadline moved").exists()


def test_an_offer_with_attempts_is_not_taken_away(desk, quiz):
    factory.begin(quiz.assignments.get())
    save(desk, page_of("quiz", quiz), assignments__0__DELETE="on")
    assert quiz.assignments.exists()


# ---- classes, attempts and the log


def test_members_are_named_by_what_they_sign_in_with(desk):
    factory.person("grace")
    assert save(desk, reverse("admin:quizzes_class_add"), title="Monday", memberships__0__user="grace") == {}
    group = Class.objects.get()
    assert group.join_code
    assert save(desk, page_of("class", group), memberships__1__user="nobody") == {
        "memberships-1-user": ["Nobody signs in as “nobody”. Check the spelling."]
    }
    assert save(desk, page_of("class", group), memberships__1__user="grace") != {}
    assert [str(member.user) for member in Membership.objects.select_related("user")] == ["grace"]


def test_attempts_and_the_log_are_looked_at_and_never_changed(desk, quiz):
    attempt = factory.begin(quiz.assignments.get())
    factory.answer_all(attempt)
    attempts.submit(attempt, arrived=factory.NOW)
    Audit.objects.create(what="something", before={"version": 1}, after={"version": 2, "variants": 100})
    page = desk.get(page_of("attempt", attempt)).content.decode()
    assert "1.00" in page
    log = desk.get(page_of("audit")).content.decode()
    assert "version: 2, variants: 100" in log
    for name, row in (("attempt", attempt), ("audit", Audit.objects.first())):
        assert desk.get(page_of(name, row)).status_code == 200
        assert desk.post(page_of(name, row), {"points": "99"}).status_code == 403
        assert desk.get(reverse(f"admin:quizzes_{name}_add")).status_code == 403
    assert Attempt.objects.get().state == Attempt.State.GRADED


def test_slots_are_counted_from_one_in_a_quiz_that_is_new(desk, quiz):
    changes = {
        "title": "Another",
        "slug": "another",
        "chapter_slug": "introduction",
        "slots__0__question": str(Question.objects.get(slug="two").pk),
    }
    assert save(desk, reverse("admin:quizzes_quiz_add"), **changes) == {}
    assert list(Slot.objects.filter(quiz__slug="another").values_list("position", flat=True)) == [1]


def test_an_address_that_is_no_question_is_not_found(desk):
    assert desk.get("/admin/quizzes/question/abc/change/").status_code == 404


# ---- exams


def said(reply):
    return [str(message) for message in reply.context["messages"]]


@pytest.fixture
def exam(quiz):
    Quiz.objects.update(mode="exam")
    quiz.refresh_from_db()
    return quiz


def test_slot_that_asks_for_more_questions_than_there_are_is_refused(desk, quiz):
    address, relu = page_of("quiz", quiz), factory.concept("relu")
    new = {"slots__3__concept": str(relu.pk), "slots__3__pick": "5", "slots__3__points": "1"}
    message = "Slot 4 asks for 5 questions on About relu. There are 0 that no other slot asks."
    assert save(desk, address, **new) == {"slots-3-pick": [message]}
    assert quiz.slots.count() == 3


def test_exam_question_is_refused_outside_exams_also_once_released(desk, quiz):
    Question.objects.filter(slug="two").update(use="exam")
    assert save(desk, page_of("quiz", quiz), slots__0__points="2") == {
        "slots-1-question": ["Slot 2 asks “two”, which is not open to this quiz."]
    }
    assert save(desk, page_of("quiz", quiz), slots__0__points="2", mode="exam") == {}


def test_saving_an_exam_warns_of_questions_that_can_be_practised(desk, exam):
    fields = fields_of(desk, page_of("quiz", exam))
    Question.objects.filter(slug="two").update(use="exam")
    reply = desk.post(page_of("quiz", exam), fields | {"_continue": ""}, follow=True)
    assert any("2 questions of this exam can be practised: one, three." in line for line in said(reply))
    Question.objects.update(use="exam")
    reply = desk.post(page_of("quiz", exam), fields | {"_continue": ""}, follow=True)
    assert not any("practised" in line for line in said(reply))


def test_slots_of_an_exam_that_has_started_are_refused_while_its_dates_change(desk, exam):
    factory.begin(Assignment.objects.get(), now=timezone.now())
    address = page_of("quiz", exam)
    assert "This exam has started" in desk.get(address).content.decode()
    for changes in ({"slots__0__points": "9"}, {"slots__0__DELETE": "on"}, {"mode": "check"}):
        fields = fields_of(desk, address) | {name.replace("__", "-"): value for name, value in changes.items()}
        reply = desk.post(address, fields | {"_continue": ""})
        assert reply.status_code == 200
        assert "This exam has started" in reply.content.decode()
    changes = {"assignments__0__closes_0": "2030-01-01", "assignments__0__closes_1": "12:00", "title": "Final"}
    assert save(desk, address, **changes) == {}
    exam.refresh_from_db()
    assert (exam.title, exam.mode, exam.slots.count()) == ("Final", "exam", 3)
    assert Assignment.objects.get().closes.year == 2030
    assert Audit.objects.filter(what__endswith="window changed").count() == 1


def test_slots_of_an_exam_that_has_ended_may_change_and_the_audit_says_so(desk, exam):
    attempts.submit(factory.begin(Assignment.objects.get(), now=timezone.now()), arrived=timezone.now())
    Assignment.objects.update(closes=timezone.now())
    assert save(desk, page_of("quiz", exam), slots__0__points="9") == {}
    assert exam.slots.first().points == 9
    assert Audit.objects.filter(what="the-quiz: exam unfrozen").count() == 1
    exam.refresh_from_db()
    assert exam.frozen is None


def test_an_exam_that_has_started_is_copied_to_a_quiz_that_may_change(desk, exam):
    factory.begin(Assignment.objects.get(), now=timezone.now())
    for _ in range(2):
        desk.post(page_of("quiz"), {"action": "copy", "_selected_action": [exam.pk]})
    first, second = Quiz.objects.exclude(pk=exam.pk).order_by("pk")
    assert [first.slug, second.slug, first.title] == ["the-quiz-copy", "the-quiz-copy-2", "The quiz (copy)"]
    asked = list(exam.slots.values("position", "points", "pick", "question", "concept"))
    assert list(first.slots.values("position", "points", "pick", "question", "concept")) == asked
    assert (first.mode, first.policy, first.frozen, first.assignments.count()) == ("exam", exam.policy, None, 0)
    assert save(desk, page_of("quiz", first), slots__0__points="9") == {}


# ---- chapters and their headings are chosen, not typed


def select_of(page, name):
    """The values of a list in a page."""
    field = page[page.index(f'name="{name}"') :]
    return re.findall(r'<option value="([^"]*)"', field[: field.index("</select>")])


def test_the_chapter_of_a_quiz_is_chosen_from_those_there_are(desk, quiz):
    page = desk.get(page_of("quiz", quiz)).content.decode()
    assert select_of(page, "chapter_slug") == ["", "introduction"]
    wrong = save(desk, page_of("quiz", quiz), chapter_slug="introductoin")
    assert "Is “introduction” meant?" in str(wrong)
    quiz.refresh_from_db()
    assert quiz.chapter_slug == "introduction"


def test_a_quiz_of_a_chapter_that_is_gone_shows_it_and_cannot_be_saved_so(desk, quiz):
    Quiz.objects.filter(pk=quiz.pk).update(chapter_slug="gone")
    page = desk.get(page_of("quiz", quiz)).content.decode()
    assert "gone (not in the course)" in page
    assert "There is no chapter “gone”" in str(save(desk, page_of("quiz", quiz)))


def test_the_section_of_a_concept_is_one_of_the_headings_of_its_chapter(desk, quiz):
    fields = {"title": "Sums", "slug": "sums", "chapter_slug": "introduction"}
    add = reverse("admin:quizzes_concept_add")
    assert "sigmoid" in select_of(desk.get(add).content.decode(), "anchor")
    assert "Is “sigmoid” meant?" in str(save(desk, add, **fields, anchor="sigmoyd"))
    assert "There is no chapter “nowhere”" in str(save(desk, add, **(fields | {"chapter_slug": "nowhere"}), anchor="x"))
    assert save(desk, add, **fields, anchor="sigmoid") == {}
    assert Concept.objects.get(slug="sums").anchor == "sigmoid"
