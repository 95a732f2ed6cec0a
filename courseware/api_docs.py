"""The page that explains the doors for programs: the generated schema, grouped and in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")
ANSWERS = {
    "200": "done",
    "201": "made",
    "204": "done, nothing to say",
    "400": "not valid",
    "401": "sign in first",
    "403": "not allowed",
    "404": "not there, or not yours",
    "405": "another method",
    "409": "not now",
    "413": "too large",
    "429": "too often",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter or a field: its name, its type in words, what it is for."""

    name: str
    type: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A named shape; `parts` are the names of others that it may be."""

    name: str
    words: str
    lines: Sequence[Line]
    parts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    words: str
    type: str


@dataclass(frozen=True, slots=True)
class Door:
    """One method at one address."""

    id: str
    method: str
    path: str
    summary: str
    words: str
    is_open: bool
    parameters: Sequence[Line]
    body: str
    answers: Sequence[Answer]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "courseware/api.html", {"groups": groups(), "shapes": shapes()})


@lru_cache(maxsize=1)
def schema() -> Mapping[str, Any]:
    """The whole schema, made once: it depends on the code alone."""
    return SchemaGenerator().get_schema(request=None, public=True)


def groups() -> dict[str, list[Door]]:
    """The doors by tag, in the order of their addresses."""
    found: dict[str, list[Door]] = {}
    for path, item in schema()["paths"].items():
        for method in METHODS:
            if method in item:
                tag = (item[method].get("tags") or ["other"])[0]
                found.setdefault(tag, []).append(_door(path, method, item[method]))
    return found


def _door(path: str, method: str, operation: Mapping[str, Any]) -> Door:
    return Door(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        words=operation.get("description", ""),
        is_open={} in operation.get("security", [{}]),
        parameters=[_parameter(one) for one in operation.get("parameters", [])],
        body=_content(operation.get("requestBody", {})),
        answers=[_answer(status, one) for status, one in operation.get("responses", {}).items()],
    )


def _parameter(one: Mapping[str, Any]) -> Line:
    return Line(one["name"], type_of(one.get("schema", {})), one.get("required", False), one.get("description", ""))


def _answer(status: str, one: Mapping[str, Any]) -> Answer:
    return Answer(status, one.get("description") or ANSWERS.get(status, ""), _content(one))


def _content(holder: Mapping[str, Any]) -> str:
    content = holder.get("content", {}).get("application/json", {})
    return type_of(content["schema"]) if "schema" in content else ""


def shapes() -> list[Shape]:
    return [_shape(name, one) for name, one in sorted(schema().get("components", {}).get("schemas", {}).items())]


def _shape(name: str, one: Mapping[str, Any]) -> Shape:
    required = one.get("required", [])
    lines = [
        Line(field, type_of(each), field in required, each.get("description", ""))
        for field, each in one.get("properties", {}).items()
    ]
    if "enum" in one:
        lines = [Line(type_of(one), "", True, "")]
    return Shape(name, "" if "enum" in one else one.get("description", ""), lines, list(_names(one.get("oneOf", []))))


def type_of(one: Mapping[str, Any]) -> str:
    """A schema in a few words: "list of numbers", "Network", "text or null"."""
    words = _type_of(one)
    return f"{words} or null" if one.get("nullable") and "null" not in words else words


def _type_of(one: Mapping[str, Any]) -> str:
    if "$ref" in one:
        return one["$ref"].rpartition("/")[2]
    for several in ("oneOf", "anyOf", "allOf"):
        if several in one:
            return " or ".join(dict.fromkeys(type_of(each) for each in one[several]))
    if "enum" in one:
        return " | ".join("null" if value is None else str(value) for value in one["enum"])
    if one.get("type") == "array":
        return f"list of {type_of(one.get('items', {}))}"
    if one.get("type") == "object" and isinstance(one.get("additionalProperties"), Mapping):
        return f"object of {type_of(one['additionalProperties'])}".removesuffix(" of anything")
    return {"string": one.get("format", "text"), "boolean": "true or false"}.get(
        one.get("type", ""), one.get("type", "anything")
    )


def _names(parts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from (type_of(part) for part in parts)
