"""Writing a question in fields: what is typed becomes a body, every mistake stands at its field, nothing is lost."""

from copy import deepcopy
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

import courseware
from courseware.demonstration import instructors
from quizzes import attempts
from quizzes.authoring.desk import Desk, body_of
from quizzes.authoring.edits import OutdatedError, differences, is_same, publish_edit, publish_new
from quizzes.authoring.ideas import ideas_for
from quizzes.authoring.initial import initial_of
from quizzes.authoring.question_forms import QuestionForms
from quizzes.authoring.typed import entry, listed, split
from quizzes.models import Attempt, Audit, Concept, Grade, Question, Version
from quizzes.publishing import versions as publishing_versions
from quizzes.questions.base import Fault
from tests.quizzes.attempts import factory
from tests.quizzes.bodies import BODIES, COUNT, EXPRESSION, MULTIPLE, NUMBER, PARTS, SINGLE, TRUE_FALSE, WEIGHTS
from tests.quizzes.forms_of_pages import sent_back

COURSE = Path(courseware.__file__).parent / "content"
ADD = "/admin/quizzes/question/add/"
NETWORK = NUMBER["network"]


@pytest.fixture(autouse=True)
def few_variants(monkeypatch):
    monkeypatch.setattr("quizzes.publishing.drafts.VARIANTS", 3)


@pytest.fixture
def instructor(db):
    person = get_user_model().objects.create_user("ada", is_staff=True)
    person.groups.add(instructors())
    return person


@pytest.fixture
def author(client, instructor, concepts):
    client.force_login(instructor)
    return client


@pytest.fixture
def published(instructor, concepts):
    """Publishes a body and gives its question."""
    return lambda body=SINGLE, slug="which-layer": publish_new(slug, deepcopy(body), author=instructor).question


def written(slug="", body=None):
    """The forms of a body as a browser would send them for a new question."""
    initial = initial_of(slug, body) if body else {}
    forms = QuestionForms(initial=initial)
    forms.one["words"].fields["slug"].disabled = False
    page = render_to_string("admin/quizzes/question/author.html", {"forms": forms, "desk": Desk(None, forms, 0, body)})
    return sent_back(page, "data-author")


def shown_by(client, question):
    page = client.get(address(question))
    return sent_back(page.content.decode(), "data-author")


def address(question):
    return reverse("admin:quizzes_question_change", args=[question.pk])


def read(fields, initial=None):
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values if isinstance(values, list) else [values])
    forms = QuestionForms(data, initial)
    assert forms.is_valid(), forms.problems
    return forms


def problems(page):
    return [(problem.target, problem.message) for problem in page.context["forms"].problems]


def targets(page):
    return [target for target, _ in problems(page)]


def in_order(body):
    """A new question has its ideas in the order of the page."""
    answer = body.get("answer", {})
    return body | ({"answer": answer | {"separate": sorted(answer["separate"])}} if "separate" in answer else {})


# ---- there and back


def test_every_question_of_the_course_comes_back_from_its_page_as_it_was_and_makes_no_new_version(
    course, client, instructor
):
    client.force_login(instructor)
    questions = Question.objects.select_related("published")
    before = Version.objects.count()
    for question in questions:
        fields = shown_by(client, question)
        data = QueryDict(mutable=True)
        for name, values in fields.items():
            data.setlist(name, values)
        forms = QuestionForms(data, initial=initial_of(question.slug, body_of(question)))
        assert forms.is_valid(), (question.slug, forms.problems)
        assert forms.body == question.published.body, question.slug
        assert client.post(address(question), {**fields, "publish": ""}).status_code == 302, question.slug
    assert len(questions) == len(list((COURSE / "questions").glob("*.toml"))) > 100
    assert Version.objects.count() == before


@pytest.mark.parametrize("name", BODIES)
def test_a_body_of_each_kind_comes_back_from_the_forms_as_it_was(concepts, name):
    body = deepcopy(BODIES[name])
    assert read(written("a-question", body), initial_of("a-question", body)).body == body


SEVERAL = NETWORK | {"inputs": [["x1", "x2"], [1, -0.5]]}
ALONE_AMONG_SEVERAL = NETWORK | {"inputs": [["x1", "x2"]], "target": [[1]]}
BARE = {"inputs": ["x1", "x2"], "layers": [{"weights": [["w1", "w2"]], "bias": False, "activation": "relu"}]}
TRAINED = NETWORK | {"target": ["max(x1, 0)"], "loss": "squared_error", "learning_rate": 0.05, "update_biases": False}


