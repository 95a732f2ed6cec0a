"""Which wrong numbers are explained, worked out by hand on a question with few mistakes."""

from decimal import Decimal

import numpy as np
import pytest

from simulator.engine.cells import Mistake, entries_of
from simulator.engine.chance import Chance, chances, range_of, sensible_range
from simulator.engine.charts import (
    BUDGET,
    Asked,
    chart_of,
    decimals_needed,
    decimals_of,
    find,
    looking_like_a_mistake,
)
from simulator.engine.network import read_network
from tests.simulator.networks import NEURON

ASKED = Asked(right=0.5, decimals=3, tolerance=0.002, low=0.0, high=1.0)
ONE = Mistake("one", 0.3124, "z[1,1]")


def explain(answer, *mistakes, asked=ASKED, pairs=()):
    return find(Decimal(answer), asked, mistakes, lambda typed: chart_of(asked, mistakes, typed, pairs))


# ---- cells


def test_exact_value_puts_most_weight_on_its_cell():
    # 0.3124 to 3 decimals is the cell 312; cut off it is 312 as well. Nobody rounds on the way here.
    entries = entries_of([ONE], np.array([1.0]), 3)
    assert set(entries.cell) == {312}
    assert entries.weight.sum() == pytest.approx(0.55)


def test_a_half_counts_for_both_cells():
    entries = entries_of([Mistake("half", 0.3125, "")], np.array([1.0]), 3)
    by_cell = {cell: entries.weight[entries.cell == cell].sum() for cell in (312, 313)}
    # 0.55 in halves; cutting off puts 0.03 on 312
    assert by_cell == pytest.approx({312: 0.305, 313: 0.275})


def test_cutting_off_has_a_cell_of_its_own():
    entries = entries_of([Mistake("cut", -0.3127, "")], np.array([1.0]), 3)
    assert set(entries.cell) == {-313, -312}
    assert entries.weight[entries.cell == -312].sum() == pytest.approx(0.03)


def test_rounding_on_the_way_has_its_cell():
    # 0.315 when every step is rounded, 0.3124 exactly: between them people who round some steps, in a bell around 312
    entries = entries_of([Mistake("rounds", 0.3124, "", rounded=(0.315,))], np.array([1.0]), 3)
    at = {cell: entries.weight[entries.cell == cell].sum() for cell in range(300, 325)}
    assert at[315] > 0.25
    assert at[312] > 0.55
    assert at[313] > at[314] > at[316] > at[317] > 0
    assert entries.weight.sum() == pytest.approx(0.97, abs=0.01)  # nobody lands elsewhere by cutting off


def test_huge_values_have_no_cells():
    assert not len(entries_of([Mistake("huge", 1e300, "")], np.array([1.0]), 3).cell)


# ---- chance


def test_chance_is_shared_without_the_right_numbers():
    # uniform on 0 to 1, without 0.498 to 0.502: a cell of 0.001 holds 0.001/0.996
    kind = Chance(0.0, 1.0, right=0.5, leeway=0.002)
    assert kind.share(np.array([0.3]), 0.0005) == pytest.approx(0.001 / 0.996)
    assert kind.share(np.array([1.2]), 0.0005) == 0


def test_five_kinds_of_chance():
    assert [(kind.low, kind.high) for kind in chances(0.0, 1.0, 0.6, 0.002)] == [
        (0.0, 1.0),
        (0.25, 0.75),
        (-4.5, 5.5),
        (0.0, 1.2),
        (pytest.approx(0.4), pytest.approx(0.8)),
    ]


def test_sensible_range_follows_the_wrong_numbers():
    assert sensible_range(0.5, [0.2, 0.9, 0.4, 60.0]) == (0.0, 1.0)  # twice the right one; 60 is beyond the quartile
    assert sensible_range(0.5, [-0.2, 1.4, 1.3]) == (-1.3, 1.3)
    assert sensible_range(0.0, []) == (0.0, 1.0)
    assert range_of(read_network(NEURON), "a[1,1]", 0.6, [3.0]) == (0.0, 1.0)


# ---- what is taken and told


def test_one_mistake_alone_is_named():
    found = explain("0.312", ONE)
    assert (found.verdict, [story.mistake.key for story in found.stories]) == ("one", ["one"])
    # of wrong numbers 0.7 × 0.55 come from it, and 0.3 × 0.001/(1/3) by the tightest kind of chance
    assert found.confidence == pytest.approx(0.385 / (0.385 + 0.3 * 0.003), abs=0.002)
    assert 0 < found.by_chance <= BUDGET


def test_neighbours_of_a_mistake_are_not_explained():
    assert explain("0.313", ONE).verdict == "none"
    assert explain("0.3", ONE).verdict in ("none", "coarse")


def test_two_mistakes_with_one_number_are_both_named():
    found = explain("0.312", ONE, Mistake("other", 0.3121, "a[1,1]"))
    assert found.verdict == "two"
    assert {story.mistake.key for story in found.stories} == {"one", "other"}
    assert found.confidence == pytest.approx(sum(story.share for story in found.stories))


def test_the_likelier_of_two_is_named_first_or_alone():
    often = Mistake("often", 0.3121, "a[1,1]", weight=3.0)
    assert [story.mistake.key for story in explain("0.312", ONE, often).stories] == ["often", "one"]
    nearly_always = Mistake("often", 0.3121, "a[1,1]", weight=9.0)
    assert explain("0.312", ONE, nearly_always).verdict == "one"


