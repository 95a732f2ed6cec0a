"""Learners at the site, by its API alone, and the rows that they leave: the same for an old version and a new one."""

import json
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.test import Client

ROWS = {
    "Attempt": ("uuid", "state", "number", "points", "ended_by", "user__username", "user__is_guest"),
    "Item": ("attempt__uuid", "position", "points", "variant__seed", "order"),
    "Response": ("uuid", "attempt__uuid", "item__position", "kind", "answer", "readable", "certainty", "received_at"),
    "Grade": ("item__attempt__uuid", "item__position", "response__uuid", "fraction"),
}


def read_rows() -> dict[str, list[Any]]:
    """Everything that learners did, by model, as it looks in JSON."""
    rows = {name: apps.get_model("quizzes", name).objects.order_by("pk").values_list(*of) for name, of in ROWS.items()}
    return {name: json.loads(json.dumps(list(found), default=str)) for name, found in rows.items()}


class Learner:
    """A browser at the site, of a guest or of an account, with one attempt."""

    def __init__(self, account: Any = None, session: str = "", attempt: str = "") -> None:
        self.client, self.attempt = Client(), attempt
        if account:
            self.client.force_login(account)
        if session:
            self.client.cookies["sessionid"] = session

    @property
    def session(self) -> str:
        return self.client.cookies["sessionid"].value

    @property
    def address(self) -> str:
        return f"/api/attempts/{self.attempt}/"

    def get(self, address: str) -> Any:
        return self.read(self.client.get(address))

    def post(self, address: str, **body: Any) -> Any:
        return self.read(self.client.post(address, body, content_type="application/json"))

    def read(self, reply: Any) -> Any:
        assert reply.status_code in {200, 201}, f"{reply.request['PATH_INFO']}: {reply.status_code} {reply.content!r}"
        return reply.json()

    def start(self) -> None:
        self.attempt = self.post("/api/quizzes/chapter-1/attempts/")["uuid"]

    def items(self) -> list[dict[str, Any]]:
        return self.get(self.address)["items"]

    def answer(self, position: int, answer: Any, **more: Any) -> Any:
        sent = {"uuid": str(uuid4()), "position": position, "answer": answer, "kind": "save", **more}
        return self.post(f"{self.address}responses/", **sent)

    def check_in_chapter(self, slug: str, variant: int, answer: Any, **more: Any) -> None:
        sent = {"uuid": str(uuid4()), "variant": variant, "answer": answer, "kind": "check", **more}
        self.attempt = self.post(f"/api/chapters/introduction/questions/{slug}/responses/", **sent)["attempt"]

    def submit(self) -> None:
        self.post(f"{self.address}submit/")

    def review(self) -> Any:
        return self.get(f"{self.address}review/")
