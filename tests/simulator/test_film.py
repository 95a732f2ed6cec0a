"""A film: the same for the same spec, true in every frame, and with words for whatever ended it early."""

import base64
import json
import time
from itertools import pairwise

import numpy as np
import pytest

from simulator.engine.data.features import featured
from simulator.engine.trace import trace
from simulator.engine.training.checkpoints import write_checkpoint
from simulator.engine.training.film import end_of_training, film_of
from simulator.engine.training.optimisers import OPTIMISERS
from simulator.engine.training.run import Run
from simulator.engine.training.spec import SpecError, hash_of, read_spec
from tests.simulator.training import SPEC, as_network, spec_with

WAVES = spec_with(data={"set": "waves", "count": 40}, layers=[{"units": 1, "activation": "identity"}])
FOUR = spec_with(
    data={"set": "gaussians", "count": 60, "classes": 4},
    layers=[{"units": 5, "activation": "relu"}, {"units": 4, "activation": "softmax"}],
)
DIVERGING = spec_with(
    data={"set": "circle", "count": 40},
    layers=[{"units": 6, "activation": "relu"}, {"units": 1, "activation": "identity"}],
    optimiser={"kind": "sgd", "learning_rate": 3},
    epochs=30,
)


def film(spec=SPEC, **options):
    return film_of(read_spec(spec), **options)


def theta_of(model, text):
    """A frame's numbers, back from the film's order: W row by row, then b."""
    numbers = np.frombuffer(base64.b64decode(text), "<f4")
    rows = []
    for units, columns in model.shapes:
        weights, numbers = np.split(numbers, [units * (columns - 1)])
        biases, numbers = np.split(numbers, [units])
        rows.append(np.column_stack([weights.reshape(units, columns - 1), biases]).ravel())
    assert not len(numbers)
    return np.concatenate(rows).astype(float)


def part(found, name):
    spec = read_spec(found["spec"])
    here = [i for i, part in enumerate(found["points"]["part"]) if part == name]
    x, y = np.array(found["points"]["x"])[here], np.array(found["points"]["y"])[here]
    return featured(x, spec.features), y


# ---- what a film is


@pytest.mark.parametrize("spec", [SPEC, WAVES, FOUR, DIVERGING], ids=["circle", "waves", "four", "diverging"])
def test_the_same_spec_gives_the_same_film(spec):
    assert film(spec) == film(spec)


def test_a_film_is_json_and_named_by_its_spec():
    found = film()
    assert json.loads(json.dumps(found, allow_nan=False))["hash"] == hash_of(read_spec(SPEC))
    assert found["stopped"] is None


def test_the_frames_are_spread_from_the_start_to_the_end():
    assert film(spec_with(epochs=6, frames=4))["epochs"] == [0, 2, 4, 6]
    assert film(spec_with(epochs=3, frames=60))["epochs"] == [0, 1, 2, 3]


@pytest.mark.parametrize("spec", [SPEC, WAVES], ids=["classes", "values"])
def test_every_reading_can_be_computed_again_from_the_frame_by_the_trace(spec):
    found = film(spec)
    model = read_spec(spec).model
    for name in ("train", "validation"):
        x, y = part(found, name)
        for text, loss in zip(found["theta"], found[name]["loss"], strict=True):
            again = trace(as_network(model, theta_of(model, text), x, y[:, None].astype(float)))
            assert loss == pytest.approx(again.loss, rel=2e-5)


def test_from_frame_to_frame_one_full_batch_is_a_step_of_the_trace():
    found = film(spec_with(batch=None, epochs=3, frames=4, optimiser={"kind": "sgd", "learning_rate": 0.5}))
    model, (x, y) = read_spec(SPEC).model, part(found, "train")
    thetas = [theta_of(model, text) for text in found["theta"]]
    for before, after in pairwise(thetas):
        step = trace(as_network(model, before, x, y[:, None].astype(float), rate=0.5))
        moved = [np.column_stack([step.whole("W_new", k), step.whole("b_new", k)]).ravel() for k in (1, 2)]
        np.testing.assert_allclose(after, np.concatenate(moved), atol=1e-6)


def test_without_biases_each_frame_is_a_step_of_the_trace():
    found = film(
        spec_with(biases=False, batch=None, epochs=3, frames=4, optimiser={"kind": "sgd", "learning_rate": 0.5})
    )
    model, (x, y) = read_spec(SPEC).model, part(found, "train")
    thetas = [theta_of(model, text) for text in found["theta"]]
    for before, after in pairwise(thetas):
        step = trace(as_network(model, before, x, y[:, None].astype(float), rate=0.5, biases=False))
        for k, (weights, biases) in enumerate(model.layers(after), 1):
            np.testing.assert_allclose(weights, step.whole("W_new", k), atol=1e-6)
            assert not biases.any()


