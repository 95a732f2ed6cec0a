"""A network whose numbers are names and expressions, made into one of plain numbers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

WORDS = frozenset({"activation", "bias", "loss", "update_biases"})  # settings, never numbers


def leaves(network: object, path: str = "network") -> Iterator[tuple[str, object]]:
    """Every place of the network that must become a number, with its path "network.layers.0.weights.0.1"."""
    if isinstance(network, Mapping):
        for name, value in network.items():
            if name not in WORDS:
                yield from leaves(value, f"{path}.{name}")
    elif isinstance(network, list):
        for number, value in enumerate(network):
            yield from leaves(value, f"{path}.{number}")
    else:
        yield path, network


def instantiate(network: object, number: Callable[[Any], float]) -> Any:
    """The same network with each of these places replaced by its number."""
    if isinstance(network, Mapping):
        return {name: value if name in WORDS else instantiate(value, number) for name, value in network.items()}
    if isinstance(network, list):
        return [instantiate(value, number) for value in network]
    return tidy(number(network))


def tidy(value: float) -> float:
    """Without the last bits that 0.1 * 3 leaves behind, which would show in the network's address."""
    return float(f"{value:.12g}")


def field_of(path: str) -> str:
    """A path of the engine, "layers[0].weights[1][0]", as a field of the question."""
    return f"network.{path.replace('[', '.').replace(']', '')}"
