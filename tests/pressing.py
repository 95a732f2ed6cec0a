"""A browser without scripts that presses every button of a page: what each form would send, and where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.test import Client

CHECKED = {"checkbox", "radio"}
TYPED = "0.5"
NUMBER = re.compile(r"\d+")
ENDS = re.compile(r"submit|finish|discard|retire|delete")  # what takes other buttons away is pressed last


@dataclass
class Form:
    action: str
    method: str
    sent: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[dict[str, Any]] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page. Empty fields are filled in, and the first option of a choice is chosen."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.passive = address, 0
        self.found: dict[str, Form] = {}
        self.inside = ""
        self.chosen: set[tuple[str, str]] = set()
        self.select: tuple[str, str] | None = None

    def form(self, attributes: dict[str, Any]) -> str:
        return attributes.get("form") or self.inside

    def handle_starttag(self, tag: str, found: list[tuple[str, Any]]) -> None:
        attributes = dict(found)
        self.passive += tag == "template"
        if self.passive:
            return
        if tag == "form":
            self.inside = attributes.get("id") or f"form-{len(self.found)}"
            action = urljoin(self.address, attributes.get("action") or self.address)
            self.found.setdefault(self.inside, Form("", ""))
            self.found[self.inside].action, self.found[self.inside].method = action, attributes.get("method", "get")
        elif (name := self.form(attributes)) and "disabled" not in attributes:
            self.control(tag, attributes, self.found.setdefault(name, Form("", "")), name)

    def control(self, tag: str, attributes: dict[str, Any], form: Form, of: str) -> None:
        name, kind = attributes.get("name"), attributes.get("type", "text" if tag == "input" else "submit")
        if tag == "button" or (tag == "input" and kind == "submit"):
            if kind == "submit":
                form.buttons.append(attributes)
        elif tag == "input" and name:
            self.input(attributes, form, of, name, kind)
        elif tag == "select" and name:
            self.select = (of, name)
        elif tag == "textarea" and name:
            form.sent.append((name, "Some words."))
        elif tag == "option" and self.select and self.select not in self.chosen and attributes.get("value"):
            self.chosen.add(self.select)
            self.found[self.select[0]].sent.append((self.select[1], attributes["value"]))

    def input(self, attributes: dict[str, Any], form: Form, of: str, name: str, kind: str) -> None:
        if kind in CHECKED:
            if kind == "radio" and (of, name) in self.chosen:
                return
            self.chosen.add((of, name))
            form.sent.append((name, attributes.get("value", "on")))
        elif kind != "file":
            form.sent.append((name, attributes.get("value") or TYPED))

    def handle_endtag(self, tag: str) -> None:
        self.passive -= tag == "template"
        if tag == "form":
            self.inside = ""
        elif tag == "select":
            self.select = None


def forms_of(html: str, address: str) -> list[Form]:
    parser = Forms(address)
    parser.feed(html)
    return list(parser.found.values())


def press(client: Client, form: Form, button: dict[str, Any]) -> Any:
    """The page that comes of a press, after its redirects."""
    fields: dict[str, list[str]] = {}
    for name, value in form.sent + ([(button["name"], button.get("value", ""))] if button.get("name") else []):
        fields.setdefault(name, []).append(value)
    address = urljoin(form.action, button.get("formaction") or form.action)
    method = (button.get("formmethod") or form.method).lower()
    send = client.post if method == "post" else client.get
    return send(address, fields, follow=True)


def buttons_of(html: str, address: str) -> Iterator[tuple[str, Form, dict[str, Any]]]:
    """Each button of a page, under a name that it shares with those of other questions: check=1 and check=2 are one."""
    for form in forms_of(html, address):
        for button in form.buttons:
            where = urljoin(form.action, button.get("formaction") or "")
            yield f"{where} {button.get('name', '')}={NUMBER.sub('#', button.get('value', ''))}", form, button


def press_every_button(client: Client, address: str, spared: tuple[str, ...] = ()) -> list[str]:
    """Open a page and press a button of each name, opening it again before each press. Returns what failed.

    A page without a button fails: then there was nothing to try.
    """
    pressed: set[str] = set()
    failed: list[str] = []
    while True:
        page = client.get(address, follow=True)
        at = page.redirect_chain[-1][0] if page.redirect_chain else address
        if page.status_code >= 400:
            return [*failed, f"{at} answers {page.status_code}"]
        left = [one for one in buttons_of(page.content.decode(), at) if one[0] not in pressed]
        left = [one for one in left if not any(part in one[0] for part in spared)]
        if not left:
            return failed if pressed else [f"{at} has no button"]
        name, form, button = min(left, key=lambda one: bool(ENDS.search(one[0].rpartition(" ")[2])))
        pressed.add(name)
        reply = press(client, form, button)
        if reply.status_code >= 400:
            failed.append(f"{name} on {at} answers {reply.status_code}")
