"""course.toml: what the course is called, and what the site shows beside its chapters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizzes.formats.faults import CourseFault
from quizzes.formats.toml_files import parse, read_text

LONGEST = {"title": 120, "description": 500, "brand": 40}
UNNAMED = "The course"
HEROES = ("none", "network")


@dataclass(frozen=True, slots=True)
class About:
    """`brand` stands in the header; `hero` is the example at home; `simulator`: whether pages lead to it."""

    title: str = UNNAMED
    description: str = ""
    brand: str = UNNAMED
    hero: str = "none"
    simulator: bool = False


def read_about(path: Path, faults: list[CourseFault]) -> About:
    """What the file says, with defaults for what it leaves out or says wrongly."""
    text = read_text(path, path.name, faults) if path.exists() else None
    data = parse(text, path.name, faults) if text is not None else None
    if data is None:
        return About()
    found = [CourseFault(path.name, "", None, message) for message in mistakes(data)]
    faults += found
    if found:
        return About()
    said: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in data.items()}
    return About(**{"brand": said["title"], **said})


def mistakes(data: Mapping[str, Any]) -> Iterator[str]:
    known = (*LONGEST, "hero", "simulator")
    for name in data:
        if name not in known:
            yield f"There is no setting {name}. Known are {', '.join(known)}."
    if "title" not in data:
        yield 'Give the course a title, such as title = "Deep Learning".'
    for name, most in LONGEST.items():
        value = data.get(name, "-")
        if not isinstance(value, str) or not value.strip() or len(value) > most:
            yield f"{name}: give a text of at most {most} characters."
    if data.get("hero", "none") not in HEROES:
        yield f"hero: choose one of {', '.join(HEROES)}."
    if not isinstance(data.get("simulator", False), bool):
        yield "simulator: say true or false."