@pytest.mark.parametrize(
    "body",
    [
        NUMBER | {"network": SEVERAL},
        NUMBER | {"network": ALONE_AMONG_SEVERAL},
        NUMBER | {"network": TRAINED},
        NUMBER | {"network": BARE, "answer": {"probe": "z[1,1]", "decimals": 2}},
        NUMBER | {"show_network": False},
        NUMBER | {"answer": NUMBER["answer"] | {"steps": []}},
        NUMBER | {"answer": NUMBER["answer"] | {"steps": ["z[1,1]"], "unit": "volt", "separate": ["z.no_bias@1"]}},
        NUMBER | {"answer": {"probe": "a[1,1]", "digits": 3}},
        NUMBER | {"type": "numbers", "answer": {"cells": ["z[1,1]", "a[1,1]"], "rows": ["z", "a"], "digits": 2}},
        PARTS
        | {"parts": [*PARTS["parts"], {"type": "number", "prompt": "z?", "answer": {"probe": "z[1,1]", "digits": 4}}]},
        NUMBER | {"answer": {"probe": "a[1,1]", "decimals": 0, "tolerance": 0.00001}},
        NUMBER | {"answer": {"probe": "a[1,1]", "conventions": True}},
        NUMBER
        | {"type": "numbers", "answer": {"cells": ["z[1,1]", "a[1,1]"], "rows": ["z", "a"], "conventions": True}},
        COUNT | {"answer": {"count": "multiplications", "sizes": ["n", 4], "examples": "batch"}},
        SINGLE | {"shuffle": False},
        SINGLE | {"draw": {"n": {"from": "1", "to": "3"}}, "options": [SINGLE["options"][0] | {"right": "n > 1"}]},
        TRUE_FALSE | {"right": "x > 0", "misconception": "relu-clips"},
        TRUE_FALSE | {"right": False},
        SINGLE | {"prompt": "\nFirst\n\n    code\n\nLast\n"},
    ],
)
def test_what_a_question_may_say_beside_the_usual_comes_back_too(concepts, body):
    assert read(written("a-question", body), initial_of("a-question", body)).body == body


def test_line_ends_of_a_browser_become_those_of_a_file(concepts):
    fields = written("a-question", SINGLE) | {"words-prompt": ["one\r\n\r\ntwo\rthree"]}
    assert read(fields).body["prompt"] == "one\n\ntwo\nthree"


def test_commas_inside_brackets_separate_nothing():
    assert split("max(x1, x2), a[1,1] , , 3") == ["max(x1, x2)", "a[1,1]", "3"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0.5", 0.5), ("-2", -2), ("−2", -2), ("1e-3", 0.001), ("w1", "w1"), ("1e999", "1e999"), ("9" * 41, "9" * 41)],
)
def test_a_number_is_read_as_one_and_anything_else_stays_text(typed, value):
    assert entry(typed) == value


def test_a_tiny_number_is_shown_without_an_exponent():
    assert listed([0.00001, 2.0, -3]) == "0.00001, 2, -3"


def test_rows_left_empty_between_others_are_no_rows(concepts):
    fields = written("a-question", SINGLE)
    fields |= {f"options-{number}-{name}": [""] for number in (1,) for name in ("text", "reason", "misconception")}
    texts = [option["text"] for option in read(fields).body["options"]]
    assert texts == ["The output layer", "A hidden layer"]


def test_what_was_written_for_another_kind_of_question_stays_on_the_page_and_out_of_the_body(concepts):
    fields = written("a-question", SINGLE) | {"answer-decimals": ["many"], "truth-condition": ["x"]}
    forms = read(fields)
    assert "answer" not in forms.body
    assert forms.one["answer"]["decimals"].value() == "many"


# ---- publishing


def test_an_instructor_looks_at_a_question_and_nothing_is_written(author):
    page = author.post(ADD, {**written("new-one", NUMBER), "look": ""})
    assert [item["type"] for item in page.context["desk"].shown["items"]] == ["number", "number"]
    assert "What the learner is told" in page.content.decode()
    assert not Question.objects.exists()


ROUGH = EXPRESSION | {
    "draw": {"n": {"choices": ["1", "2"]}, "batch": {"choices": ["1000"]}},
    "let": {},
    "explanation": "So.",
}
ROUGH = ROUGH | {"answer": {"expression": "n / batch", "decimals": 3}}
TOO_ROUGH = "With −0.001 to 0.003 accepted, 0 would be right for a value of 0.001."


