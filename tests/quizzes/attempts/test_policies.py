from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from quizzes.policies import (
    DEFAULTS,
    FIELDS,
    MODES,
    PolicyError,
    deadline_of,
    policy_of,
    read_terms,
    result,
    write_terms,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def terms(mode="check", points=Decimal(10), factor=Decimal(1), **given):
    return read_terms(write_terms(policy_of(mode, given), points, factor))


def test_one_table_says_what_holds_where_a_quiz_says_nothing():
    assert set(DEFAULTS) == set(FIELDS)
    policy = policy_of("check", {})
    assert (policy.attempts, policy.counts, policy.tries, policy.minutes) == (0, "best", 1, 0)
    assert (policy.release, policy.shuffle, policy.pass_mark, policy.simulator) == ("submit", True, 70, "open")


def test_every_default_and_every_mode_is_a_policy_that_can_hold():
    for mode in MODES:
        assert policy_of(mode, DEFAULTS).mode == mode
        assert policy_of(mode, {}).as_json()["mode"] == mode


def test_an_exam_is_taken_once_by_people_with_names_and_released_by_hand():
    exam = policy_of("exam", {})
    assert (exam.attempts, exam.release, exam.simulator, exam.takes_guests) == (1, "by hand", "closed", False)
    assert policy_of("exam", {"tries": 3}).tries == 1
    assert policy_of("practice", {}).takes_guests


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("attempts", -1),
        ("attempts", True),
        ("attempts", "3"),
        ("counts", "median"),
        ("tries", 0),
        ("credit", []),
        ("credit", [2]),
        ("credit", ["1/0"]),
        ("credit", "1"),
        ("minutes", 1.5),
        ("release", "never"),
        ("shuffle", 1),
        ("pass_mark", 101),
        ("simulator", None),
        ("surprise", 1),
    ],
)
def test_what_cannot_hold_is_named(field, value):
    with pytest.raises(PolicyError) as error:
        policy_of("check", {field: value})
    assert set(error.value.faults) == {field}


@pytest.mark.parametrize(("mode", "given"), [("game", {}), ("check", []), ("check", None)])
def test_an_unknown_mode_and_a_policy_that_is_no_table_are_refused(mode, given):
    with pytest.raises(PolicyError):
        policy_of(mode, given)


def test_terms_come_back_as_they_were_written():
    written = terms(tries=3, minutes=40, factor=Decimal("1.25"))
    assert written.credit == (Fraction(1), Fraction(2, 3), Fraction(1, 3))
    assert (written.minutes, written.factor, written.points, written.tries) == (40, Decimal("1.25"), 10, 3)


@pytest.mark.parametrize(
    ("mode", "tries", "credits"),
    [
        ("check", 1, [1, 1, 1]),
        ("check", 2, [1, Fraction(2, 3), 0]),
        ("check", 3, [1, Fraction(2, 3), Fraction(1, 3), 0]),
        ("check", 5, [1, Fraction(2, 3), Fraction(1, 3), Fraction(1, 3), Fraction(1, 3), 0]),
        ("practice", 1, [1, 1, 1]),
    ],
)
def test_credit_falls_from_try_to_try(mode, tries, credits):
    kept = terms(mode, tries=tries)
    assert [kept.credit_for(number) for number in range(1, len(credits) + 1)] == credits


@pytest.mark.parametrize(("mode", "tries", "at_once"), [("check", 1, False), ("check", 2, True), ("practice", 1, True)])
def test_verdicts_are_told_at_once_in_practice_and_where_there_are_tries(mode, tries, at_once):
    assert terms(mode, tries=tries).tells_at_once is at_once


@pytest.mark.parametrize(
    ("minutes", "closes", "deadline"),
    [
        (0, None, None),
        (30, None, NOON + timedelta(minutes=30)),
        (0, NOON + timedelta(hours=1), NOON + timedelta(hours=1)),
        (30, NOON + timedelta(hours=1), NOON + timedelta(minutes=30)),
        (30, NOON + timedelta(minutes=1), NOON + timedelta(minutes=1)),
    ],
)
def test_the_deadline_is_the_earlier_end(minutes, closes, deadline):
    assert deadline_of(terms(minutes=minutes), NOON, closes, Decimal(1)) == deadline


def test_a_factor_stretches_the_limit_and_not_the_window():
    closes = NOON + timedelta(minutes=45)
    assert deadline_of(terms(minutes=30), NOON, None, Decimal("1.25")) == NOON + timedelta(minutes=37, seconds=30)
    assert deadline_of(terms(minutes=30), NOON, closes, Decimal(2)) == closes


@pytest.mark.parametrize(
    ("counts", "expected"), [("best", 0.9), ("last", 0.4), ("first", 0.5), ("average", pytest.approx(0.6))]
)
def test_which_attempt_counts(counts, expected):
    assert result(counts, [0.5, 0.9, 0.4]) == expected
    assert result(counts, []) is None
