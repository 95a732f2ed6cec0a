"""The readable page about the doors for programs says what the schema says."""

from courseware.api_docs import groups, schema, shapes, type_of


def test_every_method_of_every_door_is_on_the_page():
    told = {(door.method.lower(), door.path) for doors in groups().values() for door in doors}
    assert told == {(method, path) for path, item in schema()["paths"].items() for method in item}


def test_a_door_says_who_may_use_it_what_it_takes_and_what_it_answers():
    [door] = [door for door in groups()["simulator"] if door.path == "/api/simulator/check/"]
    assert door.is_open
    assert door.body == "CheckRequest"
    assert ("200", "Check") in [(answer.status, answer.type) for answer in door.answers]


def test_every_shape_that_is_named_is_explained():
    known = {shape.name for shape in shapes()}
    named = {answer.type for doors in groups().values() for door in doors for answer in door.answers}
    assert {name.removeprefix("list of ") for name in named if name[:1].isupper()} <= known


def test_types_are_written_in_words():
    assert type_of({"type": "array", "items": {"type": "number"}}) == "list of number"
    assert type_of({"type": "string", "nullable": True}) == "text or null"
    assert type_of({"$ref": "#/components/schemas/Network"}) == "Network"
    assert type_of({"enum": ["a", None], "nullable": True}) == "a | null"
    assert type_of({}) == "anything"
