"""Reading an author's table field by field: wrong types are refused here, before they could surface to a learner."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from quizzes.questions.base import Fault

TEXT_LIMIT = 8_000
UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # NUL, and half of a character


class Fields:
    """A table and the faults found in it so far. Every reader returns the value, or None after noting a fault."""

    def __init__(self, table: Mapping[str, Any], faults: list[Fault], path: str = "") -> None:
        self.table = table
        self.faults = faults
        self.path = path

    def at(self, name: str | int) -> str:
        return f"{self.path}.{name}" if self.path else str(name)

    def fault(self, name: str | int, message: str) -> None:
        self.faults.append(Fault(self.at(name), message))

    def inside(self, name: str | int, table: Mapping[str, Any]) -> "Fields":
        return Fields(table, self.faults, self.at(name))

    def text(self, name: str, missing: str | None = None) -> str | None:
        """A text that is not blank; `missing` is the sentence when there is none (without it, it may be left out)."""
        value = self.table.get(name)
        if isinstance(value, str) and value.strip():
            if len(value) <= TEXT_LIMIT and not UNSTORABLE.search(value):
                return value
            longer = f"This is longer than {TEXT_LIMIT} characters. Please shorten it."
            broken = "This holds a character that cannot be stored. Please type it anew."
            self.fault(name, longer if len(value) > TEXT_LIMIT else broken)
        elif value is not None and not isinstance(value, str):
            self.fault(name, "Please write this as text, in quotes.")
        elif missing:
            self.fault(name, missing)
        return None

    def truth(self, name: str) -> bool | None:
        value = self.table.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.fault(name, "Please write true or false, without quotes.")
        return None

    def whole(self, name: str, low: int, high: int) -> int | None:
        value = self.table.get(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.fault(name, f"Please give a whole number from {low} to {high}, without quotes.")
        return None

    def tables(self, name: str, missing: str | None = None) -> list[tuple["Fields", Mapping[str, Any]]]:
        """The tables of a list, each with its own path."""
        value = self.table.get(name)
        if value is None or value == []:
            if missing:
                self.fault(name, missing)
            return []
        if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
            self.fault(name, f"Please write each entry as a table of its own, [[…{self.at(name)}]].")
            return []
        return [(self.inside(f"{name}.{number}", entry), entry) for number, entry in enumerate(value)]

    def words(self, name: str, missing: str | None = None) -> list[str]:
        """A list of texts, none of them twice."""
        value = self.table.get(name)
        if value is None or value == []:
            if missing:
                self.fault(name, missing)
            return []
        if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
            self.fault(name, 'Please write this as a list of texts, such as ["one", "two"].')
            return []
        for number, word in enumerate(value):
            if word in value[:number]:
                self.fault(f"{name}.{number}", f"“{word}” stands here twice. Remove one.")
        return value

    def only(self, known: Collection[str]) -> None:
        """Note every field that nobody would read, and every one that holds nothing."""
        for name, value in self.table.items():
            if value is None:
                self.fault(name, "This is empty. Please fill it in, or remove it.")
            if name not in known:
                self.fault(
                    name, f"There is no field “{name}” here. Remove it, or use one of: {', '.join(sorted(known))}."
                )