def test_one_mistake_in_several_layers_is_one_story():
    found = explain("0.312", Mistake("z.no_bias@1", 0.3124, "z[1,1]"), Mistake("z.no_bias@2", 0.3121, "z[2,1]"))
    assert found.verdict == "one"
    assert found.stories[0].mistake.id == "z.no_bias"


def test_three_mistakes_name_two_and_five_name_none():
    some = [Mistake(f"m{number}", 0.3121 + number * 1e-5, "") for number in range(5)]
    assert explain("0.312", *some[:3]).verdict == "several"
    assert len(explain("0.312", *some[:3]).stories) == 2
    assert (explain("0.312", *some).verdict, explain("0.312", *some).stories) == ("many", ())


def test_pairs_get_what_single_mistakes_leave():
    asked = Asked(0.5, 3, 0.002, 0.0, 1.0, has_pairs=True)
    pair = Mistake("one+other", 0.8127, "z[1,1]")
    found = explain("0.813", ONE, asked=asked, pairs=[pair])
    assert (found.verdict, found.stories[0].mistake.id) == ("pair", "one+other")
    assert explain("0.81", ONE, asked=asked, pairs=[pair]).stories == ()  # fewer decimals than asked


def test_no_kind_of_chance_is_explained_beyond_the_budget():
    many = [Mistake(f"m{number}", 0.31 + number * 0.0071, "") for number in range(90)]
    chart = chart_of(ASKED, many, 3)
    cells = np.unique(chart.taken.cell) / 1000
    for kind in chances(0.0, 1.0, 0.5, 0.002):
        assert kind.share(cells, 0.0005).sum() <= BUDGET
    assert 10 < len(cells) < 90
    assert chart.by_chance <= BUDGET


def test_right_numbers_are_never_explained():
    close = Mistake("close", 0.5015, "")
    assert len(chart_of(ASKED, [close], 3).taken.cell) == 0


def test_zero_needs_more_than_other_numbers():
    common, rare = Mistake("zero", 0.0, ""), [Mistake(f"m{number}", 0.7 + number / 100, "", 4) for number in range(20)]
    assert explain("0.000", common).verdict == "one"
    assert explain("0.000", common, *rare).stories == ()  # a plain 0 is typed by people without any idea as well


# ---- typed decimals


@pytest.mark.parametrize("typed, decimals", [("0.70", 2), ("0.7", 1), ("7", 0), ("-0", 0), ("1e-3", 3), ("1E+2", 0)])
def test_typed_decimals_survive(typed, decimals):
    assert decimals_of(Decimal(typed)) == decimals


def test_fewer_decimals_are_a_wider_cell():
    # "0.31" stands for 0.305 to 0.315: three times 0.01 of the tightest kind of chance is within the budget
    assert explain("0.31", ONE).verdict == "one"
    found = explain("0.3", ONE)
    assert (found.verdict, found.stories, found.decimals_to_tell) == ("coarse", (), 3)


def test_a_number_that_ends_is_read_with_zeros():
    tidy = Asked(right=0.9, decimals=2, tolerance=0.02, low=-2.0, high=2.0)
    minus = Mistake("minus", -1.2, "")
    assert explain("-1.2", minus, asked=tidy).verdict == "one"
    assert explain("-1.20", minus, asked=tidy).verdict == "one"
    assert explain("-1", minus, asked=tidy).stories == ()


def test_a_short_number_that_nobody_would_guess_is_read_with_zeros():
    output = Asked(right=0.78583, decimals=3, tolerance=0.002, low=0.0, high=1.0)
    mistakes = Mistake("sum", 1.3, ""), Mistake("other", 0.3, "")
    assert explain("1.3", *mistakes, asked=output).verdict == "one"  # an output is between 0 and 1
    assert explain("0.3", *mistakes, asked=output).stories == ()
    assert explain("1.2", *mistakes, asked=output).stories == ()


def test_more_decimals_are_looked_at_up_to_two():
    assert explain("0.31240", ONE).verdict == "one"
    assert explain("0.3124000", ONE).verdict == "one"
    assert explain("0.31249", ONE).verdict == "none"


# ---- how many decimals to ask for


def test_more_decimals_are_advised_where_chance_looks_like_a_mistake():
    many = [Mistake(f"m{number}", 0.31234 + number * 0.01357, "") for number in range(30)]
    assert looking_like_a_mistake(ASKED, many, 3) > BUDGET
    assert looking_like_a_mistake(ASKED, many, 4) <= BUDGET
    assert decimals_needed(ASKED, many, 3) == 4
    assert decimals_needed(ASKED, [ONE], 3) == 3


def test_decimals_do_not_help_where_all_numbers_end():
    tidy = Asked(right=0.5, decimals=1, tolerance=0.0, low=0.0, high=1.0)
    assert decimals_needed(tidy, [Mistake(f"m{n}", n / 10, "") for n in (1, 2, 3, 7, 9)], 1) == 1


def test_a_question_without_mistakes_explains_nothing():
    assert explain("0.312").verdict == "none"
    assert chart_of(ASKED, [], 3).by_chance == 0
