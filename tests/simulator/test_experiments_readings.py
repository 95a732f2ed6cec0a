"""The readings that chapters quote: the kept ones are those of a new run, and what theory says where it says it."""

import math

import numpy as np
import pytest

from simulator.engine.data.reviews import AGREES
from simulator.engine.network import read_network
from simulator.engine.trace import trace
from simulator.experiments import black_box, depth, digits, exclusive_or, reviews, tastes, tents
from simulator.experiments.digit_reader import kept, learned, reads
from simulator.experiments.drawn_digits import new_digits, training_digits
from simulator.experiments.films import FILM_B, film_network
from simulator.experiments.outcomes import Read, at_point
from simulator.experiments.running import run_experiment
from simulator.experiments.stored import DRAWN, curves_of, measured, stored_curves, stored_readings
from simulator.experiments.table import EXPERIMENTS

SLOW = {"rates", "digits", "reviews", "overfitting", "optimisers"}  # seconds each; the others take a second or less
SAME = 1e-6  # of a reading: other versions of NumPy and BLAS differ in the last bits


def compare(found, kept):
    assert [one["parameters"] for one in found] == [one["parameters"] for one in kept]
    for one, other in zip(found, kept, strict=True):
        assert one["readings"] == pytest.approx(other["readings"], rel=SAME, abs=1e-12), one["parameters"]


def compare_curves(found, kept):
    assert [plot["title"] for plot in found] == [plot["title"] for plot in kept]
    assert numbers_of(found) == pytest.approx(numbers_of(kept), rel=1e-3, abs=1e-4)


def numbers_of(plots):
    return [v for plot in plots for series in plot["series"] for point in series["points"] for v in point]


@pytest.mark.parametrize("slug", sorted(EXPERIMENTS.keys() - SLOW))
def test_the_kept_readings_are_those_of_a_new_sweep(slug):
    compare(measured(EXPERIMENTS[slug]), stored_readings()[slug])


@pytest.mark.parametrize("slug", sorted(SLOW))
def test_the_kept_readings_of_a_long_sweep_begin_as_a_new_one(slug):
    first = run_experiment(slug, EXPERIMENTS[slug].values({}, EXPERIMENTS[slug].sweep[0]))
    compare([first], stored_readings()[slug][:1])
    if slug in DRAWN:
        compare_curves(curves_of(first), stored_curves()[slug][0])


@pytest.mark.parametrize("slug, place", [("exclusive-or", 5), ("tastes", 1)])
def test_the_kept_curves_of_a_run_are_those_of_a_new_one(slug, place):
    new = run_experiment(slug, EXPERIMENTS[slug].values({}, EXPERIMENTS[slug].sweep[place]))
    compare_curves(curves_of(new), stored_curves()[slug][place])


@pytest.mark.long
@pytest.mark.parametrize("slug", sorted(SLOW))
def test_the_kept_readings_are_those_of_a_new_long_sweep(slug):
    compare(measured(EXPERIMENTS[slug]), stored_readings()[slug])


def test_the_kept_network_that_reads_digits_is_that_of_a_new_training():
    new, old = learned(), kept()
    assert new["pictures"] == old["pictures"]
    for one, other in zip(new["layers"], old["layers"], strict=True):
        for name in ("weights", "biases"):
            assert np.array(one[name]) == pytest.approx(np.array(other[name]), abs=0.0101)  # a last digit apart


def test_the_kept_network_reads_the_digit_of_each_kind_that_it_is_shown():
    assert [int(reads(digit).forward[-1].a.argmax()) for digit in range(10)] == list(range(10))


def test_nothing_is_kept_of_an_experiment_that_is_gone():
    assert stored_readings().keys() == EXPERIMENTS.keys()


def read(slug, reading, **at):
    return Read(reading, at).value(stored_readings()[slug])


# ---- exact by theory or by hand


def test_the_bias_that_makes_up_for_the_inputs():
    # −0.3·(−2) + −1.3·1.5 = −1.35
    assert read("one-neuron", "balance") == pytest.approx(1.35)
    assert read("one-neuron", "output", bias=1.35) == pytest.approx(0.5)


def test_the_forward_pass_of_a_new_film_by_hand():
    # z₁ = 0.3 − 0.4 + 0.3 = 0.2; z₂ = −0.6 − 0.2 − 0.1 = −0.9 → 0; z = 0.6·0.2 + 0.5 = 0.62; σ(0.62) = 0.6502
    assert read("forward-pass", "output", action=1) == pytest.approx(0.6502, abs=5e-5)


def test_cross_entropy_is_the_negative_logarithm():
    for one in stored_readings()["loss"]:
        p = one["parameters"]["probability"]
        assert one["readings"]["cross_entropy"] == pytest.approx(-math.log(p))
        assert one["readings"]["squared_error"] == pytest.approx((1 - p) ** 2)