def test_preview_warns_at_the_field_and_lists_plausible_answers(author):
    page = author.post(ADD, {**written("new-one", ROUGH), "look": ""})
    (warning,) = page.context["desk"].warnings
    assert (warning.where, warning.target) == ("Decimals", "id_answer-decimals")
    assert warning.message.startswith(TOO_ROUGH)
    assert page.content.decode().count(TOO_ROUGH) == 2  # in the summary and at the field
    assert "Accepted: −0.001 to 0.003" in page.content.decode()


def test_publishing_warns_but_publishes(author):
    page = author.post(ADD, {**written("new-one", ROUGH), "publish": ""}, follow=True)
    assert f"Decimals: {TOO_ROUGH}" in page.content.decode()
    assert Question.objects.get().published.number == 1


def test_misleading_number_is_refused_at_the_prompt(author):
    body = ROUGH | {
        "prompt": "{{share}} of 10,000?",
        "let": {"share": "n / 3"},
        "answer": {"expression": "share * 10000"},
    }
    page = author.post(ADD, {**written("new-one", body), "look": ""})
    assert targets(page) == ["id_words-prompt"]
    assert "Working from the shown 0.6667 gives 6667, which is not right" in problems(page)[0][1]


@pytest.mark.parametrize("body", [SINGLE, MULTIPLE, TRUE_FALSE, NUMBER, EXPRESSION, COUNT])
def test_a_question_of_each_kind_is_published_from_the_page(author, instructor, body):
    reply = author.post(ADD, {**written("new-one", body), "publish": ""})
    question = Question.objects.get(slug="new-one")
    assert reply.url == f"{address(question)}#main"
    assert is_same(in_order(question.published.body), in_order(body))
    assert (question.published.number, question.published.author) == (1, instructor)
    assert question.published.variants.count() == (1 if "draw" not in body else 3)
    assert Audit.objects.filter(who=instructor, what="new-one: published").exists()


def test_the_same_new_question_sent_twice_is_published_once(author):
    for _ in range(2):
        reply = author.post(ADD, {**written("new-one", SINGLE), "publish": ""})
    assert reply.status_code == 302
    assert Version.objects.count() == 1


def test_an_edit_makes_the_next_version_and_is_told(author, published):
    question = published()
    fields = shown_by(author, question) | {"words-prompt": ["Which layer predicts?"], "publish": ""}
    reply = author.post(address(question), fields, follow=True)
    question.refresh_from_db()
    assert (question.published.number, question.published.body["prompt"]) == (2, "Which layer predicts?")
    assert "Version 2 is published." in str(next(iter(get_messages(reply.wsgi_request)), "")) or (
        "Version 2 is published." in reply.content.decode()
    )


def test_an_unchanged_question_makes_no_version_even_if_written_otherwise_in_its_file(author, published):
    spelled_out = SINGLE | {"shuffle": True, "prompt": SINGLE["prompt"] + "\n"}
    question = published(spelled_out)
    reply = author.post(address(question), {**shown_by(author, question), "publish": ""}, follow=True)
    assert "Nothing was changed: version 1 stands." in reply.content.decode()
    assert Version.objects.count() == 1


def test_an_edit_touches_no_attempt_neither_in_progress_nor_graded(author, published, instructor):
    question = published()
    assignment = factory.offer(question)
    graded, begun = (factory.begin(assignment, factory.person(name)) for name in ("grace", "emmy"))
    factory.answer_all(graded)
    attempts.submit(graded, arrived=factory.NOW)
    before = snapshot()
    fields = shown_by(author, question) | {"options-0-right": [], "options-1-right": ["on"], "publish": ""}
    author.post(address(question), fields)
    assert Question.objects.get().published.number == 2
    assert snapshot() == before
    assert begun.items.get().variant.version.number == 1


def snapshot():
    return [
        list(Attempt.objects.order_by("pk").values()),
        list(Grade.objects.order_by("pk").values()),
        list(Version.objects.get(number=1).variants.order_by("pk").values()),
    ]


def test_a_retired_question_is_brought_back_by_publishing_and_its_page_says_so(author, published):
    question = published()
    author.post(address(question), {"state": "retire"})
    question.refresh_from_db()
    assert question.state == Question.State.RETIRED
    assert "Publishing brings it back" in author.get(address(question)).content.decode()
    author.post(address(question), {"state": "ready"})
    question.refresh_from_db()
    assert question.state == Question.State.READY


