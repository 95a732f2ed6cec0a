"""What an epoch of training costs, beside scikit-learn, PyTorch and the same in C: CPU time, medians of paired rounds.

    python benchmarks/bench_training.py

A 2-8-8-1 tanh network with binary cross-entropy on 500 points, plain gradient descent. Everything runs on one thread
and takes turns, so that a machine which slows down slows all of them. Peers that are not installed are left out:
pip install scikit-learn torch. The C floor needs cc.

The bar of the C floor is for C as it is written, with the tanh of the C library. With -ffast-math the compiler takes a
vectorised one, and keeps what a batch needs in the nearest cache: 1.4 ms for 64 networks on a machine with AVX2, half
of it tanh. Ours take 2.7 times that: 1.2 ms are products (BLAS is called for each network), 0.8 ms are exp, 1.2 ms the
other calls, each of which walks through all networks, and 0.6 ms wait for memory. Fewer networks in a call would fit
the cache, but pay for more calls.
"""

import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"  # before NumPy is imported
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from simulator.engine.randomness import Random
from simulator.engine.training.initial import start
from simulator.engine.training.model import Model
from simulator.engine.training.optimisers import Optimiser
from simulator.engine.training.trainer import Trainer

ROUNDS = 9
POINTS, BATCH, RATE, RUNS = 500, 32, 0.1, 64
MODEL = Model((2, 8, 8, 1), ("tanh", "tanh", "sigmoid"), "binary_cross_entropy")
X = Random(1, "bench").uniform((POINTS, 2), -1, 1)
TARGETS = (X[:, :1] * X[:, 1:] > 0).astype(float)

Epochs = Callable[[], float]  # plays a few epochs; CPU seconds of one


def timed(epochs: int, play: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(epochs):
        play()
    return (time.process_time() - began) / epochs


def ours(batch: int | None, runs: int | None = None) -> Epochs:
    theta = start(MODEL, "xavier", Random(1, "start"), runs)
    order = Random(1, "order")
    trainer = Trainer(MODEL, X, TARGETS, theta, Optimiser("sgd", RATE), random=order, batch=batch, dtype=np.float32)
    trainer.epoch()
    count = 4 if runs else 40 if batch else 300
    return lambda: timed(count, trainer.epoch)


def ours_looped(runs: int) -> Epochs:
    """So many networks, one after the other."""
    one = ours(BATCH)
    return lambda: runs * one()


def scikit_learn(batch: int) -> Epochs:
    from sklearn.neural_network import MLPClassifier

    warnings.filterwarnings("ignore", module="sklearn")
    count = 20
    options = {"activation": "tanh", "solver": "sgd", "momentum": 0, "alpha": 0, "learning_rate_init": RATE}
    made = MLPClassifier((8, 8), batch_size=batch, max_iter=count, tol=0, n_iter_no_change=10**6, **options)
    x, y = X.astype(np.float32), TARGETS[:, 0].astype(int)
    return lambda: timed(1, lambda: made.fit(x, y)) / count


def pytorch(batch: int) -> Epochs:
    import torch

    torch.set_num_threads(1)
    tanh, linear = torch.nn.Tanh, torch.nn.Linear
    net = torch.nn.Sequential(linear(2, 8), tanh(), linear(8, 8), tanh(), linear(8, 1))
    optimiser, loss = torch.optim.SGD(net.parameters(), RATE), torch.nn.BCEWithLogitsLoss()
    x, targets = torch.tensor(X, dtype=torch.float32), torch.tensor(TARGETS, dtype=torch.float32)

    def step(x, targets):
        optimiser.zero_grad()
        loss(net(x), targets).backward()
        optimiser.step()

    def epoch():
        order = torch.randperm(POINTS)
        for first in range(0, POINTS, batch):
            rows = order[first : first + batch]
            step(x[rows], targets[rows])

    whole = batch == POINTS  # all at once need no order
    return lambda: timed(20 if whole else 5, (lambda: step(x, targets)) if whole else epoch)


def pytorch_stacked(runs: int) -> Epochs:
    """The same networks as one batched product a layer."""
    import torch

    torch.set_num_threads(1)
    shapes = [(2, 8), (8, 8), (8, 1)]
    weights = [(0.5 * torch.randn(runs, *shape)).requires_grad_() for shape in shapes]
    biases = [torch.zeros(runs, 1, shape[1], requires_grad=True) for shape in shapes]
    optimiser, loss = torch.optim.SGD([*weights, *biases], RATE), torch.nn.BCEWithLogitsLoss(reduction="none")
    x, targets = torch.tensor(X, dtype=torch.float32), torch.tensor(TARGETS, dtype=torch.float32)

    def step(x, targets):
        optimiser.zero_grad()
        a = x.expand(runs, *x.shape)
        for k, (w, b) in enumerate(zip(weights, biases, strict=True)):
            a = torch.baddbmm(b, a, w)
            a = torch.tanh(a) if k < 2 else a
        loss(a, targets.expand(runs, *targets.shape)).mean(dim=(1, 2)).sum().backward()
        optimiser.step()

    def epoch():
        order = torch.randperm(POINTS)
        for first in range(0, POINTS, BATCH):
            rows = order[first : first + BATCH]
            step(x[rows], targets[rows])

    return lambda: timed(3, epoch)


def floor(runs: int, *options: str) -> Epochs:
    folder = tempfile.mkdtemp()
    program = Path(folder) / "floor"
    source = Path(__file__).with_name("floor.c")
    subprocess.run(["cc", "-O3", "-march=native", *options, "-o", program, source, "-lm"], check=True)
    return lambda: float(subprocess.run([program, str(runs), "4"], check=True, capture_output=True, text=True).stdout)


def has(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def compared(title: str, base: Epochs, peers: dict[str, tuple[Epochs, str]]) -> None:
    """Each round measures all of them in turn; the ratio is the median of the rounds' ratios."""
    rounds = [(base(), {name: peer() for name, (peer, _) in peers.items()}) for _ in range(ROUNDS)]
    print(f"\n{title}\n  {'ours':<34}{1e6 * statistics.median(own for own, _ in rounds):10.0f} µs an epoch")
    for name, (_, bar) in peers.items():
        taken = 1e6 * statistics.median(found[name] for _, found in rounds)
        ratio = statistics.median(found[name] / own for own, found in rounds)
        print(f"  {name:<34}{taken:10.0f} µs   {ratio:5.1f} times ours   {bar}")


def peers_of(batch: int, bars: tuple[str, str]) -> dict[str, tuple[Epochs, str]]:
    found = {}
    if has("sklearn"):
        found["scikit-learn, MLPClassifier"] = (scikit_learn(batch), bars[0])
    if has("torch"):
        found["PyTorch, eager"] = (pytorch(batch), bars[1])
    return found


def main() -> None:
    compared(f"batches of {BATCH}", ours(BATCH), peers_of(BATCH, ("bar: 8 or more", "bar: 25 or more")))
    compared("full batch", ours(None), peers_of(POINTS, ("bar: 4 or more", "bar: 10 or more")))
    stacked = {"ours, one after the other": (ours_looped(RUNS), "bar: 2.5 or more")}
    if has("torch"):
        stacked["PyTorch, baddbmm"] = (pytorch_stacked(RUNS), "bar: 3 or more")
    if shutil.which("cc"):
        stacked["C, as it is written"] = (floor(RUNS), "bar: 0.5 or more")
        stacked["C, -ffast-math"] = (floor(RUNS, "-ffast-math"), "")
    compared(f"{RUNS} of these networks at once, batches of {BATCH}", ours(BATCH, RUNS), stacked)


if __name__ == "__main__":
    main()