@pytest.mark.parametrize("kind", OPTIMISERS)
def test_no_optimiser_moves_a_bias_that_there_is_not(kind):
    spec = spec_with(biases=False, l1=0.01, l2=0.01, dropout=0.2, optimiser={"kind": kind, "learning_rate": 0.05})
    model = read_spec(spec).model
    first = film(spec)
    more = film(spec, checkpoint=first["checkpoint"])
    for text in (*first["theta"], *more["theta"]):
        assert not theta_of(model, text)[model.weight_places == 0].any()
    assert first["theta"][0] != first["theta"][-1] != more["theta"][-1]


def test_a_checkpoint_with_biases_does_not_fit_a_run_without():
    with pytest.raises(SpecError, match="belongs to another run"):
        film(spec_with(biases=False), checkpoint=film()["checkpoint"])


def test_accuracy_and_confusion_count_the_same_answers():
    found = film(FOUR)
    for name in ("train", "validation"):
        x, y = part(found, name)
        answers = read_spec(FOUR).model.outputs(theta_of(read_spec(FOUR).model, found["theta"][-1]), x).argmax(axis=1)
        table = np.zeros((4, 4), int)
        np.add.at(table, (y, answers), 1)  # row: the true class
        assert found[name]["confusion"][-1] == table.tolist()
        assert found[name]["accuracy"][-1] == pytest.approx((answers == y).mean(), rel=1e-5)


@pytest.mark.parametrize(("activation", "low"), [("sigmoid", 0), ("tanh", -1), ("identity", 0)])
def test_one_output_says_which_class_by_the_nearer_end(activation, low):
    found = film(spec_with(layers=[{"units": 3, "activation": "tanh"}, {"units": 1, "activation": activation}]))
    model, (x, y) = read_spec(found["spec"]).model, part(found, "train")
    outputs = model.outputs(theta_of(model, found["theta"][-1]), x)[:, 0]
    assert (found["maps"]["low"], found["maps"]["high"]) == (low, 1)
    assert found["train"]["accuracy"][-1] == pytest.approx(((outputs > (low + 1) / 2) == y).mean(), rel=1e-5)


def test_values_have_no_accuracy_and_no_classes():
    found = film(WAVES)
    assert (found["task"], found["classes"]) == ("values", None)
    assert found["train"]["accuracy"] is None is found["train"]["confusion"]


def test_without_validation_examples_there_are_no_readings_of_them():
    found = film(spec_with(validation=0))
    assert found["validation"] is None is found["best"]
    assert set(found["points"]["part"]) == {"train"}


def test_the_best_frame_has_the_lowest_validation_loss():
    found = film(spec_with(epochs=40, frames=20))
    losses = found["validation"]["loss"]
    assert found["best"] == {"loss": min(losses), "epoch": found["epochs"][losses.index(min(losses))]}


# ---- maps


def test_a_map_says_what_the_network_says_at_each_point_of_the_grid():
    found = film(spec_with(map=7))
    maps, model = found["maps"], read_spec(SPEC).model
    low, high, bottom, top = maps["bounds"]
    assert low <= min(x for x, _ in found["points"]["x"])
    assert high >= max(x for x, _ in found["points"]["x"])
    drawn = np.frombuffer(base64.b64decode(maps["frames"][-1]), np.uint8).reshape(7, 7)
    for row, column in [(0, 0), (0, 6), (6, 0), (3, 5)]:
        point = [[low + (high - low) * column / 6, bottom + (top - bottom) * row / 6]]
        output = model.outputs(theta_of(model, found["theta"][-1]), np.array(point))[0, 0]
        assert drawn[row, column] == pytest.approx(255 * output, abs=0.51)


def test_a_map_of_classes_holds_the_winner_and_its_share():
    found = film(FOUR)
    maps, model = found["maps"], read_spec(FOUR).model
    low, high, *_ = maps["bounds"]
    drawn = np.frombuffer(base64.b64decode(maps["frames"][-1]), np.uint8).reshape(5, 5)
    [shares] = model.outputs(theta_of(model, found["theta"][-1]), np.array([[high, low]]))  # bottom right
    assert maps["kind"] == "class"
    assert drawn[0, 4] // 64 == shares.argmax()
    assert drawn[0, 4] % 64 == pytest.approx(63 * shares.max(), abs=0.51)


