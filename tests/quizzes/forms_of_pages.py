"""The form of a page as a browser would send it back: every control with what it shows."""

from html.parser import HTMLParser
from typing import Any

CHECKED = {"checkbox", "radio"}
NOT_SENT = {"submit", "button", "reset", "file"}


class Controls(HTMLParser):
    """Collects name and value of each control in the form that has this attribute."""

    def __init__(self, marker: str) -> None:
        super().__init__()
        self.marker, self.inside, self.passive = marker, False, 0
        self.sent: list[tuple[str, str]] = []
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []
        self.area: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, found: list[tuple[str, Any]]) -> None:
        attributes = dict(found)
        if tag == "form":
            self.inside = self.marker in attributes
        if tag == "template":
            self.passive += 1
        if not self.inside or self.passive or "disabled" in attributes:
            return
        name = attributes.get("name")
        if tag == "input" and name and attributes.get("type") not in NOT_SENT:
            if attributes.get("type") not in CHECKED or "checked" in attributes:
                self.sent.append((name, attributes.get("value", "on" if attributes.get("type") in CHECKED else "")))
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option" and self.select:
            self.options.append((attributes.get("value", ""), "selected" in attributes))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.passive -= 1
        elif tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            text = self.text.replace("\r\n", "\n").removeprefix("\n")  # a browser drops the first line end
            self.sent.append((self.area, text.replace("\n", "\r\n")))
            self.area = None
        elif tag == "select" and self.select:
            chosen = [value for value, selected in self.options if selected] or [self.options[0][0]]
            self.sent += [(self.select, value) for value in chosen]
            self.select = None


def sent_back(html: str, marker: str) -> dict[str, list[str]]:
    """The fields that a browser would send, each with its values, for the form with an attribute `marker`."""
    controls = Controls(marker)
    controls.feed(html)
    fields: dict[str, list[str]] = {}
    for name, value in controls.sent:
        fields.setdefault(name, []).append(value)
    return fields
