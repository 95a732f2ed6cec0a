"""What is offered to whom: quizzes with their slots, classes, assignments, and one learner's extensions."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Max, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce, Greatest

from quizzes.models.bank import Concept, Question


class Quizzes(models.QuerySet["Quiz"]):
    def visible_to(self, user: object) -> "Quizzes":
        """Quizzes offered to everybody, and those of this person's classes; an instructor sees all."""
        if getattr(user, "is_staff", False):
            return self
        offered = Q(assignments__class_group=None, assignments__isnull=False)
        if getattr(user, "is_authenticated", False):
            offered |= Q(assignments__class_group__memberships__user=user)
        return self.filter(offered).distinct()

    def written(self) -> "Quizzes":
        """What an author wrote; practice sheets come about by themselves."""
        return self.exclude(slug__startswith=SHEET, mode=Quiz.Mode.PRACTICE)

    def with_questions(self) -> "Quizzes":
        """Each with `questions`, how many an attempt has. A subquery, since classes and assignments multiply rows."""
        of_quiz = Slot.objects.filter(quiz=OuterRef("pk")).order_by().values("quiz")
        return self.annotate(questions=Coalesce(Subquery(of_quiz.annotate(all=Sum("pick")).values("all")), 0))

    def with_window(self, user: Any, now: Any) -> "Quizzes":
        """Each with `opens` and `closes` of the offer that holds for this person, as a start would choose it."""
        own = Q(class_group__isnull=True)
        until: Any = F("closes")
        if getattr(user, "pk", None):
            own |= Q(class_group__in=Membership.objects.filter(user=user.pk).values("class_group"))
            granted = Allowance.objects.filter(assignment=OuterRef("pk"), user=user.pk).order_by().values("assignment")
            last = Subquery(granted.annotate(last=Max("closes")).values("last"))
            later = Greatest("closes", Coalesce(last, "closes"))  # PostgreSQL passes over NULL, SQLite does not
            until = Case(When(closes__isnull=False, then=later))
        is_open = (Q(opens=None) | Q(opens__lte=now)) & (Q(until=None) | Q(until__gt=now))
        rank = Case(When(is_open, then=0), default=1)
        reaching = Assignment.objects.filter(own, quiz=OuterRef("pk")).annotate(until=until, rank=rank)
        chosen = reaching.order_by("rank", F("class_group").asc(nulls_last=True), "pk")
        return self.annotate(opens=Subquery(chosen.values("opens")[:1]), closes=Subquery(chosen.values("until")[:1]))


SHEET = "sheet-"  # how the slug of a chapter's practice sheet begins


class Quiz(models.Model):
    class Mode(models.TextChoices):
        PRACTICE = "practice"
        CHECK = "check"
        EXAM = "exam"

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    chapter_slug = models.SlugField()
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.CHECK)
    policy = models.JSONField(default=dict, blank=True)
    frozen = models.JSONField(null=True, blank=True, editable=False)  # slots and versions of an exam at its first start
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)
    questions: int  # where with_questions() was asked
    opens: Any  # with closes: where with_window() was asked
    closes: Any

    objects: ClassVar[models.Manager["Quiz"]] = models.Manager.from_queryset(Quizzes)()

    class Meta:
        ordering = ["chapter_slug", "slug"]
        verbose_name_plural = "quizzes"

    def __str__(self) -> str:
        return self.title

    @property
    def is_sheet(self) -> bool:
        return self.mode == Quiz.Mode.PRACTICE and self.slug.startswith(SHEET)

    @staticmethod
    def sheet_slug(chapter: str) -> str:
        return f"{SHEET}{chapter}"[:50]  # as long as a slug may be


FROZEN = (
    "This exam has started, so its slots, points and questions stay as they are. "
    "Copy it to a new quiz, or change it when it has ended."
)


class FrozenExamError(ValueError):
    """A slot of an exam that has started was to be changed."""

    def __init__(self) -> None:
        super().__init__(FROZEN)


class Slots(models.QuerySet["Slot"]):
    """The slots of an exam that has started refuse every change; triggers of the database do too."""

    def update(self, **values: Any) -> int:
        refuse_frozen(Quiz.objects.filter(slots__in=self))
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        refuse_frozen(Quiz.objects.filter(slots__in=self))
        return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        slots = list(objs)
        refuse_frozen(Quiz.objects.filter(pk__in={slot.quiz_id for slot in slots}))
        return super().bulk_create(slots, *args, **options)


def refuse_frozen(quizzes: Quizzes) -> None:
    if quizzes.filter(frozen__isnull=False).exists():
        raise FrozenExamError


class Slot(models.Model):
    """A place in a quiz: one question, or some drawn from those of a concept."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="slots")
    position = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=5, decimal_places=2, default=1)
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="slots")
    concept = models.ForeignKey(Concept, models.PROTECT, null=True, blank=True, related_name="slots")
    pick = models.PositiveSmallIntegerField(default=1, help_text="How many to draw from the concept.")

    objects: ClassVar[models.Manager["Slot"]] = models.Manager.from_queryset(Slots)()

    class Meta:
        ordering = ["quiz", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="one_slot_at_each_position"),
            models.CheckConstraint(
                condition=Q(question__isnull=False, concept__isnull=True)
                | Q(question__isnull=True, concept__isnull=False),
                name="a_slot_has_a_question_or_a_concept",
            ),
            models.CheckConstraint(condition=Q(points__gt=0), name="a_slot_is_worth_something"),
            models.CheckConstraint(condition=Q(pick__gte=1), name="a_slot_picks_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.question or self.concept}"

    def save(self, *args: Any, **options: Any) -> None:
        refuse_frozen(Quiz.objects.filter(Q(pk=self.quiz_id) | Q(slots=self.pk)))
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        refuse_frozen(Quiz.objects.filter(slots=self.pk))
        return super().delete(*args, **options)


class Class(models.Model):
    title = models.CharField(max_length=120)
    join_code = models.CharField(max_length=20, unique=True)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "classes"

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    class_group = models.ForeignKey(Class, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["class_group", "user"], name="a_member_joins_a_class_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.class_group}"


class Assignment(models.Model):
    """A quiz offered to everybody (no class) or to one class, with its window and its release."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="assignments")
    class_group = models.ForeignKey(Class, models.PROTECT, null=True, blank=True, related_name="assignments")
    opens = models.DateTimeField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["quiz", "id"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "class_group"], name="a_quiz_is_assigned_once_to_a_class"),
            models.UniqueConstraint(
                fields=["quiz"], condition=Q(class_group=None), name="a_quiz_is_offered_once_to_everybody"
            ),
            models.CheckConstraint(
                condition=Q(opens=None) | Q(closes=None) | Q(closes__gt=models.F("opens")),
                name="it_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz} for {self.class_group or 'everybody'}"


class Allowance(models.Model):
    """One learner's extension of one assignment."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="allowances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="allowances")
    closes = models.DateTimeField(null=True, blank=True)
    extra_attempts = models.PositiveSmallIntegerField(default=0)
    factor = models.DecimalField(max_digits=4, decimal_places=2, default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.user} in {self.assignment}"