# ---- two who edit at once


def test_who_publishes_second_is_told_what_the_other_changed_and_loses_nothing(author, published, instructor):
    question = published()
    mine = shown_by(author, question) | {"words-explanation": ["Mine."], "publish": ""}
    publish_edit(question, SINGLE | {"prompt": "Theirs?"}, began=1, author=instructor)
    page = author.post(address(question), mine)
    text = page.content.decode()
    assert "Version 2 was published meanwhile" in text
    assert page.context["desk"].outdated["changed"] == ["prompt"]
    again = sent_back(text, "data-author")
    assert again["words-explanation"] == ["Mine."]
    assert Version.objects.count() == 2
    author.post(address(question), {**again, "publish": ""})
    question.refresh_from_db()
    assert (question.published.number, question.published.body["explanation"]) == (3, "Mine.")


def test_a_version_that_lands_while_another_is_drawn_is_not_overwritten(published, instructor, monkeypatch):
    question = published()
    prepare = publishing_versions.prepare

    def meanwhile(*args, **options):
        monkeypatch.undo()
        publish_edit(Question.objects.get(), SINGLE | {"prompt": "Theirs?"}, began=1, author=instructor)
        return prepare(*args, **options)

    monkeypatch.setattr("quizzes.authoring.edits.prepare", meanwhile)
    with pytest.raises(OutdatedError):
        publish_edit(question, SINGLE | {"prompt": "Mine?"}, began=1, author=instructor)
    assert Question.objects.get().published.body["prompt"] == "Theirs?"


def test_a_double_press_of_publish_is_no_conflict_with_oneself(author, published):
    question = published()
    fields = shown_by(author, question) | {"words-prompt": ["Which one?"], "publish": ""}
    replies = [author.post(address(question), fields) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [302, 302]
    assert Version.objects.count() == 2


@pytest.mark.parametrize("began", ["", "x", "-1", "9" * 30, "²"])
def test_a_version_that_was_tampered_with_is_no_version(author, published, began):
    question = published()
    fields = shown_by(author, question) | {"began": [began], "words-prompt": ["Changed?"], "publish": ""}
    assert author.post(address(question), fields).status_code == 200
    assert Version.objects.count() == 1


# ---- what is the same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SINGLE, SINGLE | {"shuffle": True}),
        (NUMBER, NUMBER | {"network": NETWORK | {"update_biases": True}, "show_network": True}),
        (EXPRESSION, EXPRESSION | {"draw": EXPRESSION["draw"] | {"batch": {"from": 8, "to": "12", "step": "1"}}}),
        (COUNT, COUNT | {"answer": COUNT["answer"] | {"sizes": ["n", "batch", "3"]}}),
    ],
)
def test_defaults_and_the_look_of_a_number_make_no_difference(one, other):
    assert is_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MULTIPLE, MULTIPLE | {"options": [MULTIPLE["options"][0] | {"text": "2.0"}, *MULTIPLE["options"][1:]]}),
        (TRUE_FALSE, TRUE_FALSE | {"right": False}),
        (NUMBER, NUMBER | {"answer": NUMBER["answer"] | {"steps": []}}),
        (SINGLE, SINGLE | {"shuffle": False}),
    ],
)
def test_what_a_learner_would_see_or_earn_makes_a_difference(one, other):
    assert not is_same(one, other)


def test_differences_are_named_in_words():
    assert differences(NUMBER, NUMBER | {"prompt": "?", "show_network": False}) == ["prompt", "show network"]


# ---- mistakes


