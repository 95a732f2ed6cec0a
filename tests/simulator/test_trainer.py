"""The trainer against the trace, which computes the same by other means, and against what the words promise."""

import numpy as np
import pytest

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.randomness import Random
from simulator.engine.trace import trace
from simulator.engine.training.initial import INITIALISERS, start, widened
from simulator.engine.training.model import Model
from simulator.engine.training.optimisers import OPTIMISERS, Optimiser
from simulator.engine.training.passes import gradient
from simulator.engine.training.tape import KERNELS, Tape
from simulator.engine.training.trainer import Trainer
from tests.simulator.training import MODELS, as_network, as_theta, drawn

EACH_MODEL = pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.activations}-{model.loss}")
SGD = Optimiser("sgd", 0.3)
PLAIN = MODELS[0]


def traced(model, theta, x, targets, names):
    found = trace(as_network(model, theta, x, targets))
    return as_theta(
        [(found.whole(names[0], k), found.whole(names[1], k)) for k in range(1, len(model.activations) + 1)]
    )


# ---- the two engines, each the other's oracle


@EACH_MODEL
def test_the_gradient_is_the_one_of_the_trace(model):
    theta, x, targets = drawn(model)
    expected = traced(model, theta, x, targets, ("dW", "db"))
    np.testing.assert_allclose(gradient(model, theta, x, targets), expected, rtol=1e-12, atol=1e-14)


@EACH_MODEL
def test_one_full_batch_makes_the_step_of_the_trace(model):
    theta, x, targets = drawn(model)
    trainer = Trainer(model, x, targets, theta, SGD)
    trainer.epoch()
    expected = traced(model, theta, x, targets, ("W_new", "b_new"))
    np.testing.assert_allclose(trainer.theta, expected, rtol=1e-12, atol=1e-14)


@EACH_MODEL
def test_without_biases_a_step_is_the_one_of_the_trace(model):
    theta, x, targets = drawn(model)
    theta *= model.weight_places
    trainer = Trainer(model, x, targets, theta, SGD, real=model.weight_places)
    trainer.epoch()
    found = trace(as_network(model, theta, x, targets, biases=False))
    moved = [found.whole("W_new", k) for k in range(1, len(model.activations) + 1)]
    expected = as_theta([(weights, np.zeros(len(weights))) for weights in moved])
    np.testing.assert_allclose(trainer.theta, expected, rtol=1e-12, atol=1e-14)


def test_a_step_without_a_bias_by_hand():
    # y = 1 · 1 = 1, ∂L/∂w = 2 · (1 − 4) · 1 = −6;  w = 1 + 0.25 · 6 = 2.5, L = (2.5 − 4)² = 2.25
    model, one, four = Model((1, 1), ("identity",), "squared_error"), np.array([[1.0]]), np.array([[4.0]])
    trainer = Trainer(model, one, four, np.array([1.0, 0.0]), Optimiser("sgd", 0.25), real=model.weight_places)
    trainer.epoch()
    assert trainer.theta.tolist() == [2.5, 0]
    assert model.mean_loss(trainer.theta, one, four) == 2.25


@EACH_MODEL
def test_outputs_and_loss_are_those_of_the_trace(model):
    theta, x, targets = drawn(model)
    found = trace(as_network(model, theta, x, targets))
    np.testing.assert_allclose(model.outputs(theta, x), found.forward[-1].a, rtol=1e-12)
    assert model.mean_loss(theta, x, targets) == pytest.approx(found.loss, rel=1e-12)


@EACH_MODEL
def test_the_gradient_is_the_slope_of_the_loss(model):
    theta, x, targets = drawn(model)
    h = 1e-6
    shifted = theta + h * np.concatenate([np.eye(len(theta)), -np.eye(len(theta))])
    up, down = np.split(model.mean_loss(shifted, x, targets), 2)
    np.testing.assert_allclose(gradient(model, theta, x, targets), (up - down) / (2 * h), rtol=2e-6, atol=1e-8)


