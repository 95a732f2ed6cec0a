"""Counting parameters, multiplications, units and shapes of a dense network, and the ways in which people miscount.

`sizes` are the layer sizes with the inputs first, such as [4, 6, 3].
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

Value = int | tuple[int, ...]
Count = Callable[[Sequence[int], int], Value]


def _pairs(sizes: Sequence[int]) -> list[tuple[int, int]]:
    return list(pairwise(sizes))


def parameters(sizes: Sequence[int], examples: int = 1) -> int:
    """Weights and biases."""
    return weights(sizes) + sum(sizes[1:])


def weights(sizes: Sequence[int]) -> int:
    """Connections."""
    return sum(n * m for n, m in _pairs(sizes))


@dataclass(frozen=True, slots=True)
class Miscount:
    """A wrong way to count: what kind of count it is about, and its computation.

    `bare` computes the same for a network without biases, whose parameters are its weights. There `said` replaces a
    feedback of the catalogue that mentions biases.
    """

    kind: str
    compute: Count
    bare: Count | None = None
    said: str = ""


COUNTS: dict[str, Count] = {
    "parameters": parameters,
    "weights": lambda n, examples: weights(n),  # the parameters of a network without biases
    "multiplications": lambda n, examples: weights(n) * examples,
    "output_shape": lambda n, examples: (examples, n[-1]),
    "neurons": lambda n, examples: sum(n[1:]),  # the inputs compute nothing
}
MISCOUNTS: dict[str, Miscount] = {
    "pc.no_bias": Miscount("parameters", lambda n, m: weights(n)),
    "pc.neurons": Miscount(
        "parameters", lambda n, m: sum(n), lambda n, m: sum(n), "That counts neurons. Count the connections."
    ),
    "pc.input_bias": Miscount("parameters", lambda n, m: weights(n) + sum(n)),
    "pc.layer_bias": Miscount("parameters", lambda n, m: weights(n) + len(n) - 1),
    "pc.added": Miscount(
        "parameters",
        lambda n, m: sum(a + b for a, b in _pairs(n)),
        lambda n, m: sum(a + b for a, b in _pairs(n)),
        "Fully connected means every pair: multiply the sizes of neighbouring layers.",
    ),
    "pc.no_output": Miscount(
        "parameters",
        lambda n, m: parameters(n[:-1]),
        lambda n, m: weights(n[:-1]),
        "The connections into the output layer count as well.",
    ),
    "pc.first_last": Miscount("parameters", lambda n, m: n[0] * n[-1], lambda n, m: n[0] * n[-1]),
    "pc.biases": Miscount("weights", lambda n, m: parameters(n)),
    "mc.one_example": Miscount("multiplications", lambda n, m: weights(n)),
    "mc.params": Miscount("multiplications", lambda n, m: parameters(n) * m),
    "mc.product": Miscount("multiplications", lambda n, m: prod(n) * m),
    "sh.transposed": Miscount("output_shape", lambda n, m: (n[-1], m)),
    "sh.no_batch": Miscount("output_shape", lambda n, m: (n[-1],)),
    "sh.input": Miscount("output_shape", lambda n, m: (m, n[0])),
    "sh.weights": Miscount("output_shape", lambda n, m: (n[-1], n[-2])),
    "sh.hidden": Miscount("output_shape", lambda n, m: (m, n[-2])),
}


def count(kind: str, sizes: Sequence[int], examples: int = 1) -> Value:
    """A right count. Raises ValueError for an unknown kind or for sizes that make no network."""
    _check(kind, sizes, examples)
    return COUNTS[kind](sizes, examples)


def wrong_counts(kind: str, sizes: Sequence[int], examples: int = 1) -> dict[str, Value]:
    """The wrong counts by misconception; one that comes to the right count is left out. Raises as count does."""
    right = count(kind, sizes, examples)
    found = {name: compute(sizes, examples) for name, compute in miscounts(kind).items()}
    return {name: value for name, value in found.items() if value != right}


def miscounts(kind: str) -> dict[str, Count]:
    """The wrong ways of this kind of count, by misconception."""
    own = {name: m.compute for name, m in MISCOUNTS.items() if m.kind == kind}
    return own | ({name: m.bare for name, m in MISCOUNTS.items() if m.bare} if kind == "weights" else {})


def _check(kind: str, sizes: Sequence[int], examples: int) -> None:
    if kind not in COUNTS:
        raise ValueError(f"Choose one of: {', '.join(COUNTS)}.")
    whole = [n for n in sizes if isinstance(n, int) and not isinstance(n, bool) and 1 <= n <= 1_000_000]
    if not 2 <= len(sizes) <= 64 or len(whole) != len(sizes):
        raise ValueError("Give two or more layer sizes, inputs first, each a whole number from 1 to 1,000,000.")
    if isinstance(examples, bool) or not isinstance(examples, int) or not 1 <= examples <= 1_000_000:
        raise ValueError("Give the examples as a whole number from 1 to 1,000,000.")
