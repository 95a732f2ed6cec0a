"""The one table of limits: what may be asked of the simulator. Validator, schema and pages all read it here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are counts, `magnitude` bounds every number of a network, `permalink_bytes` an address."""

    layers: int = 8
    units: int = 32  # of any layer, the inputs included
    examples: int = 32
    magnitude: float = 1e6
    permalink_bytes: int = 4096


@dataclass(frozen=True, slots=True)
class RunLimits:
    """What one training run may cost. Layers include the output; a film has at most `frames` of `frame_bytes` each."""

    layers: int = 8
    units: int = 32
    points: int = 1_000
    classes: int = 4
    epochs: int = 1_000
    cost: float = 1e9  # points · epochs · weights
    frames: int = 200
    frame_bytes: int = 32 * 1024
    map: int = 100  # points along a side of a decision map
    seconds: float = 5  # of wall time, then the run ends with what it has; a second later it is killed
    memory: int = 1 << 30  # bytes of address space of the process that runs
    at_once: int = 1  # runs of one person
    queue: int = 8  # runs of everybody that wait; beyond, one is asked to come again
    experiment_cost: float = 3e9  # examples · epochs · weights of one run of an experiment that we ship


LIMITS = Limits()
RUN_LIMITS = RunLimits()
