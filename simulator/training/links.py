"""The address of a training run: /simulator/train/?s=v1.<base64url of its canonical JSON>&t=…&frame=…. Pure.

A second run beside the first is t; frame is an epoch. A learner's own data goes into no address.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from simulator.engine.training.spec import Own, Spec, SpecError, as_json, read_spec
from simulator.limits import LIMITS
from simulator.permalinks import PermalinkError, pack, unpack

PATH = "/simulator/train/"


def training_url(spec: Spec | Mapping[str, Any], **more: str) -> str:
    """The page that trains this run. Raises SpecError for what is no run, PermalinkError for what no link can hold."""
    asked = {"s": write_run(spec if isinstance(spec, Spec) else read_spec(spec)), **more}
    return f"{PATH}?{urlencode({name: value for name, value in asked.items() if value})}"


def write_run(spec: Spec) -> str:
    """Raises PermalinkError."""
    if isinstance(spec.data, Own):
        raise PermalinkError("Your own data stays with you: it goes into no link.")
    permalink = pack(as_json(spec))
    if len(permalink) > LIMITS.permalink_bytes:
        raise PermalinkError("This run is too large for a link.")
    return permalink


def read_run(text: str) -> Spec:
    """The run that `text` (the value of s or t) names. Raises PermalinkError."""
    data = unpack(text)
    try:
        spec = read_spec(data)
    except SpecError as error:
        fault = error.faults[0]
        raise PermalinkError(f"The run in this link cannot be trained. {fault.path}: {fault.message}") from error
    if isinstance(spec.data, Own):
        raise PermalinkError("The run in this link brings data of its own. Paste them below instead.")
    return spec
