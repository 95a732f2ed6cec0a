"""A learner says “Not what I did” of a named mistake. What they did is then found step by step; no grade changes."""

from decimal import Decimal
from typing import Any

from quizzes.diagnosing import NOTHING, Further, further
from quizzes.grading import read
from quizzes.models import Attempt, Dispute, Grade, Item
from quizzes.questions.types import TYPES
from quizzes.refusals import Refused
from simulator.engine.charts import decimals_of


def dispute(attempt: Attempt, position: int) -> Dispute:
    """Store the press beside what was said. Pressed again, it is the same. Raises Refused if no mistake was named."""
    grade = latest_grade(attempt, position)
    if grade is None or grade.response is None:
        raise _nothing(position)
    value = read(TYPES[grade.item.variant.version.type], grade.response.answer, grade.item.variant.shown["ask"]).value
    more = further_of(grade, value)
    named = list(grade.diagnoses) or more.diagnoses
    if not named:
        raise _nothing(position)
    finding = more.finding or grade.detail.get("finding") or {}
    found, _ = Dispute.objects.get_or_create(
        grade=grade,
        defaults={
            "user": attempt.user,
            "key": grade.key,
            "answer": grade.response.answer,
            "typed_decimals": decimals_of(value) if isinstance(value, Decimal) else None,
            "verdict": finding.get("verdict") or "",
            "mistakes": [one.get("key") or one["id"] for one in named],
            "confidence": finding.get("confidence"),
        },
    )
    return found


def latest_grade(attempt: Attempt, position: int) -> Grade | None:
    """The standing grade of a question, with its key and answer."""
    item = Item.objects.filter(attempt=attempt, position=position).first()
    rows = Grade.objects.filter(item=item).select_related("key", "response", "item__variant__version")
    return rows.order_by("-pk").first() if item else None


def further_of(grade: Grade, value: Any) -> Further:
    """What the review names beyond the grade."""
    wanted = isinstance(value, Decimal) and not grade.diagnoses and grade.fraction < 1
    return further(grade.key, value) if wanted else NOTHING


def _nothing(position: int) -> Refused:
    message = f"No mistake is named at question {position}."
    return Refused("nothing_named", message, "Check an answer first.", status=404)
