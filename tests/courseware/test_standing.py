"""Right today after three rights on different variants; mastered by one more on another day."""

from datetime import date

import pytest

from courseware.standing import Again, Answer, again, judgements, standing

FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


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


def sure_in_vain(variant, day=FRIDAY):
    return wrong(variant, day, certainty=3)


def test_what_one_was_sure_of_in_vain_is_asked_again_from_the_next_day_on():
    assert again([sure_in_vain(1)], FRIDAY) is None
    assert again([sure_in_vain(1)], SATURDAY) == again([sure_in_vain(1)], SUNDAY) == Again(FRIDAY, was_sure=True)


def test_one_right_answer_on_a_later_day_settles_it_and_one_on_the_same_day_does_not():
    assert again([sure_in_vain(1), right(2)], SATURDAY) == Again(FRIDAY, was_sure=True)
    assert again([sure_in_vain(1), right(2, SATURDAY)], SATURDAY) is None


@pytest.mark.parametrize("answer", [wrong(1), wrong(1, certainty=2), Answer(1, 0.5, FRIDAY, 3), right(1, certainty=3)])
def test_what_was_no_sure_slip_is_not_asked_again(answer):
    assert again([answer], SATURDAY) is None


def test_who_is_sure_in_vain_once_more_has_until_the_day_after_that():
    answers = [sure_in_vain(1), sure_in_vain(2, SATURDAY)]
    assert again(answers, SATURDAY) is None
    assert again(answers, SUNDAY) == Again(SATURDAY, was_sure=True)


def test_what_three_rights_carried_is_asked_again_until_one_more_masters_it():
    three = [right(1), right(2), right(3)]
    assert again(three, FRIDAY) is None
    assert again(three, SATURDAY) == Again(FRIDAY, was_sure=False)
    assert again([*three, right(4, SATURDAY)], SATURDAY) is None
    assert again([*three, wrong(4, SATURDAY)], SUNDAY) is None  # the count has begun anew


def test_three_rights_on_the_day_of_a_sure_slip_settle_it_on_another_day_alone():
    answers = [sure_in_vain(1), right(2), right(3), right(4)]
    assert again(answers, SATURDAY) == Again(FRIDAY, was_sure=True)
    settled = [*answers, right(5, SATURDAY)]
    assert again(settled, SATURDAY) is None
    assert standing(settled).is_mastered
