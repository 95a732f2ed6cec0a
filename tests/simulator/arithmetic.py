"""Works out a written formula with the numbers of its names, to see that the page says what is so."""

import numpy as np

from simulator.engine.writing import Names


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


FUNCTIONS = {
    "abs": np.abs, "exp": np.exp, "ln": np.log, "sqrt": np.sqrt, "tanh": np.tanh, "tan": np.tan, "sig": sigmoid,
    "relu": lambda z: np.maximum(z, 0), "least": lambda z: np.minimum(z, 0), "step": lambda z: 1.0 * (z > 0),
    "leaky": lambda z: np.where(z > 0, z, 0.01 * z), "leaky_step": lambda z: np.where(z > 0, 1, 0.01),
    "sum": np.sum, "mean": np.mean, "largest": np.max,
}  # fmt: skip


def worked_out(formula: str, names: Names) -> float:
    values = {key: named.values[0] if named.length is None else np.array(named.values)
              for key, named in names.items()}  # fmt: skip
    total = {"total": lambda terms: np.sum(terms) / values["divisor"]}
    with np.errstate(all="ignore"):
        found = eval(formula, {"__builtins__": {}} | FUNCTIONS | total | values)  # noqa: S307 — a constant of the engine
    return float(found)
