"""The doors for programs as a page: read from the OpenAPI schema, so that it says what the schema says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    status: str
    kind: str
    shape: str  # the name of a shape, or nothing


@dataclass(frozen=True, slots=True)
class Door:
    group: str
    method: str
    path: str
    summary: str
    words: str
    fields: tuple["Field", ...]  # in the path and the query
    body: Reply | None
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    words: str
    fields: tuple[Field, ...]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "courseware/api_docs.html", contents())


@lru_cache(1)
def contents() -> dict[str, Any]:
    schema = SchemaGenerator().get_schema(request=None, public=True)
    doors = sorted(doors_of(schema), key=lambda door: (door.group, door.path))
    groups = [(name, list(of_group)) for name, of_group in groupby(doors, key=lambda door: door.group)]
    return {"groups": groups, "shapes": shapes_of(schema)}


def doors_of(schema: Schema) -> list[Door]:
    return [
        Door(
            group=door.get("tags", ["other"])[0],
            method=method.upper(),
            path=path,
            summary=door.get("summary", ""),
            words=door.get("description", ""),
            fields=tuple(field(found["name"], found["schema"], found) for found in door.get("parameters", [])),
            body=reply("", door["requestBody"]) if "requestBody" in door else None,
            replies=tuple(reply(status, found) for status, found in door["responses"].items()),
        )
        for path, methods in schema["paths"].items()
        for method, door in methods.items()
    ]


def reply(status: str, found: Schema) -> Reply:
    content = found.get("content", {}).get("application/json", {})
    kind, shape = kind_of(content.get("schema", {}))
    return Reply(status, kind if content else "nothing", shape)


def shapes_of(schema: Schema) -> list[Shape]:
    return [
        Shape(name, told(found), tuple(field(*one) for one in found.get("properties", {}).items()))
        for name, found in sorted(schema["components"]["schemas"].items())
    ]


def told(schema: Schema) -> str:
    """What is written about a shape; of one to choose from, what there is."""
    choices = ", ".join(json.dumps(one) for one in schema.get("enum", []))
    return f"One of {choices}." if choices else schema.get("description", "")


def field(name: str, schema: Schema, about: Schema | None = None) -> Field:
    kind, shape = kind_of(schema)
    return Field(name, kind, shape, (about or schema).get("description", ""))


def kind_of(schema: Schema) -> tuple[str, str]:
    """What a schema is in words, and the shape that it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, name
    for several in ("allOf", "oneOf", "anyOf"):
        if several in schema:
            kinds = [kind_of(one) for one in schema[several]]
            return or_null(" or ".join(kind for kind, _ in kinds), schema), next((s for _, s in kinds if s), "")
    if schema.get("type") == "array":
        kind, shape = kind_of(schema.get("items", {}))
        return or_null(f"list of {kind}", schema), shape
    return or_null(str(schema.get("format") or schema.get("type") or "anything"), schema), ""


def or_null(kind: str, schema: Schema) -> str:
    return f"{kind} or null" if schema.get("nullable") else kind