def test_no_map_is_drawn_where_none_is_wanted():
    assert film(spec_with(map=0))["maps"] is None


def test_own_examples_are_trained_on_and_say_how_they_were_scaled():
    lines = [f"{10 * i},{i % 7},{'up' if i % 2 else 'down'}" for i in range(30)]
    found = film(spec_with(data={"csv": "x1,x2,label\n" + "\n".join(lines)}))
    assert found["classes"] == ("down", "up")
    assert len(found["points"]["x"]) == 30
    assert found["scale"][0] == (145, 145)


# ---- going on, and ending early


@pytest.mark.parametrize("kind", ["sgd", "adam"])
def test_a_film_goes_on_from_its_checkpoint_as_if_there_had_been_no_break(kind):
    half = spec_with(optimiser={"kind": kind, "learning_rate": 0.05}, dropout=0.2, epochs=3)
    first = film(half)
    second = film(half, checkpoint=first["checkpoint"])
    whole = film({**half, "epochs": 6})
    assert second["epochs"][0] == 3
    assert second["theta"][0] == first["theta"][-1]
    assert (second["epochs"][-1], second["theta"][-1]) == (6, whole["theta"][-1])
    assert second["hash"] != first["hash"]


@pytest.mark.parametrize("damage", [lambda t: t[:-4], lambda t: "!" + t[1:], lambda t: "AAAA" + t, lambda t: ""])
def test_a_checkpoint_that_does_not_fit_is_refused_with_a_sentence(damage):
    with pytest.raises(SpecError, match="checkpoint is damaged"):
        film(checkpoint=damage(film()["checkpoint"]))


@pytest.mark.parametrize("numbers", [[np.nan, 0, 0], [-1, 0, 0], [2.5, 1, 0], [3, np.nan, 0], [3, 1, 4]])
def test_a_checkpoint_with_numbers_that_cannot_be_is_refused(numbers):
    run = Run(read_spec(SPEC))
    state = np.frombuffer(base64.b64decode(write_checkpoint(run)), "<f4").copy()
    state[:3] = numbers
    with pytest.raises(SpecError, match="checkpoint is damaged"):
        film(checkpoint=base64.b64encode(state.tobytes()).decode())


def test_a_run_out_of_patience_stops_and_says_so():
    found = film(spec_with(patience=2, epochs=200, optimiser={"kind": "sgd", "learning_rate": 8}, batch=4))
    assert found["stopped"]["reason"] == "patience"
    assert found["stopped"]["epoch"] == found["epochs"][-1] < 200
    assert "2 epochs" in found["stopped"]["words"]


@pytest.mark.parametrize("seed", [1, 3])  # in a checkpoint's 32 bits the loss of 3 is larger than it was
def test_patience_goes_on_waiting_from_a_checkpoint(seed):
    stays = spec_with(seed=seed, patience=6, epochs=4, optimiser={"kind": "sgd", "learning_rate": 0})
    whole, first = film(stays | {"epochs": 20}), film(stays)
    assert whole["stopped"]["epoch"] == 7  # the loss of epoch 1 is the lowest; 2 to 7 wait for a lower one
    assert film(stays, checkpoint=first["checkpoint"])["stopped"]["epoch"] == 7


def test_an_epoch_at_which_the_time_was_over_is_waited_for_once():
    stays = spec_with(patience=3, epochs=20, validation=0.3, optimiser={"kind": "sgd", "learning_rate": 0})
    first = film(stays | {"epochs": 2})
    cut = film(stays, checkpoint=first["checkpoint"], deadline=time.monotonic())
    assert cut["stopped"]["reason"] == "time"
    again = film(stays, checkpoint=cut["checkpoint"])
    assert (again["stopped"]["reason"], again["stopped"]["epoch"]) == ("patience", 4)


def test_a_run_out_of_time_ends_with_what_it_has_and_can_go_on():
    found = film(spec_with(epochs=1000, frames=200), deadline=time.monotonic())
    assert found["stopped"]["reason"] == "time"
    assert found["epochs"][-1] < 1000
    assert film(spec_with(epochs=1000), checkpoint=found["checkpoint"])["epochs"][-1] == 1000 + found["epochs"][-1]