MISTAKES = [
    (SINGLE, {"words-slug": "Not A Slug"}, "id_words-slug"),
    (SINGLE, {"words-slug": ""}, "id_words-slug"),
    (SINGLE, {"words-concepts": []}, "id_words-concepts_field"),
    (SINGLE, {"words-concepts": ["layers", "nowhere"]}, "id_words-concepts_field"),
    (SINGLE, {"words-prompt": " \r\n "}, "id_words-prompt"),
    (SINGLE, {"words-prompt": "What is {{x9}}?"}, "id_words-prompt"),
    (SINGLE, {"words-explanation": "See {{x}}"}, "id_words-explanation"),
    (SINGLE, {"options-1-reason": ""}, "id_options-1-reason"),
    (SINGLE, {"options-2-text": "The output layer"}, "id_options-2-text"),
    (SINGLE, {"options-1-condition": "x9 > 1"}, "id_options-1-condition"),
    (SINGLE, {"options-0-condition": "1 > 0"}, "id_options-0-condition"),
    (SINGLE, {"options-1-right": "on"}, "options"),
    (TRUE_FALSE, {"truth-reason_true": ""}, "id_truth-reason_true"),
    (TRUE_FALSE, {"truth-right": "where"}, "id_truth-condition"),
    (TRUE_FALSE, {"truth-right": "where", "truth-condition": "1 +"}, "id_truth-condition"),
    (NUMBER, {"draw-0-step": "0.3"}, "id_draw-0-step"),
    (NUMBER, {"draw-1-start": "two"}, "id_draw-1-start"),
    (NUMBER, {"draw-2-name": ""}, "id_draw-2-name"),
    (NUMBER, {"draw-2-name": "w 1"}, "id_draw-2-name"),
    (NUMBER, {"draw-1-name": "x1"}, "id_draw-1-name"),
    (NUMBER, {"draw-1-name": "exp"}, "id_draw-1-name"),
    (NUMBER, {"draw-0-choices": "1, 2"}, "id_draw-0-choices"),
    (NUMBER, {"draw-0-left_out": "0, zero"}, "id_draw-0-left_out"),
    (NUMBER, {"let-0-expression": "z[7,1]"}, "id_let-0-expression"),
    (NUMBER, {"let-0-name": "x1"}, "id_let-0-name"),
    (NUMBER, {"network-require": "abs(z) >= 0.3\r\nabs(q) < 1"}, "id_network-require"),
    (NUMBER, {"network-inputs": ""}, "id_network-inputs"),
    (NUMBER, {"network-inputs": "x1, nobody"}, "id_network-inputs"),
    (NUMBER, {"network-target": "1, 2, 3", "network-loss": "squared_error"}, "id_network-target"),
    (NUMBER, {"layers-0-weights": "w1, w2\r\nw1"}, "id_layers-0-weights"),
    (NUMBER, {"layers-0-biases": "b, b, b"}, "id_layers-0-biases"),
    (NUMBER, {"layers-0-activation": ""}, "id_layers-0-activation"),
    (NUMBER, {"answer-value": "a[3,1]"}, "id_answer-value"),
    (NUMBER, {"answer-value": ""}, "id_answer-value"),
    (NUMBER, {"answer-kind": "count", "answer-value": "dots"}, "id_answer-value"),
    (NUMBER, {"answer-decimals": "12"}, "id_answer-decimals"),
    (NUMBER, {"answer-tolerance": "wide"}, "id_answer-tolerance"),
    (NUMBER, {"answer-steps": "z[9,9]"}, "id_answer-steps"),
    (NUMBER, {"answer-separate": ["relu.preact"]}, "id_answer-separate"),
    (NUMBER, {"answer-separate": ["no.such"]}, "id_answer-separate"),
    (EXPRESSION, {"answer-value": "ceil(n"}, "id_answer-value"),
    (EXPRESSION, {"wrong-0-feedback": ""}, "id_wrong-0-feedback"),
    (EXPRESSION, {"wrong-0-value": "n / nobody"}, "id_wrong-0-value"),
    (COUNT, {"answer-sizes": "n"}, "id_answer-sizes"),
]


@pytest.mark.parametrize(("body", "change", "target"), MISTAKES, ids=lambda value: str(value)[:40])
def test_each_mistake_stands_at_its_field_and_in_the_summary_that_links_there(author, body, change, target):
    fields = written("new-one", body) | {name: one if isinstance(one, list) else [one] for name, one in change.items()}
    page = author.post(ADD, {**fields, "publish": ""})
    assert page.status_code == 200
    assert target in targets(page)
    text = page.content.decode()
    assert f'href="#{target}"' in text
    assert f'id="{target}"' in text
    assert kept(sent_back(text, "data-author"), fields)
    assert not Question.objects.exists()


def kept(shown, typed):
    """Whether all that was typed is still there; a concept or idea that does not exist has no box."""
    boxes = ("words-concepts", "answer-separate")
    there = [name for name in typed if name not in boxes and not name.endswith("_FORMS") and any(typed[name])]
    return all([one.strip() for one in shown[name]] == [one.strip() for one in typed[name]] for name in there)