@EACH_MODEL
def test_many_networks_at_once_do_what_each_does_alone(model):
    thetas = np.stack([drawn(model, seed=seed)[0] for seed in (1, 2, 3)])
    _, x, targets = drawn(model, examples=11)
    rates = [0.1, 0.2, 0.4]
    together = Trainer(model, x, targets, thetas, Optimiser("sgd", rates), batch=4, random=Random(5, "order"))
    together.epoch()
    together.epoch()
    for theta, rate, reached in zip(thetas, rates, together.theta, strict=True):
        alone = Trainer(model, x, targets, theta, Optimiser("sgd", rate), batch=4, random=Random(5, "order"))
        alone.epoch()
        alone.epoch()
        np.testing.assert_allclose(reached, alone.theta, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("name", KERNELS)
def test_a_kernel_is_the_activation_of_the_trace(name):
    z = Random(1, "z").normal((5, 7), deviation=3)
    z[0, :3] = 0, 40, -40
    a, slope, tape, row = np.empty_like(z), np.ones_like(z), Tape(), ACTIVATIONS[name]
    KERNELS[name].value(tape, z, a)
    if KERNELS[name].slope:
        KERNELS[name].slope(tape, a, slope)
    tape.play()
    np.testing.assert_allclose(a, row.value(z.T).T, rtol=1e-12, atol=1e-15)  # the trace has units last
    if row.slope:
        np.testing.assert_allclose(slope, row.slope(row.value(z)), rtol=1e-9, atol=1e-12)


def test_every_activation_can_be_trained():
    assert KERNELS.keys() == ACTIVATIONS.keys()


# ---- epochs and batches


def test_the_last_partial_batch_is_used_and_each_batch_is_a_mean():
    # One weight, x = 1, target 1, half squared error: w ← w + 0.5·(1 − w) at each step, however large the batch.
    # Five examples in batches of two make three steps: 1 − w = 0.5³.
    model = Model((1, 1), ("identity",), "half_squared_error")
    trainer = Trainer(model, np.zeros((5, 1)), np.ones((5, 1)), np.zeros(2), Optimiser("sgd", 0.5), batch=2)
    trainer.epoch()
    assert trainer.theta == pytest.approx([0, 1 - 0.5**3])  # the input is 0: all of it goes into the bias


def test_the_order_is_drawn_anew_each_epoch_from_the_seed():
    theta, x, targets = drawn(PLAIN, examples=20)

    def orders(seed):
        trainer = Trainer(PLAIN, x, targets, theta, SGD, batch=6, random=Random(seed, "order"))
        seen = []
        for _ in range(3):
            trainer.epoch()
            seen.append(trainer.x[:, 0].tolist())
        return seen

    first = orders(1)
    assert first == orders(1) != orders(2)
    assert first[0] != first[1] != first[2]
    assert all(sorted(order) == sorted(x[:, 0].tolist()) for order in first)


def test_all_examples_as_one_batch_need_no_order():
    theta, x, targets = drawn(PLAIN, examples=20)
    with_order = Trainer(PLAIN, x, targets, theta, SGD, random=Random(1, "order"))
    without = Trainer(PLAIN, x, targets, theta, SGD)
    with_order.epoch()
    without.epoch()
    assert (with_order.theta == without.theta).all()


def test_steps_are_an_epoch_taken_apart():
    theta, x, targets = drawn(PLAIN, examples=20)
    whole, apart = (Trainer(PLAIN, x, targets, theta, SGD, batch=6, random=Random(1, "o")) for _ in range(2))
    whole.epoch()
    seen = [apart.theta for _ in apart.steps()]
    assert len(seen) == 4
    assert (seen[-1] == whole.theta).all()
    assert (seen[0] != seen[1]).any()


@pytest.mark.parametrize("kind", OPTIMISERS)
@pytest.mark.parametrize("dropout", [0, 0.3])
def test_a_restored_trainer_goes_on_as_if_there_had_been_no_break(kind, dropout):
    theta, x, targets = drawn(PLAIN, examples=20)

    def fresh():
        options = {"batch": 6, "random": Random(1, "order"), "dropout": dropout}
        return Trainer(PLAIN, x, targets, theta, Optimiser(kind, 0.05), **options)

    whole, first, second = fresh(), fresh(), fresh()
    for _ in range(5):
        whole.epoch()
    for _ in range(3):
        first.epoch()
    second.restore(first.state(), 3)
    second.epoch()
    second.epoch()
    assert (second.theta == whole.theta).all()
    assert second.epochs == 5


def test_a_trainer_that_goes_back_draws_the_same_order_again():
    theta, x, targets = drawn(PLAIN, examples=20)
    trainer = Trainer(PLAIN, x, targets, theta, SGD, batch=6, random=Random(1, "order"))
    trainer.epoch()
    state = trainer.state()
    trainer.epoch()
    reached = trainer.theta
    trainer.restore(state, 1)
    trainer.epoch()
    assert (trainer.theta == reached).all()


def test_numbers_that_grow_beyond_all_bounds_are_noticed_without_a_warning():
    model = Model((1, 1), ("identity",), "squared_error")
    trainer = Trainer(model, np.full((2, 1), 10.0), np.ones((2, 1)), np.ones(2), Optimiser("sgd", 10), dtype=np.float32)
    assert not trainer.has_strayed
    with np.errstate(all="raise"):
        for _ in range(40):
            trainer.epoch()
    assert trainer.has_strayed


# ---- penalties and dropout


def penalised(theta, **strengths):
    """One step on examples that are answered rightly already, so that the penalty alone moves."""
    model = Model((2, 2), ("identity",), "half_squared_error")
    x = np.zeros((3, 2))
    trainer = Trainer(model, x, model.outputs(theta, x), theta, Optimiser("sgd", 0.5), **strengths)
    trainer.epoch()
    return trainer.theta


def test_l2_pulls_every_weight_by_its_share_and_leaves_the_biases():
    theta = np.array([1.0, -2.0, 3.0, 0.0, 4.0, -5.0])  # rows (w, w, b)
    # w ← w − 0.5·0.1·w = 0.95·w
    assert penalised(theta, l2=0.1) == pytest.approx([0.95, -1.9, 3, 0, 3.8, -5])


def test_l1_pulls_every_weight_by_the_same_amount_and_leaves_zero_alone():
    theta = np.array([1.0, -2.0, 3.0, 0.0, 4.0, -5.0])
    # w ← w − 0.5·0.1·sign(w)
    assert penalised(theta, l1=0.1) == pytest.approx([0.95, -1.95, 3, 0, 3.95, -5])


def test_dropout_keeps_sums_on_average_and_is_drawn_anew_each_epoch():
    model = Model((1, 400, 1), ("identity", "identity"), "half_squared_error")
    theta, x, targets = np.zeros(model.parameters), np.ones((8, 1)), np.ones((8, 1))
    trainer = Trainer(model, x, targets, theta, SGD, random=Random(1, "order"), dropout=0.25)
    trainer.epoch()
    [mask] = trainer._masks
    first = mask.copy()
    trainer.epoch()
    assert np.unique(first).tolist() == pytest.approx([0, 4 / 3])
    assert first.mean() == pytest.approx(1, abs=0.05)
    assert (first != mask).any()


def test_a_dropped_unit_gets_no_gradient_for_its_example():
    model = Model((1, 2, 1), ("tanh", "identity"), "half_squared_error")
    theta = np.array([0.5, 0.1, -0.5, 0.2, 1.0, 1.0, 0.0])  # unit rows (w, b), then (v1, v2, c)
    trainer = Trainer(model, np.ones((1, 1)), np.ones((1, 1)), theta, SGD, random=Random(3, "o"), dropout=0.5)
    moved_once = set()
    for _ in range(12):
        before = trainer.theta
        trainer.epoch()
        kept = tuple(trainer._masks[0][:, 0] > 0)
        moved = trainer.theta != before
        assert tuple(moved[[0, 2]]) == kept == tuple(moved[[4, 5]])
        moved_once.add(kept)
    assert len(moved_once) > 1


# ---- optimisers, two steps by hand: one weight on x = 1, no bias; L = ½(w − t)², so g = w − t; w = 1, t = 0, η = 0.1


def two_steps(optimiser):
    model = Model((1, 1), ("identity",), "half_squared_error")
    real = np.array([1.0, 0.0])  # the bias is held at 0
    trainer = Trainer(model, np.ones((1, 1)), np.zeros((1, 1)), np.array([1.0, 0.0]), optimiser, real=real)
    seen = []
    for _ in range(2):
        trainer.epoch()
        seen.append(trainer.theta[0])
    assert trainer.theta[1] == 0
    return seen


def test_gradient_descent_by_hand():
    # 1 − 0.1·1 = 0.9;  0.9 − 0.1·0.9 = 0.81
    assert two_steps(Optimiser("sgd", 0.1)) == pytest.approx([0.9, 0.81])


def test_momentum_by_hand():
    # v = 1, w = 0.9;  v = 0.9·1 + 0.9 = 1.8, w = 0.9 − 0.18 = 0.72
    assert two_steps(Optimiser("momentum", 0.1, momentum=0.9)) == pytest.approx([0.9, 0.72])


def test_rmsprop_by_hand():
    # s = 0.1·1 = 0.1, w = 1 − 0.1/√0.1 = 0.683772;  s = 0.09 + 0.1·0.683772² = 0.136754,
    # w = 0.683772 − 0.1·0.683772/√0.136754 = 0.498872
    assert two_steps(Optimiser("rmsprop", 0.1, decay=0.9)) == pytest.approx([0.683772, 0.498872], abs=2e-6)


def test_adam_by_hand():
    # Freed from their start both means are g and g² at first: w = 1 − 0.1·1/1 = 0.9.
    # m = 0.09 + 0.1·0.9 = 0.18, over 0.19: 0.947368;  v = 0.000999 + 0.001·0.81 = 0.001809, over 0.001999: 0.904952;
    # w = 0.9 − 0.1·0.947368/√0.904952 = 0.800412
    assert two_steps(Optimiser("adam", 0.1)) == pytest.approx([0.9, 0.800412], abs=2e-6)


@pytest.mark.parametrize("kind", ["momentum", "rmsprop", "adam", "sgd"])
def test_the_optimisers_are_those_of_pytorch(kind):
    torch = pytest.importorskip("torch", reason="needs PyTorch. To install it: .venv/bin/pip install -e .[bench]")
    theta, x, targets = drawn(PLAIN, examples=12)
    trainer = Trainer(PLAIN, x, targets, theta, Optimiser(kind, 0.01), batch=4)
    layers = [torch.nn.Linear(2, 8), torch.nn.Linear(8, 8), torch.nn.Linear(8, 1)]
    for layer, (weights, biases) in zip(layers, PLAIN.layers(theta), strict=True):
        layer.double()
        layer.weight.data, layer.bias.data = torch.tensor(weights.copy()), torch.tensor(biases.copy())
    net = torch.nn.Sequential(layers[0], torch.nn.Tanh(), layers[1], torch.nn.Tanh(), layers[2], torch.nn.Sigmoid())
    made = {
        "sgd": lambda p: torch.optim.SGD(p, 0.01),
        "momentum": lambda p: torch.optim.SGD(p, 0.01, momentum=0.9),
        "rmsprop": lambda p: torch.optim.RMSprop(p, 0.01, alpha=0.9),
        "adam": lambda p: torch.optim.Adam(p, 0.01),
    }[kind](net.parameters())
    for _ in range(3):
        trainer.epoch()
        for start_at in range(0, 12, 4):
            made.zero_grad()
            part = slice(start_at, start_at + 4)
            loss = torch.nn.functional.binary_cross_entropy(net(torch.tensor(x[part])), torch.tensor(targets[part]))
            loss.backward()
            made.step()
    reached = as_theta([(layer.weight.detach().numpy(), layer.bias.detach().numpy()) for layer in layers])
    np.testing.assert_allclose(trainer.theta, reached, rtol=1e-7, atol=1e-9)


# ---- starts


def test_starts_have_the_spread_that_their_names_promise():
    model = Model((200, 100), ("tanh",), "squared_error")
    spread = {}
    for kind in INITIALISERS:
        [(weights, biases)] = model.layers(start(model, kind, Random(1, "start")))
        assert (biases == 0).all()
        spread[kind] = weights.std()
    assert spread["xavier"] == pytest.approx((2 / 300) ** 0.5, rel=0.02)
    assert spread["he"] == pytest.approx((2 / 200) ** 0.5, rel=0.02)
    assert spread["normal"] == pytest.approx(0.5, rel=0.02)
    assert spread["zero"] == spread["constant"] == 0


def test_runs_start_apart_and_the_first_is_the_one_that_is_drawn_alone():
    several = start(PLAIN, "xavier", Random(1, "start"), runs=3)
    assert (several[0] == start(PLAIN, "xavier", Random(1, "start"))).all()
    assert (several[0] != several[1]).any()


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "leaky_relu", "identity"])
@pytest.mark.parametrize("kind", OPTIMISERS)
def test_a_narrow_network_in_the_place_of_a_wide_one_learns_the_same(activation, kind):
    narrow = Model((2, 3, 2, 1), (activation, activation, "sigmoid"), "binary_cross_entropy")
    wide = Model((2, 5, 4, 1), narrow.activations, narrow.loss)
    theta, x, targets = drawn(narrow, examples=9)
    padded, real = widened(theta, narrow, wide)
    alone = Trainer(narrow, x, targets, theta, Optimiser(kind, 0.1), batch=4)
    inside = Trainer(wide, x, targets, padded[None], Optimiser(kind, [0.1]), batch=4, real=real[None])
    for _ in range(4):
        alone.epoch()
        inside.epoch()
    expected, _ = widened(alone.theta, narrow, wide)
    np.testing.assert_allclose(inside.theta[0], expected, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(wide.outputs(inside.theta[0], x), narrow.outputs(alone.theta, x), rtol=1e-10)
