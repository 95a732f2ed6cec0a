"""The one gate: which questions may be handed out outside an exam.

Practice, similar questions, chapters and the slots of other quizzes all start from `open_questions`. A question with
use `exam` passes once each exam that asks it is released, unless its author keeps it closed.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from quizzes.models.bank import Question, Questions
from quizzes.models.offers import Allowance, Assignment, Quiz, Slot


def open_questions(now: datetime | None = None) -> Questions:
    """Return the published questions that anyone may practise."""
    return Question.objects.ready().exclude(withheld(now))


def withheld(now: datetime | None = None) -> Q:
    """Return the condition for a question that is kept for exams, whether or not one asks it yet."""
    asking = exam_slots()
    waiting = asking.filter(quiz__in=unreleased_exams(now or timezone.now()))
    return Q(use=Question.Use.EXAM) & (Q(open_after_release=False) | Q(~Exists(asking)) | Q(Exists(waiting)))


def exam_slots() -> QuerySet[Slot]:
    """Return the slots of exams that ask a question of the outer query, by name or by concept."""
    asking = Q(question=OuterRef("pk")) | Q(concept__questions=OuterRef("pk"))
    return Slot.objects.filter(asking, quiz__mode=Quiz.Mode.EXAM)


def unreleased_exams(now: datetime) -> QuerySet[Quiz, Any]:
    """Return the exams that nobody is offered yet, and those with an assignment that is not released."""
    offered = Assignment.objects.filter(quiz=OuterRef("pk"))
    unreleased = offered.exclude(pk__in=released_assignments(now).values("pk"))
    exams = Quiz.objects.filter(mode=Quiz.Mode.EXAM)
    return exams.filter(~Exists(offered) | Exists(unreleased)).values("pk")


def released_assignments(now: datetime) -> QuerySet[Assignment]:
    """Return the assignments whose results everybody may see: released by hand, or closed for the last learner."""
    extended = Allowance.objects.filter(assignment=OuterRef("pk"), closes__gt=now)
    by_itself = Q(quiz__policy__release__in=["close", "submit"], closes__lte=now) & Q(~Exists(extended))
    return Assignment.objects.filter(Q(released_at__lte=now) | by_itself)
