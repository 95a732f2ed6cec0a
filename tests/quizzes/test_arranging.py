"""What is arranged rather than chosen: lines in order, pairs, and the faulty line of some code."""

import pytest

from quizzes.questions.base import Unreadable
from quizzes.questions.making import check, make
from quizzes.questions.types import TYPES
from tests.quizzes.bodies import LINE, MATCHING, ORDERING


def variant_of(body, count=1, name="a-question"):
    return make(body, list, count, question=name)[0]


def graded(body, variant, raw):
    kind = TYPES[body["type"]]
    return kind.grade(kind.parse(raw, variant.shown["ask"]), variant.right, variant.wrong)


def ids_of(variant, side="options", name="text"):
    return {one[name]: one["id"] for one in variant.shown["ask"][side]}


@pytest.mark.parametrize(
    "order, fraction",
    [
        ("forward loss gradients update", 1),
        ("loss gradients update forward", 2 / 3),  # one line at the wrong end costs one pair of neighbours
        ("forward loss update gradients", 1 / 3),
        ("update gradients loss forward", 0),
        ("loss forward update gradients", 0),
    ],
)
def test_an_order_earns_the_share_of_its_right_neighbours(order, fraction):
    variant = variant_of(ORDERING)
    ids = ids_of(variant)
    assert float(graded(ORDERING, variant, [ids[word] for word in order.split()]).fraction) == pytest.approx(fraction)


def test_an_order_in_which_a_place_is_empty_or_taken_twice_is_asked_again():
    variant = variant_of(ORDERING)
    first, second, third, last = ids_of(variant).values()
    for raw in ([first, second, third, ""], [first, first, third, last], [first, second, third]):
        with pytest.raises(Unreadable, match="a place of its own"):
            TYPES["ordering"].parse(raw, variant.shown["ask"])


def test_the_order_in_which_lines_are_shown_says_nothing():
    firsts = {variant_of(ORDERING, name=f"q{number}").shown["ask"]["options"][0]["text"] for number in range(60)}
    assert firsts == {item["text"] for item in ORDERING["items"]}


def test_each_right_pair_earns_its_share_and_an_open_one_nothing():
    variant = variant_of(MATCHING)
    left, right = ids_of(variant, "left"), ids_of(variant)
    answer = {left["sigmoid"]: right["between -1 and 1"], left["ReLU"]: right["0 or more"], left["softplus"]: ""}
    verdict = graded(MATCHING, variant, answer)
    assert verdict.fraction == pytest.approx(1 / 4)
    assert [one["id"] for one in verdict.diagnoses] == ["r"]


def test_two_lines_may_belong_to_the_same_and_a_decoy_to_none():
    variant = variant_of(MATCHING)
    assert sorted(ids_of(variant)) == ["0 or more", "any number", "between -1 and 1", "between 0 and 1"]
    pairs = dict(variant.right["pairs"])
    left = ids_of(variant, "left")
    assert pairs[left["ReLU"]] == pairs[left["softplus"]] == ids_of(variant)["0 or more"]


def test_the_ids_of_the_two_sides_of_a_match_share_nothing():
    variant = variant_of(MATCHING)
    assert not set(ids_of(variant, "left").values()) & set(ids_of(variant).values())


def test_a_line_of_code_keeps_its_indentation_and_its_hyphens():
    body = LINE | {"draw": {"m": {"choices": ["-4"]}, "n": {"choices": ["-9"]}}}
    assert [line["code"] for line in variant_of(body).shown["ask"]["options"]] == [
        "Z = X[:-4] @ W + b",
        "    A = np.maximum(0, Z)",
        "y = A @ v + c",
    ]


def test_the_faulty_line_is_right_and_another_tells_its_belief():
    variant = variant_of(LINE)
    ids = list(ids_of(variant, name="code").values())
    assert variant.right["ids"] == ids[:1]
    assert graded(LINE, variant, ids[0]).fraction == 1
    assert [one["id"] for one in graded(LINE, variant, ids[1]).diagnoses] == ["relu-needs-a-loop"]
    assert set(variant.right["reasons"]) == set(ids)


@pytest.mark.parametrize(
    "body, sides",
    [
        (ORDERING, {"items": [{"text": f"{{{{{name}}}}}", "reason": "So."} for name in "abc"]}),
        (MATCHING, {"pairs": [{"left": name, "right": f"{{{{{name}}}}}", "reason": "So."} for name in "abc"]}),
    ],
)
def test_a_draw_in_which_two_of_them_read_the_same_is_refused(body, sides):
    drawn = {name: {"from": "1", "to": "3"} for name in "abc"}
    for variant in make(body | sides | {"draw": drawn}, list, 6, question="a-question"):
        assert len(set(variant.parameters.values())) == 3


@pytest.mark.parametrize(
    "body, field",
    [
        ({**ORDERING, "items": ORDERING["items"][:2]}, "items"),
        ({**ORDERING, "items": [{"text": "one"}, *ORDERING["items"]]}, "items.0.reason"),
        ({**ORDERING, "items": [*ORDERING["items"], ORDERING["items"][0]]}, "items.4.text"),
        ({**MATCHING, "decoys": ["0 or more"]}, "decoys.0"),
        ({**MATCHING, "pairs": [MATCHING["pairs"][0], MATCHING["pairs"][0]]}, "pairs.1.left"),
        ({**LINE, "lines": [{"code": "a = 1", "reason": "x"}, {"code": "b = 2", "reason": "y"}]}, "lines"),
        ({**LINE, "lines": [{"code": "a\nb", "reason": "x", "faulty": True}, *LINE["lines"][1:]]}, "lines.0.code"),
        ({**LINE, "lines": [{"code": "{{q}}", "reason": "x", "faulty": True}, *LINE["lines"][1:]]}, "lines.0.code"),
        ({**LINE, "lines": [{"code": "a", "reason": "x", "faulty": 1}, *LINE["lines"][1:]]}, "lines.0.faulty"),
    ],
)
def test_a_slip_of_an_author_is_named_at_its_field(body, field):
    assert [fault.field for fault in check(body)] == [field]
