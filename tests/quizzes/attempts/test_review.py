import re

import pytest

from quizzes import attempts
from quizzes.models import Attempt, Slot
from quizzes.refusals import Refused
from quizzes.reviewing import accepted, review
from simulator.engine.pairs import pairs_of
from simulator.permalinks import read_permalink
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW, right_answer, send, wrong_answer

pytestmark = pytest.mark.django_db
BIG = {
    **factory.NUMBER,
    "prompt": "Two hidden units. Inputs {{x1}} and {{x2}}. What comes out?",
    "network": {
        "inputs": ["x1", "x2"],
        "layers": [
            {"weights": [[0.5, 0.3], [-0.4, 0.7]], "biases": [0.4, -0.6], "activation": "tanh"},
            {"weights": [[0.9, -1.1]], "biases": [0.35], "activation": "sigmoid"},
        ],
    },
    "answer": {"probe": "a[2,1]", "decimals": 3, "separate": ["z.no_bias"]},
}


def submitted(*answers, body=factory.NUMBER, **policy):
    """An attempt at questions of one body, answered with what each function makes of the key."""
    attempt = factory.begin(factory.offer(*[factory.publish(body) for _ in answers], **policy))
    for position, answer in enumerate(answers, start=1):
        if answer:
            send(attempt, position, answer(factory.key_at(attempt, position)))
    attempts.submit(attempt, arrived=NOW)
    return Attempt.objects.select_related("assignment__quiz").get(pk=attempt.pk)


def without_bias(key):
    return f"{key.wrong['z.no_bias']['value']:.6f}"


def right(key):
    return f"{key.right['value']:.3f}"


def test_a_wrong_number_is_told_apart_and_leads_to_the_place_where_it_went_wrong():
    attempt = submitted(without_bias)
    item = review(attempt, NOW)["items"][0]
    diagnosis = item["diagnoses"][0]
    assert (diagnosis["id"], diagnosis["node"]) == ("z.no_bias", "z[1,1]")
    assert "bias" in diagnosis["feedback"]
    assert f"{diagnosis['value']:.6f}" == item["answer"]
    assert item["right"] == right(factory.key_at(attempt, 1))
    assert (item["grade"]["fraction"], item["earned"], item["message"]) == (0, 0, None)


def test_the_worked_steps_lead_to_the_right_number_and_name_the_slip():
    attempt = submitted(without_bias)
    item = review(attempt, NOW)["items"][0]
    assert [step["probe"] for step in item["steps"]] == ["z[1,1]", "a[1,1]"]
    assert [step["slip"] for step in item["steps"]] == [True, False]
    assert item["steps"][0]["wrong"].startswith("<math")
    assert item["steps"][1]["wrong"] is None
    assert all(step["title"] and step["words"] for step in item["steps"])
    last = re.findall(r"<mn>([^<]+)</mn>", item["steps"][1]["numbers"])[-1]
    assert float(last) == pytest.approx(factory.key_at(attempt, 1).right["value"], abs=1e-4)


def test_the_link_opens_this_network_at_the_slip():
    attempt = submitted(without_bias)
    url = review(attempt, NOW)["items"][0]["simulator_url"]
    found = re.fullmatch(r"/simulator/\?n=([^&]+)&at=z%5B1%2C1%5D&wrong=z\.no_bias", url)
    assert found
    network, shown = read_permalink(found[1]), attempt.items.get().variant.shown["network"]
    assert (network["inputs"], network["layers"]) == (shown["inputs"], shown["layers"])


def test_two_ideas_together_are_found_when_the_review_first_needs_them(monkeypatch):
    calls = []

    def count(*arguments):
        calls.append(arguments)
        return pairs_of(*arguments)

    monkeypatch.setattr("quizzes.questions.cases.pairs_of", count)
    attempt = submitted(lambda key: "77.125", body=BIG)
    assert not calls
    items = [review(attempt, NOW)["items"][0] for _ in range(2)]
    assert len(calls) == 1
    assert items[0] == items[1]
    assert items[0]["diagnoses"] == []
    assert "Check your steps" in items[0]["message"]


def test_a_right_number_shows_no_slip():
    item = review(submitted(right), NOW)["items"][0]
    assert (item["diagnoses"], item["message"], item["earned"]) == ([], None, 1)
    assert not any(step["slip"] for step in item["steps"])
    assert "wrong=" not in item["simulator_url"]


