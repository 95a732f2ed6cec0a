"""A learner says that something is wrong with a question; what the instructor answers comes back to the review."""

import re
from typing import Any

from django.db import transaction

from quizzes.models import Attempt, Audit, FaultReport, Item, Response
from quizzes.refusals import Refused

LONGEST = 2000
MOST = 5  # of one learner at one question
CONTROLS = re.compile("[\0\ud800-\udfff]")


@transaction.atomic
def report_fault(attempt: Attempt, position: int, text: str) -> FaultReport:
    """Keep a report with the variant and the answer it speaks of. The same again is the same. Raises Refused."""
    words = CONTROLS.sub("", text).strip()
    if not 1 <= len(words) <= LONGEST:
        raise _refused("text", "A report needs a text.", f"Say in up to {LONGEST} characters what is wrong.")
    Attempt.objects.select_for_update().get(pk=attempt.pk)  # a double click waits here
    item = Item.objects.filter(attempt=attempt, position=position).first()
    if item is None:
        raise _refused("position", f"There is no question {position} in this attempt.", "Name one of its questions.")
    mine = FaultReport.objects.filter(item=item, user=attempt.user_id)
    known = mine.filter(text=words).first()
    if known is None and mine.count() >= MOST:
        raise _refused("text", f"You have reported this question {MOST} times.", "Your instructor will read them.")
    return known or _write(attempt, item, words)


def _refused(field: str, message: str, next: str) -> Refused:
    return Refused("report_refused", message, next, status=400, field=field)


def _write(attempt: Attempt, item: Item, words: str) -> FaultReport:
    answers = Response.objects.filter(item=item, readable=True, late=False).order_by("-pk")
    return FaultReport.objects.create(item=item, response=answers.first(), user=attempt.user, text=words)


@transaction.atomic
def answer_report(report: FaultReport, reply: str, *, by: Any) -> None:
    """Write the instructor's answer, or a better one. Audited."""
    before = FaultReport.objects.select_for_update().get(pk=report.pk).reply
    report.reply = reply.strip()
    if report.reply == before:
        return
    report.save(update_fields=["reply"])
    Audit.objects.create(
        who=by,
        what="fault report answered",
        before={"report": report.pk, "reply": before},
        after={"reply": report.reply},
    )