def test_a_smaller_wiggle_comes_closer_to_the_gradient():
    apart = [read("wiggle", "apart", weight="2,1,2", wiggle=wiggle) for wiggle in (0.3, 0.1, 0.01, 0.001)]
    assert apart == sorted(apart, reverse=True)
    assert read("wiggle", "gradient", weight="2,1,2") == pytest.approx(-0.3096, abs=5e-5)  # as the chapter has it


def test_multiplications_are_counted_as_the_study_says():
    widths = (16, 64, 256, 1024)
    one, two = ([read("cost", "multiplications", layers=n, width=w) for w in widths] for n in (1, 2))
    assert one == [1_184, 4_736, 18_944, 75_776]
    assert two == [1_440, 8_832, 84_480, 1_124_352]


@pytest.mark.parametrize("folds", range(1, 7))
def test_folding_layers_double_the_pieces_and_one_wide_layer_adds_one_for_each_unit(folds):
    assert read("tents", "pieces", shape="deep", folds=folds) == 2**folds
    assert read("tents", "pieces", shape="wide", folds=folds) == 2 * folds + 1


def test_three_folds_are_the_tent_map_three_times_over():
    # 0.3 → 0.6 → 0.8 → 0.4, each by the rule 2x up to one half and 2 − 2x beyond
    assert tents.values_at(tents.deep(3), np.array([0.3]))[0] == pytest.approx(0.4)


def test_no_stack_of_linear_layers_solves_xor_and_zeros_stay_at_the_loss_of_one_half():
    linear = at_point(stored_readings()["exclusive-or"], {"activation": "identity"})
    assert {one["readings"]["solved"] for one in linear} == {0}
    assert read("starts", "loss", start="zero") == pytest.approx(math.log(2))
    assert read("starts", "spread", start="constant") == 0


def test_a_rate_beyond_the_limit_ends_higher_and_one_below_it_at_the_noise():
    limit = read("rates", "limit", study="rate")
    for one in at_point(stored_readings()["rates"], {"study": "rate"}):
        rate, loss = one["parameters"]["rate"], one["readings"]["loss"]
        if rate > limit:
            assert loss > 1
        elif rate >= 0.25:
            assert loss == pytest.approx(0.01, abs=0.005)  # the variance of the noise that was put in: 0.1²


def test_what_can_be_known_of_a_review_by_hand():
    # One opinion: 0.85. Two: 0.85² + half of 2·0.85·0.15 = 0.85. Three: 0.85³ + 3·0.85²·0.15 = 0.93925.
    assert reviews.possible("bag", 0) == pytest.approx((0.85 + 0.85 + 0.93925) / 3)
    assert reviews.possible("pairs", 0) == reviews.possible("bag", 0)
    assert AGREES == 0.85


def test_pairs_let_more_be_known_than_a_bag_and_nothing_is_lost_where_everything_is_negated():
    assert reviews.possible("bag", 0.3) == pytest.approx(0.837, abs=5e-4)  # as the study has it
    assert reviews.possible("pairs", 0.3) == pytest.approx(0.934, abs=5e-4)
    assert reviews.possible("bag", 1) == pytest.approx(1)  # a detour is always meant


def test_no_model_does_better_than_what_can_be_known():
    sampling = 3 * math.sqrt(0.25 / reviews.TESTED)
    for one in stored_readings()["reviews"]:
        assert one["readings"]["accuracy"] <= one["readings"]["possible"] + sampling


# ---- near what the study measured, with other random numbers


@pytest.mark.parametrize("count, share", [(100, 0.61), (200, 0.74), (500, 0.89), (1_000, 0.94), (2_000, 0.96)])
def test_the_learning_curve_is_that_of_the_study(count, share):
    assert read("digits", "accuracy", count=count, pixels="plain", width=32) == pytest.approx(share, abs=0.04)


def test_each_doubling_of_the_digits_removes_about_four_in_ten_of_the_errors():
    errors = {count: 1 - read("digits", "accuracy", count=count, pixels="plain", width=32) for count in (100, 200, 500)}
    errors |= {count: 1 - read("digits", "accuracy", count=count, pixels="plain", width=32) for count in (1000, 2000)}
    left = [errors[200] / errors[100], errors[1000] / errors[500], errors[2000] / errors[1000]]
    assert left == pytest.approx([0.6] * 3, abs=0.07)


def test_the_gradient_vanishes_through_sigmoids_and_not_through_relus():
    sigmoid, relu = (read("depth", "share", activation=name, depth=8) for name in ("sigmoid", "relu"))
    assert 4e-6 < sigmoid < 2e-4
    assert 0.1 < relu < 4


def test_two_hidden_tastes_are_found_and_held_out_ratings_say_so():
    errors = {one["parameters"]["rank"]: one["readings"] for one in stored_readings()["tastes"]}
    assert min(errors, key=lambda rank: errors[rank]["validation"]) == 2
    assert errors[20]["training"] < 0.01 < errors[20]["validation"]


