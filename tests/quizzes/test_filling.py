"""Every place of a quiz is filled if any choice of questions fills them all; if none does, the shortage is named."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.filling import Candidate, Place, fill, read_place, shortages


def place(position, pool, pick=1, named=""):
    concept = "" if named else "Vanishing gradients"
    return Place(position, Decimal(1), pick, tuple(Candidate(one, one + 100) for one in pool), named, concept)


def questions(filled):
    return {position: [one.question for one in found] for position, found in filled.items()}


def as_listed(place):
    return list(place.pool)


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
def test_a_place_makes_room_for_one_that_has_no_other_question(order):
    pools = {1: [1, 2], 2: [2, 3], 3: [1]}
    filled = questions(fill([place(at, pools[at]) for at in order], as_listed))
    assert sorted(found for one in filled.values() for found in one) == [1, 2, 3]


def test_a_named_question_is_not_drawn_as_well():
    filled = questions(fill([place(1, [1], named="one"), place(2, [1, 2])], as_listed))
    assert filled == {1: [1], 2: [2]}


@given(st.lists(st.tuples(st.sets(st.integers(1, 5), max_size=4), st.integers(1, 2)), max_size=4), st.randoms())
def test_no_choice_fills_more_than_fill_does(wanted, draw):
    places = [place(at, sorted(pool), pick) for at, (pool, pick) in enumerate(wanted, start=1)]

    def in_any_order(place):
        return draw.sample(place.pool, len(place.pool))

    seats = [set(pool) for pool, pick in wanted for _ in range(pick)]
    filled = questions(fill(places, in_any_order))
    asked = [one for found in filled.values() for one in found]
    assert len(asked) == len(set(asked)) == most(seats, frozenset())


def most(seats, used):
    """How many seats can be taken, by trying every choice."""
    if not seats:
        return 0
    own, *others = seats
    taken = [1 + most(others, used | {one}) for one in own - used]
    return max([most(others, used), *taken])


@pytest.mark.parametrize(
    "places, told",
    [
        ([place(3, [1, 2, 3], 5)], ["Slot 3 asks for 5 questions on Vanishing gradients. There are 3."]),
        ([place(2, [], 1)], ["Slot 2 asks for 1 question on Vanishing gradients. There are 0."]),
        ([place(1, [], named="a-sum")], ["Slot 1 asks “a-sum”, which is not open to this quiz."]),
        (
            [place(1, [1], named="one"), place(2, [1, 2], 2)],
            ["Slot 2 asks for 2 questions on Vanishing gradients. There is 1 that no other slot asks."],
        ),
        ([place(1, [1, 2]), place(2, [1, 2])], []),
    ],
)
def test_a_shortage_names_the_slot_and_what_there_is(places, told):
    assert list(shortages(places).values()) == told


def test_a_place_is_read_as_it_was_stored():
    one = place(2, [1, 2], 2)
    assert read_place(one.as_json()) == one