def test_a_field_with_a_mistake_points_to_its_sentence(author):
    page = author.post(ADD, {**written("new-one", SINGLE), "words-prompt": "{{x}}", "publish": ""}).content.decode()
    field = page[page.index('name="words-prompt"') :].split(">")[0]
    assert 'aria-invalid="true"' in field
    assert "id_words-prompt_error" in field
    assert 'id="id_words-prompt_error"' in page


@pytest.mark.parametrize(
    ("change", "target"),
    [
        ({"network-require": "abs(z) > 2.9\r\nabs(z) < 2.9"}, "draw"),
        ({"words-prompt": "Inputs {{x1}} {{x2}}: $\\frac{1$"}, "id_words-prompt"),
        ({"words-explanation": "$\\nosuchthing$"}, "id_words-explanation"),
    ],
)
@pytest.mark.parametrize("button", ["look", "publish"])
def test_what_only_drawing_and_rendering_find_stands_at_its_field_too(author, change, target, button):
    page = author.post(ADD, {**written("new-one", NUMBER), **change, button: ""})
    assert targets(page) == [target]
    assert f'id="{target}"' in page.content.decode()
    assert not Question.objects.exists()


def test_a_concept_that_vanishes_meanwhile_is_named_at_its_field(author):
    fields = written("new-one", SINGLE)
    Concept.objects.filter(slug="layers").delete()
    page = author.post(ADD, {**fields, "publish": ""})
    assert ("id_words-concepts_field", "There is no concept “layers” any more. Tick another one.") in problems(page)


def test_a_name_that_is_taken_is_told_before_and_at_publishing(author, published):
    published()
    for button in ("look", "publish"):
        page = author.post(ADD, {**written("which-layer", MULTIPLE), button: ""})
        assert targets(page) == ["id_words-slug"]


def test_a_fault_without_a_field_stands_at_the_head(concepts):
    forms = read(written("a-question", TRUE_FALSE))
    forms.show([Fault("nowhere.at.all", "Something."), Fault("", "Else."), Fault("answer.value", "Of another kind.")])
    assert [problem.message for problem in forms.problems] == ["Something.", "Else.", "Of another kind."]
    assert {problem.target for problem in forms.problems} == {"words"}


@pytest.mark.parametrize("count", [None, "", "x", "-1", "9" * 5000, "99999999", "²"])
def test_a_form_whose_counts_were_tampered_with_is_refused_and_does_not_fail(author, count):
    fields = written("new-one", SINGLE) | {"options-TOTAL_FORMS": [count]}
    page = author.post(ADD, {name: values for name, values in fields.items() if values != [None]} | {"publish": ""})
    assert page.status_code == 200
    assert not Question.objects.exists()


def test_without_a_script_every_look_leaves_empty_rows_for_more(author):
    fields = written("new-one", SINGLE)
    fields |= {"options-TOTAL_FORMS": ["3"]}
    page = author.post(ADD, {**fields, "look": ""})
    assert len(page.context["forms"].rows["options"].forms) == 7


# ---- the ideas to tell apart


def test_only_misconceptions_that_fit_the_question_are_offered():
    ideas = ideas_for(NUMBER, ["sig.preact"])
    offered = {offer.id: offer.chosen for _, group in ideas.groups for offer in group}
    assert ideas.narrowed
    assert offered["sig.preact"]
    assert not offered["z.no_bias"]
    assert "relu.preact" not in offered
    assert "pc.no_bias" not in offered


def test_a_chosen_misconception_is_offered_even_where_it_does_not_fit():
    ideas = ideas_for(NUMBER, ["relu.preact", "z.no_bias@1"])
    chosen = [offer.id for _, group in ideas.groups for offer in group if offer.chosen]
    assert sorted(chosen) == ["relu.preact", "z.no_bias@1"]


def test_before_there_is_a_network_all_are_offered():
    assert not ideas_for(None, []).narrowed
    assert not ideas_for(NUMBER | {"prompt": "{{nobody}}"}, []).narrowed


def test_a_count_offers_its_own():
    ideas = ideas_for(COUNT, [])
    assert {offer.id.split(".")[0] for _, group in ideas.groups for offer in group} == {"pc"}
    bare = [offer.id for _, group in ideas_for(WEIGHTS, []).groups for offer in group]
    assert set(bare) == {"pc.biases", "pc.neurons", "pc.added", "pc.no_output", "pc.first_last"}
