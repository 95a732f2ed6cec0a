"""A copy of a quiz: its rules and slots, offered to nobody yet."""

from itertools import count
from typing import Any

from django.db import transaction

from quizzes.models import Audit, Quiz, Slot

LONGEST = 50  # characters of a slug


@transaction.atomic
def copy_quiz(quiz: Quiz, *, by: Any) -> Quiz:
    """Return the new quiz. Nobody may start it until it is offered, and an exam begins unfrozen."""
    title = f"{quiz.title[:113]} (copy)"
    same = {"chapter_slug": quiz.chapter_slug, "mode": quiz.mode, "policy": quiz.policy}
    new = Quiz.objects.create(slug=free_slug(quiz.slug), title=title, **same)
    slots = quiz.slots.values("position", "points", "pick", "question_id", "concept_id")
    Slot.objects.bulk_create(Slot(quiz=new, **slot) for slot in slots)
    Audit.objects.create(who=by, what=f"{new.slug}: copied"[:120], before={"quiz": quiz.slug})
    return new


def free_slug(slug: str) -> str:
    endings = (f"-copy{f'-{number}' if number > 1 else ''}" for number in count(1))
    slugs = (f"{slug[: LONGEST - len(ending)]}{ending}" for ending in endings)
    return next(one for one in slugs if not Quiz.objects.filter(slug=one).exists())
