"""What happens to an answer that arrives: written to the log, judged only after that, answered the same each time."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Subquery

from quizzes.attempts.checking import check
from quizzes.attempts.ending import hold, settle
from quizzes.attempts.reading import checked_before, read_item
from quizzes.grading import Read, try_number
from quizzes.models import Attempt, Item, Response
from quizzes.models.attempts import held_back
from quizzes.moments import written
from quizzes.policies import Terms, is_over, read_terms
from quizzes.records import items_to_read, newest_response
from quizzes.refusals import Refused

NUL, SURROGATE = re.compile(r"(?<!\\)(?:\\\\)*\\u0000"), re.compile("[\ud800-\udfff]")
LONGEST = 10_000  # characters of an answer as JSON
NO_TRIES = "Your answer is saved. You have used all your tries, so it cannot earn more."
SAVE, CHECK = Response.Kind.SAVE, Response.Kind.CHECK


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sender gets: a body of plain JSON and the status; 409 carries an error."""

    body: dict[str, Any]
    status: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """One answer as it arrived."""

    uuid: UUID
    position: int
    answer: Any
    kind: str
    certainty: int | None
    seconds: int | None = None
    hints: int = 0

    def is_repeat(self, response: Response) -> bool:
        """Whether this is the same request again. A check beyond the tries was written as a save."""
        sent = (self.position, self.answer, self.certainty, self.seconds, self.hints)
        kept = (response.item.position, response.answer, response.certainty, response.seconds, response.hints)
        return sent == kept and (self.kind == response.kind or self.kind == CHECK)


def respond(
    attempt: Attempt,
    *,
    uuid: UUID,
    position: int,
    answer: Any,
    kind: str = SAVE,
    certainty: int | None = None,
    seconds: int | None = None,
    hints: int = 0,
    arrived: datetime,
) -> Reply:
    """Write one answer down. 201 and the reply; the same again 200 and the same; 409 after the end. Raises Refused."""
    arrival = Arrival(uuid, position, answer, kind, certainty, seconds, hints)
    return respond_to(Attempt.objects.filter(pk=attempt.pk), arrival, arrived=arrived)


def respond_to(visible: QuerySet[Attempt], arrival: Arrival, *, arrived: datetime) -> Reply:
    """The same for the one attempt in `visible`, fetched and held in one statement. Raises Attempt.DoesNotExist."""
    _check_text(arrival.answer)
    with transaction.atomic():
        attempt, latest = hold(visible)
        item = _item(attempt, arrival)
        known = Response.objects.select_related("item").get(pk=item.known) if item.known else None
        response = known or _write(attempt, item, arrival, max(arrived, latest))
    if known and not arrival.is_repeat(known):
        return _conflict()
    if response.late:
        settle(attempt, now=response.received_at)
        return _closed()
    out_of_tries = arrival.kind == CHECK != response.kind and read_terms(attempt.terms).tells_at_once
    return Reply(_body(attempt, item, response, NO_TRIES if out_of_tries else None), 200 if known else 201)


def _check_text(answer: Any) -> None:
    """Raises Refused for what a database would not keep."""
    text = json.dumps(answer, ensure_ascii=False)
    if len(text) > LONGEST:
        raise _refused("too_long", "This answer is too long.", f"Keep it under {LONGEST} characters.", "answer")
    if NUL.search(text) or SURROGATE.search(text):
        raise _refused("unreadable", "This answer holds a character that is none.", "Type it anew.", "answer")


def _refused(code: str, message: str, next: str, field: str) -> Refused:
    return Refused(code, message, next, status=400, field=field)


def _item(attempt: Attempt, arrival: Arrival) -> Any:
    """The item at that position; `known` is the response that was written under this UUID, `held` whether the verdict
    on it waits for an exam, which only a check has to know.
    """
    known = Response.objects.filter(attempt=attempt.pk, uuid=arrival.uuid).values("pk")[:1]
    items = items_to_read().filter(attempt=attempt.pk, position=arrival.position)
    previous = newest_response().values("answer")[:1]
    if arrival.kind == CHECK:
        items = items.annotate(held=held_back([attempt.user_id]))
    item = items.annotate(known=Subquery(known), previous=Subquery(previous)).first()
    if item is None:
        message = f"There is no question {arrival.position} in this attempt."
        raise _refused("no_such_item", message, "Name the position of one of its items.", "position")
    return item


def _write(attempt: Attempt, item: Item, arrival: Arrival, received: datetime) -> Response:
    reading = read_item(item, arrival.answer)
    terms = read_terms(attempt.terms)
    counts = arrival.kind == CHECK and not reading.unread and arrival.answer is not None
    return Response.objects.create(
        item=item,
        attempt=attempt,
        uuid=arrival.uuid,
        kind=CHECK if counts and _has_try(terms, item, reading) else SAVE,
        answer=arrival.answer,
        readable=reading.readable,
        certainty=arrival.certainty,
        seconds=arrival.seconds,
        hints=arrival.hints,
        late=attempt.state != Attempt.State.IN_PROGRESS or is_over(attempt.deadline, received),
        received_at=received,
    )


def _has_try(terms: Terms, item: Item, reading: Read) -> bool:
    """Whether this answer is judged now. Counted in the log, which this transaction holds."""
    if not terms.tells_at_once:
        return False
    return terms.mode == "practice" or terms.has_try(try_number(reading.value, checked_before(item)))


def _body(attempt: Attempt, item: Any, response: Response, message: str | None) -> dict[str, Any]:
    """Made of the log alone, so that a repeat gets the same to the byte."""
    reading = read_item(item, response.answer)
    judged = check(attempt, item, response, reading) if response.kind == CHECK else None
    return {
        "uuid": str(response.uuid),
        "position": item.position,
        "seq": response.pk,
        "read": reading.echo,
        "readable": response.readable,
        "unread": [one.as_json() for one in reading.unread],
        "message": reading.message or (judged.message if judged else message if response.answer is not None else None),
        "displaced": _displaced(item, response),
        "server_time": written(response.received_at),
        "grade": judged.grade if judged else None,
        "tries_left": judged.tries_left if judged else None,
    }


def _displaced(item: Any, response: Response) -> Any:
    """The answer that stood before this one, if it was another: a second tab's page offers it back."""
    before = item.previous
    if item.known:
        earlier = Response.objects.filter(item=item, late=False, pk__lt=response.pk).order_by("-pk")
        before = earlier.values_list("answer", flat=True).first()
    return before if before != response.answer else None


def _conflict() -> Reply:
    message = "Another answer was sent under this UUID before."
    return Reply(_error("conflict", message, "Make a new UUID for every change."), 409)


def _closed() -> Reply:
    message = "This attempt has ended. Your answer is kept, but it does not count."
    return Reply(_error("closed", message, "Read the attempt as it stands."), 409)


def _error(code: str, message: str, next: str) -> dict[str, Any]:
    return {"code": code, "message": message, "next": next, "field": None}