def test_a_blank_item_still_tells_what_is_right():
    item = review(submitted(None), NOW)["items"][0]
    assert (item["answer"], item["grade"]["fraction"], item["diagnoses"]) == (None, 0, [])
    assert item["right"]
    assert item["steps"]
    assert item["explanation"]


def test_every_choice_has_its_reason_and_the_right_ones_are_named():
    attempt = factory.begin(factory.offer(*factory.four_questions()))
    for position in (2, 3, 4):
        send(attempt, position, wrong_answer(attempt, position))
    attempts.submit(attempt, arrived=NOW)
    items = review(Attempt.objects.get(), NOW)["items"]
    for position in (2, 3, 4):
        item, key = items[position - 1], factory.key_at(attempt, position)
        assert item["right"] == right_answer(attempt, position)
        assert item["reasons"] == key.right["reasons"]
        assert set(item["reasons"]) == {option["id"] for option in item["ask"]["options"]}
        assert (item["accepted"], item["steps"], item["simulator_url"]) == (None, [], None)


def test_the_paragraph_to_read_again_is_the_diagnosis_s_else_the_question_s():
    factory.concept("weights-and-bias")
    items = review(submitted(without_bias, right), NOW)["items"]
    assert [item["read_again"]["anchor"] for item in items] == ["weights-and-bias", "sigmoid"]
    assert set(items[0]["read_again"]) == {"title", "chapter", "anchor"}


def test_the_head_names_the_most_frequent_cause():
    found = review(submitted(without_bias, without_bias, None, right), NOW)
    summary = found["summary"]
    assert (summary["passed"], summary["pass_mark"], summary["wrong"]) == (False, 70, 3)
    assert (summary["cause"]["id"], summary["cause"]["count"]) == ("z.no_bias", 2)
    assert summary["cause"]["feedback"] == found["items"][0]["diagnoses"][0]["feedback"]


@pytest.mark.parametrize(("pass_mark", "passed"), [(50, True), (51, False), (0, True), (100, False)])
def test_passing_is_reaching_the_mark(pass_mark, passed):
    summary = review(submitted(right, None, pass_mark=pass_mark), NOW)["summary"]
    assert summary["passed"] is passed
    assert summary["cause"] is None


@pytest.mark.parametrize(
    ("value", "decimals", "tolerance", "lowest", "highest"),
    [
        (0.7858, 3, 0.002, "0.784", "0.787"),  # 0.7838 to 0.7878: both ends are right as they are written
        (0.786, 3, 0.002, "0.784", "0.788"),
        (1.2000000000000002, 2, 0.02, "1.18", "1.22"),
        (-1.5, 2, 0.02, "-1.52", "-1.48"),
        (51.0, 0, 0.0, "51", "51"),
        (0.00004, 3, 0.00001, "0.000", "0.000"),
        (-0.0004, 3, 0.0001, "0.000", "0.000"),
    ],
)
def test_the_accepted_ends_are_right_themselves(value, decimals, tolerance, lowest, highest):
    assert accepted({"value": value, "decimals": decimals, "tolerance": tolerance}) == {
        "lowest": lowest,
        "highest": highest,
    }


def test_before_its_end_and_before_its_release_there_is_no_review():
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), release="by hand"))
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            review(attempt, NOW)
        assert (refused.value.status_code, refused.value.code) == (403, "not_released")
        attempt = attempts.submit(attempt, arrived=NOW)


def test_the_other_try_s_points_are_earned_where_the_last_is_shown():
    attempt = factory.begin(factory.offer(factory.publish(factory.NUMBER), tries=3))
    for answer in ("50", right_answer(attempt, 1), "51"):
        send(attempt, 1, answer, kind="check")
    attempts.submit(attempt, arrived=NOW)
    item = review(Attempt.objects.get(), NOW)["items"][0]
    assert (item["answer"], item["grade"]["fraction"]) == ("51", 0)
    assert item["earned"] == 0.6667


def test_two_thirds_of_three_points_are_two():
    offered = factory.offer(factory.publish(factory.NUMBER), tries=3)
    Slot.objects.update(points=3)
    attempt = factory.begin(offered)
    for answer in ("50", right_answer(attempt, 1)):
        send(attempt, 1, answer, kind="check")
    attempts.submit(attempt, arrived=NOW)
    (item,) = review(Attempt.objects.get(), NOW)["items"]
    assert item["earned"] == 2