def test_each_way_downhill_has_a_rate_of_its_own_that_suits_it():
    runs = stored_readings()["optimisers"]
    best = {
        kind: min(at_point(runs, {"optimiser": kind}), key=lambda one: one["readings"]["loss"])["parameters"]["rate"]
        for kind in ("sgd", "momentum", "adam")
    }
    assert best == {"sgd": 1.0, "momentum": 0.1, "adam": 0.03}  # the runs that the chapter draws
    assert len({one["readings"]["first"] for one in runs}) == 1, "all from the same start"


def test_overfitting_raises_the_loss_and_leaves_the_share_right():
    kept = stored_readings()["overfitting"][0]["readings"]
    assert kept["last"] > kept["best"] + 0.15
    assert kept["accuracy"] == pytest.approx(kept["accuracy_at_best"], abs=0.05)
    assert kept["training_accuracy"] == 1


# ---- the pieces


def test_no_digit_is_both_learned_from_and_tested_on():
    for seed in range(4):
        learned = {row.tobytes() for row in training_digits(seed, 2_000).x}
        assert not [row for row in new_digits(seed).x if row.tobytes() in learned]


def test_the_border_of_a_drawn_hidden_layer_is_where_the_output_says_one_half():
    # OR and AND: h = (tanh(x1 + x2 − 0.5), tanh(x1 + x2 − 1.5)); the output is 2·h1 − 2·h2 − 1
    model = exclusive_or.Model((2, 2, 1), ("tanh", "sigmoid"), "binary_cross_entropy")
    theta = np.array([1, 1, -0.5, 1, 1, -1.5, 2, -2, -1.0])
    plot = exclusive_or._plot(model, theta)
    along = [x for series in plot["series"] for x, _ in series["points"]]
    hidden = np.tanh(exclusive_or.POINTS.sum(axis=1)[:, None] - [0.5, 1.5])
    assert along == pytest.approx((hidden @ [2, -2] - 1)[[0, 3, 1, 2]], abs=1e-4)
    assert plot["marks"] == [{"x": 0, "name": "border"}]


def test_one_shuffle_for_all_is_a_permutation_and_a_shuffle_for_each_differs():
    x = np.arange(128.0).reshape(2, 64)
    fixed, each = (digits.shuffled(x, order, 1, "test") for order in ("fixed", "each"))
    assert np.array_equal(fixed[1] - 64, fixed[0])
    assert not np.array_equal(each[1] - 64, each[0])
    assert np.array_equal(np.sort(each, axis=1), x)


def test_the_shuffle_for_learning_is_the_one_for_the_test_but_each_picture_has_its_own():
    x = np.arange(128.0).reshape(2, 64)
    assert np.array_equal(*(digits.shuffled(x, "fixed", 1, part) for part in ("training", "test")))
    assert not np.array_equal(*(digits.shuffled(x, "each", 1, part) for part in ("training", "test")))


def test_the_sensitivity_of_a_pixel_is_the_slope_of_the_winning_score():
    model = black_box.network(4)
    random = np.random.default_rng(3)
    theta, x = random.normal(size=model.parameters), random.uniform(size=(3, 64))
    slopes = black_box._sensitivity(model, theta, x)
    winners = model.outputs(theta, x).argmax(axis=1)
    wiggled = x.copy()
    wiggled[:, 7] += 1e-6
    scores = [model.forward(theta, at)[0][range(3), winners] for at in (x, wiggled)]
    assert slopes[:, 7] == pytest.approx(np.abs(scores[1] - scores[0]) / 1e-6, rel=1e-4)


def test_a_step_of_the_factorisation_goes_down_its_penalised_error():
    given = tastes.ratings(tastes.Random(1, "test"))
    people, films = (tastes.Random(2, "test", part).normal((n, 2)) for part, n in (("a", 40), ("b", 30)))

    def error(people, films):
        squared = ((people @ films.T - given.table) ** 2 * given.training).sum()
        return (squared + tastes.PENALTY * ((people**2).sum() + (films**2).sum())) / 2

    moved = tastes._stepped(given, people, films)
    wiggled = people.copy()
    wiggled[3, 1] += 1e-6
    slope = (error(wiggled, films) - error(people, films)) / 1e-6
    assert people[3, 1] - moved[0][3, 1] == pytest.approx(tastes.RATE * slope, rel=1e-4)


def test_the_length_of_a_gradient_is_the_one_that_the_trace_has():
    data = film_network(*FILM_B)
    rows = [np.column_stack([layer["weights"], layer["biases"]]) for layer in data["layers"]]
    theta = np.concatenate([row.ravel() for row in rows])
    model = depth.Model((2, 2, 1), ("relu", "sigmoid"), "squared_error")
    found = depth.gradient(model, theta, np.array([data["inputs"]]), np.array([data["target"]]))
    traced = trace(read_network(data))
    assert depth._lengths(model, found) == pytest.approx([np.linalg.norm(traced.whole("dW", k)) for k in (1, 2)])
