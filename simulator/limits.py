"""The one table of limits: what a network may measure before it is traced, drawn or linked to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are counts, `magnitude` bounds every number of a network, `permalink_bytes` the address of one."""

    layers: int = 8
    units: int = 32  # of any layer, the inputs included
    examples: int = 32
    magnitude: float = 1e6
    permalink_bytes: int = 4096


LIMITS = Limits()
