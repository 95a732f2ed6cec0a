"""What learners did: attempts, items, the log of responses, grades. Written by quizzes/attempts/ alone."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from quizzes.models.bank import Key, Question, Variant
from quizzes.models.gate import withheld
from quizzes.models.insert_only import InsertOnly
from quizzes.models.offers import Allowance, Assignment, Quiz
from quizzes.policies import GRACE

QUESTION, QUIZ = "variant__version__question", "attempt__assignment__quiz"  # of an item


class Attempts(models.QuerySet["Attempt"]):
    def visible_to(self, user: object) -> "Attempts":
        """A learner's own; what is not yours is not there."""
        return self.filter(user=user) if getattr(user, "is_authenticated", False) else self.none()

    def with_held(self) -> "Attempts":
        """Each with `held`: whether the verdict on one of its questions waits for an exam. Filter first: the items of
        all attempts in this query set are looked through, once together.
        """
        mine = self.order_by()
        items = Item.objects.filter(held_back(mine.values("user")), attempt__in=mine.values("pk"))
        return self.annotate(held=Q(pk__in=items.values("attempt")))

    def with_extension(self) -> "Attempts":
        """Each `with_held`, and with what allowances give its learner here: `extended_to` and `extra_attempts`, both
        None without one; and with how far they are: `newest_number`, and whether one is `running`.
        """
        same = {"assignment": OuterRef("assignment"), "user": OuterRef("user")}
        own = Allowance.objects.filter(**same).order_by().values("user")
        beside = Attempt.objects.filter(**same).order_by("-number")
        return self.with_held().annotate(
            extended_to=Subquery(own.annotate(until=Max("closes")).values("until")),
            extra_attempts=Subquery(own.annotate(extra=Sum("extra_attempts")).values("extra")),
            newest_number=Subquery(beside.values("number")[:1]),
            running=Exists(beside.filter(state=Attempt.State.IN_PROGRESS)),
        )


def held_back(users: Any) -> Q:
    """The condition for an item of these users whose verdict waits for an exam: its learner has one open that asks its
    question, in another quiz; or its question has been kept for exams since it was asked.

    What is compared with first depends on no item, so the database works it out once.
    """
    running = running_exams().filter(attempt__user__in=users)
    same = {"attempt__user": OuterRef("attempt__user"), QUESTION: OuterRef(QUESTION)}
    elsewhere = Exists(running.filter(**same).exclude(**{QUIZ: OuterRef(QUIZ)}))
    asked = Q(**{f"{QUESTION}__in": running.values(QUESTION)}) & Q(elsewhere)
    kept = Q(**{f"{QUESTION}__in": Question.objects.filter(withheld()).values("pk")})
    return asked | (kept & ~Q(**{f"{QUIZ}__mode": Quiz.Mode.EXAM}))


def running_exams() -> models.QuerySet["Item"]:
    """The items of the exams that somebody has open now."""
    in_time = Q(attempt__deadline=None) | Q(attempt__deadline__gt=timezone.now() - GRACE)
    running = Item.objects.filter(in_time, attempt__state=Attempt.State.IN_PROGRESS)
    return running.filter(**{f"{QUIZ}__mode": Quiz.Mode.EXAM}).order_by()


class Attempt(models.Model):
    class State(models.TextChoices):
        IN_PROGRESS = "in_progress"
        SUBMITTED = "submitted"
        GRADED = "graded"

    class EndedBy(models.TextChoices):
        LEARNER = "learner"
        DEADLINE = "deadline"
        TEACHER = "teacher"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    terms = models.JSONField(help_text="Limit, tries, credit and points as they were at the start.")
    seed = models.PositiveBigIntegerField()
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=8, choices=EndedBy, blank=True)
    state = models.CharField(max_length=11, choices=State, default=State.IN_PROGRESS)
    last_response = models.ForeignKey("Response", models.PROTECT, null=True, blank=True, related_name="+")
    points = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)

    objects: ClassVar[models.Manager["Attempt"]] = models.Manager.from_queryset(Attempts)()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "assignment", "number"], name="attempts_are_numbered_once"),
            models.UniqueConstraint(
                fields=["user", "assignment"], condition=Q(state="in_progress"), name="one_attempt_in_progress"
            ),
        ]
        indexes = [models.Index(fields=["deadline"], condition=Q(state="in_progress"), name="deadlines_in_progress")]

    def __str__(self) -> str:
        return f"{self.user}, attempt {self.number}"


class Item(models.Model):
    """One variant in one attempt."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=5, decimal_places=2)
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+")
    order = models.JSONField(default=list, help_text="Option ids in the order shown.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="one_item_at_each_position")]

    def __str__(self) -> str:
        return f"{self.attempt} item {self.position}"


class Response(InsertOnly):
    """What a learner sent for an item. The newest readable one counts; its id is the `seq` of the reply."""

    class Kind(models.TextChoices):
        SAVE = "save"
        CHECK = "check"

    item = models.ForeignKey(Item, models.PROTECT, related_name="responses")
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    uuid = models.UUIDField()
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SAVE)
    answer = models.JSONField(null=True)
    readable = models.BooleanField()
    certainty = models.PositiveSmallIntegerField(null=True, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    hints = models.PositiveSmallIntegerField(default=0)  # as a script saw them open: a page without one tells nothing
    late = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "uuid"], name="a_response_is_written_once")]
        indexes = [models.Index(fields=["item", "-id"], name="newest_response_of_an_item")]

    def __str__(self) -> str:
        return f"response {self.pk} to {self.item}"


class Regrade(models.Model):
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    may_lower = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.why


class Grade(InsertOnly):
    """The verdict on a response, or on a blank item. The newest grade of an item stands."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="grades")
    response = models.ForeignKey(Response, models.PROTECT, null=True, related_name="grades")
    key = models.ForeignKey(Key, models.PROTECT, related_name="grades")
    regrade = models.ForeignKey(Regrade, models.PROTECT, null=True, related_name="grades")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    fraction = models.DecimalField(max_digits=7, decimal_places=6)
    diagnoses = models.JSONField(default=list)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # NULLs are distinct in a unique constraint, so the blank item has one of its own.
            models.UniqueConstraint(
                fields=["response"], condition=Q(regrade=None, by=None), name="a_response_is_graded_once"
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(response=None, regrade=None, by=None),
                name="a_blank_item_is_graded_once",
            ),
            models.CheckConstraint(condition=Q(fraction__gte=0, fraction__lte=1), name="a_fraction_is_0_to_1"),
        ]
        indexes = [models.Index(fields=["item", "-id"], name="newest_grade_of_an_item")]

    def __str__(self) -> str:
        return f"{self.fraction} for {self.item}"


class FaultReport(models.Model):
    """A learner says that something is wrong with a question; the instructor's reply comes back."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="fault_reports")
    response = models.ForeignKey(Response, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    reply = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"report on {self.item}"


class Dispute(models.Model):
    """A learner says that a named mistake is not what they did. It is counted, and changes no grade."""

    grade = models.OneToOneField(Grade, models.PROTECT, related_name="dispute")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.ForeignKey(Key, models.PROTECT, related_name="+")
    answer = models.JSONField()
    typed_decimals = models.PositiveSmallIntegerField(null=True)
    verdict = models.CharField(max_length=10, blank=True)
    mistakes = models.JSONField(default=list)  # the keys of those that were named
    confidence = models.FloatField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"not what {self.user} did: {self.grade}"
