"""After the computation changed, what is drawn otherwise is published again; what was shown and graded stays."""

import pytest

from quizzes import attempts
from quizzes.formats.toml_writing import write_question
from quizzes.models import Grade, Key, Question, Variant, Version
from quizzes.publishing import publish, renew_bank
from quizzes.publishing.renewing import renew
from quizzes.questions import making
from simulator.engine.version import ENGINE
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_rendering", "concepts")]

BODY = {
    "type": "number",
    "concepts": ["layers"],
    "level": "apply",
    "prompt": "A ReLU has the weighted sum {{s}}. What is ∂L/∂w₁ for {{c}}?",
    "explanation": "Follow the chain.",
    "draw": {"c": {"choices": ["-0.3", "-0.2"]}},
    "let": {"s": "0.1 + 0.2 + c", "gradient": "dW[1,1,1]"},
    "network": {
        "inputs": ["1", "1"],
        "target": ["1"],
        "layers": [{"weights": [["0.1", "0.2"]], "biases": ["c"], "activation": "relu"}],
        "loss": "squared_error",
        "learning_rate": "0.5",
    },
    "answer": {"expression": "gradient", "decimals": 2},  # of a probe that is 0, no mistake could be told
}
STEADY = BODY | {"prompt": "{{c}}", "draw": {"c": {"choices": ["-0.1", "-0.2"]}}}


@pytest.fixture
def before(monkeypatch):
    """The bank as the earlier engine drew it: with what floats leave of a sum that is 0 by hand."""
    with monkeypatch.context() as patch:
        for module in ("operations", "trace"):
            patch.setattr(f"simulator.engine.{module}.by_hand", lambda total, size, terms: total)
        patch.setattr("quizzes.questions.arithmetic.added", lambda *terms: sum(terms))
        patch.setattr(making, "noise", lambda *_: None)
        for slug, body in (("cancelled", BODY), ("steady", STEADY)):
            question = Question.objects.create(slug=slug, level="apply")
            publish(question, body, source=write_question(slug, body), author=None)
    Question.objects.update(engine="1")
    return {question.slug: question for question in Question.objects.all()}


def cancelled():
    """The variant that showed noise, and its keys by the number of their version."""
    old = Variant.objects.filter(version__question__slug="cancelled", version__number=1)
    variant = next(one for one in old if one.keys.get(version=one.version).parameters["c"] == "-0.3")
    return variant, {key.version.number: key for key in variant.keys.select_related("version")}


def test_only_what_is_drawn_otherwise_is_published_again(before):
    renewal = renew_bank()
    assert (renewal.published, renewal.faults) == (["cancelled"], [])
    assert Version.objects.get(question__slug="steady").number == 1
    version = Question.objects.get(slug="cancelled").published
    assert (version.number, version.source) == (2, before["cancelled"].published.source)
    assert {question.engine for question in Question.objects.all()} == {ENGINE}


def test_the_new_variants_show_no_noise(before):
    assert "10^" in cancelled()[0].shown["prompt"]
    renew_bank()
    shown = [one.shown["prompt"] for one in Variant.objects.filter(version__number=2)]
    assert any("sum 0." in text for text in shown)
    assert not any("10^" in text for text in shown)


def test_old_variants_get_new_keys_and_keep_what_they_show(before):
    variant, keys = cancelled()
    assert keys[1].right["value"] == pytest.approx(-2)  # 2 · (0 − 1) · 1: the unit counted as on
    renew_bank()
    again, keys = cancelled()
    assert again.shown == variant.shown
    assert (keys[2].right["value"], keys[2].engine) == (0, ENGINE)


def test_a_second_renewal_changes_nothing(before):
    renew_bank()
    rows = Version.objects.count(), Variant.objects.count(), Key.objects.count()
    assert renew_bank().published == []
    assert (Version.objects.count(), Variant.objects.count(), Key.objects.count()) == rows


def attempt_at_noise(question):
    variant, _ = cancelled()
    attempt = factory.begin(factory.offer(question))
    attempt.items.update(variant=variant)
    return attempt


def test_an_attempt_in_progress_is_judged_by_the_new_key(before):
    attempt = attempt_at_noise(before["cancelled"])
    renew_bank()
    send(attempt, 1, "0")
    assert attempts.submit(attempt, arrived=NOW).points == 1


def test_a_closed_attempt_keeps_its_grade(before):
    attempt = attempt_at_noise(before["cancelled"])
    send(attempt, 1, "-2")
    attempt = attempts.submit(attempt, arrived=NOW)
    grades = list(Grade.objects.values())
    renew_bank()
    attempt.refresh_from_db()
    assert (attempt.points, list(Grade.objects.values())) == (1, grades)


def test_a_question_that_cannot_be_drawn_any_more_is_named_and_stays(before, monkeypatch):
    monkeypatch.setattr(making, "noise", lambda *_: "“s” is refused")
    renewal = renew_bank()
    assert renewal.published == []
    assert [fault.split(":")[0] for fault in renewal.faults] == ["cancelled", "steady"]
    assert set(Question.objects.values_list("engine", flat=True)) == {"1"}


def test_two_loads_at_once_publish_one_version(before):
    renew_bank()
    stale = before["cancelled"]
    Question.objects.filter(pk=stale.pk).update(engine="1")
    assert renew(stale) is False
    assert stale.versions.count() == 2
