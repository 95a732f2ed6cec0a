"""The address of a network: /simulator/?n=v1.<base64url of its canonical JSON>&at=<probe>. Pure, unsigned, ≤ 4 KB.

Whatever comes in is checked against the same table of limits as a network sent to the API.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from simulator.engine.network import NetworkError, as_json, read_network
from simulator.json_text import JSONFault, read_json
from simulator.limits import LIMITS

PATH = "/simulator/"
VERSION = "v1"
LETTERS = re.compile(r"[A-Za-z0-9_-]+")


class PermalinkError(ValueError):
    """An address that names no network; the message says so in a sentence."""


def simulator_url(network: Mapping[str, Any], probe: str | None = None, wrong: str | None = None) -> str:
    """The page that opens this network at `probe`; `wrong` is a misconception whose wrong step it shows there.

    Raises NetworkError for what is no network, PermalinkError for one that is too large for an address.
    """
    asked = {"n": write_permalink(network), "at": probe, "wrong": wrong}
    return f"{PATH}?{urlencode({name: value for name, value in asked.items() if value})}"


def write_permalink(network: Mapping[str, Any]) -> str:
    permalink = pack(as_json(read_network(network)))
    if len(permalink) > LIMITS.permalink_bytes:
        raise PermalinkError("This network is too large for a link. Use fewer units, or numbers with fewer digits.")
    return permalink


def read_permalink(text: str) -> dict[str, Any]:
    """The network that `text` (the value of n) names, in its canonical data form. Raises PermalinkError."""
    data = unpack(text)
    try:
        return as_json(read_network(data))
    except NetworkError as error:
        fault = error.faults[0]
        raise PermalinkError(f"The network in this link cannot be computed. {fault.path}: {fault.message}") from error


def pack(data: Mapping[str, Any]) -> str:
    """Data as it stands in an address; the same data is the same to the letter."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"{VERSION}.{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}"


def unpack(text: str) -> Any:
    """The data in an address, which is anybody's and still to be read. Raises PermalinkError."""
    version, _, letters = text[: LIMITS.permalink_bytes + 1].partition(".")
    if len(text) > LIMITS.permalink_bytes:
        raise PermalinkError(f"This link is longer than {LIMITS.permalink_bytes} characters.")
    if version != VERSION:
        raise PermalinkError("This link was not made by this simulator, or by a version that it does not know.")
    try:
        return read_json(_decode(letters))
    except (binascii.Error, UnicodeDecodeError, JSONFault) as error:
        raise PermalinkError("This link is damaged: a part of it is missing or changed.") from error


def _decode(letters: str) -> str:
    if not LETTERS.fullmatch(letters):
        raise binascii.Error("not base64url")
    return base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True).decode("utf-8")
