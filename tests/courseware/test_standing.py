"""Right today after three rights on different variants; mastered by one more on another day."""

from datetime import date

import pytest

from courseware.standing import Answer, judgements, standing

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)


def right(variant, day=FRIDAY, certainty=None):
    return Answer(variant, 1.0, day, certainty)


def wrong(variant, day=FRIDAY, certainty=None):
    return Answer(variant, 0.0, day, certainty)


def test_nobody_knows_what_was_never_asked():
    found = standing([])
    assert (found.answers, found.right, found.carried, found.is_mastered, found.left) == (0, 0, None, False, 3)


def test_three_rights_on_different_variants_carry_a_concept_for_the_day():
    assert standing([right(1), right(2)]).left == 1
    found = standing([right(1), right(2), right(3)])
    assert (found.carried, found.is_mastered) == (FRIDAY, False)


def test_the_same_variant_again_counts_once():
    found = standing([right(1), right(1), right(1), right(2)])
    assert (found.carried, found.left, found.right) == (None, 1, 4)


def test_one_more_on_another_day_masters_it_and_one_more_on_the_same_day_does_not():
    three = [right(1), right(2), right(3)]
    assert not standing([*three, right(4)]).is_mastered
    assert standing([*three, right(4, SATURDAY)]).is_mastered


def test_rights_may_be_spread_over_days():
    found = standing([right(1), right(2), right(3, SATURDAY)])
    assert (found.carried, found.is_mastered) == (SATURDAY, False)


@pytest.mark.parametrize("fraction", [0.0, 0.5])
def test_a_slip_begins_the_count_anew_and_stays_in_the_numbers(fraction):
    found = standing([right(1), right(2), right(3), Answer(4, fraction, SATURDAY), right(5, SATURDAY)])
    assert (found.answers, found.right, found.carried, found.is_mastered, found.left) == (5, 4, None, False, 2)


def test_certainty_is_counted_by_its_degree_and_only_where_it_was_given():
    found = judgements([right(1, certainty=3), wrong(2, certainty=3), right(3, certainty=1), right(4)])
    assert [(one.name, one.right, one.answers) for one in found] == [("Guess", 1, 1), ("Sure", 1, 2)]
    assert judgements([right(1)]) == []
