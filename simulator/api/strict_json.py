"""The body of a request to a door for programs: one JSON object in UTF-8, bounded before anything reads it."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.http import parse_header_parameters
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

from simulator.json_text import JSONFault, read_json

MAX_BYTES = 256 * 1024
CHARSETS = {"utf-8", "utf8"}


class TooLarge(APIException):
    """Of the framework's own kind: api_errors imports the framework's views, which import this file by its setting."""

    status_code = 413
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """Refuses what `json.loads` would let through: NaN, 1e400, duplicate names, half characters, endless depth."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        _, parameters = parse_header_parameters(media_type or "")
        if parameters.get("charset", "utf-8").lower() not in CHARSETS:
            raise ParseError("JSON is read as UTF-8 only; the Content-Type names another charset.")
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise TooLarge(f"The body is larger than {MAX_BYTES // 1024} KB.")
        return read_object(body)


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises ParseError, which is answered with 400."""
    try:
        value = read_json(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ParseError("The body is not UTF-8.") from error
    except JSONFault as error:
        raise ParseError(str(error)) from error
    if not isinstance(value, dict):
        raise ParseError("The body is JSON, but not an object.")
    return value