def test_training_leaves_the_frames_as_much_time_as_they_take(monkeypatch):
    run = Run(read_spec(spec_with(epochs=100, frames=40)))
    monkeypatch.setattr("simulator.engine.training.film.time_of_a_frame", lambda run: 0.02)
    monkeypatch.setattr("simulator.engine.training.film.time.monotonic", lambda: 10.0)
    assert end_of_training(run, deadline=16.0) == 15.0  # 40 frames of 0.02 s, and a quarter to spare
    assert end_of_training(run, deadline=11.5) == 10.75  # training gets half of what is left, at least
    assert end_of_training(run, deadline=9.0) == 9.0
    assert end_of_training(run, deadline=None) is None


def test_a_run_of_many_small_batches_trains_for_most_of_its_time():
    # By examples alone, 60 maps of 50 · 50 points are more work than this; but an epoch of 200 batches is slow.
    run = Run(read_spec(spec_with(data={"set": "xor", "count": 200}, batch=1, epochs=100, frames=60, map=50)))
    began = time.monotonic()
    assert end_of_training(run, deadline=began + 5) > began + 4


def test_a_run_that_ends_worse_than_it_began_says_so_and_which_rate_would_hold():
    run = spec_with(layers=[{"units": 4, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}], epochs=30)
    found = film(run | {"optimiser": {"kind": "sgd", "learning_rate": 1000}})
    first, last = found["train"]["loss"][0], found["train"]["loss"][-1]
    told = found["stopped"]
    assert (told["reason"], told["epoch"]) == ("risen", 30)
    assert f"The loss ended above where it began: {first:.3g} at the start, {last:.3g} at the end." in told["words"]
    held = film(run | {"optimiser": {"kind": "sgd", "learning_rate": told["rate"]}})
    assert held["stopped"] is None
    assert held["train"]["loss"][-1] < first


def test_a_run_that_goes_on_is_not_measured_by_where_it_was_taken_up():
    first = film(spec_with(epochs=30))
    wild = spec_with(epochs=30, optimiser={"kind": "sgd", "learning_rate": 1000})
    assert film(wild, checkpoint=first["checkpoint"])["stopped"] is None


def test_a_loss_that_grows_without_bound_is_explained_and_never_a_bare_nan():
    found = film(DIVERGING)
    stopped = found["stopped"]
    assert stopped["reason"] == "diverged"
    assert all(np.isfinite(theta_of(read_spec(DIVERGING).model, text)).all() for text in found["theta"])
    assert stopped["layer"] in (1, 2)
    assert stopped["growth"] > 1
    assert stopped["words"].startswith(f"The loss grew without bound at epoch {stopped['epoch']}.")
    assert stopped["words"].endswith(f"A learning rate of {stopped['rate']:g} would hold.")


def test_a_rate_far_too_large_is_told_one_that_holds_all_the_same():
    told = film(DIVERGING | {"optimiser": {"kind": "sgd", "learning_rate": 1000}})["stopped"]
    assert told["reason"] == "diverged"
    assert 0 < told["rate"] < 1  # more than a dozen rungs of the ladder below


def test_the_rate_that_is_said_to_hold_does_and_a_larger_one_of_the_ladder_does_not():
    rate = film(DIVERGING)["stopped"]["rate"]

    def with_rate(rate):
        return film(spec_with(**{**DIVERGING, "optimiser": {"kind": "sgd", "learning_rate": rate}}))

    held = with_rate(rate)
    assert held["stopped"] is None
    assert held["train"]["loss"][-1] <= held["train"]["loss"][0]
    digit, larger = f"{rate:e}"[0], {"1": 2, "2": 1.5, "3": 5 / 3, "5": 2}
    failed = with_rate(rate * larger[digit])
    assert failed["stopped"] or failed["train"]["loss"][-1] > failed["train"]["loss"][0]


@pytest.mark.parametrize("rate", [1000, 1e-6])  # below the second none is left to be tried
def test_what_does_not_hold_with_any_rate_says_so(rate):
    lines = [f"{i % 5},{i % 3},{i % 2}" for i in range(20)]
    found = film(
        spec_with(
            data={"csv": "x1,x2,label\n" + "\n".join(lines)},
            layers=[{"units": 32, "activation": "identity"}] * 7 + [{"units": 1, "activation": "identity"}],
            initial="constant",
            optimiser={"kind": "sgd", "learning_rate": rate},
            map=0,
        )
    )
    assert found["stopped"]["reason"] == "diverged"
    assert found["stopped"]["rate"] is None
    assert "smaller weights" in found["stopped"]["words"]
