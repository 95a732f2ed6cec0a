"""The bank: concepts, questions, their versions, and what was drawn when a version was published: variants and keys."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from quizzes.models.insert_only import InsertOnly
from quizzes.questions.types import TYPES


class Concept(models.Model):
    """What questions are about, and where the chapter explains it."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    chapter_slug = models.SlugField()
    anchor = models.CharField(max_length=120, blank=True)
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)
    prerequisites = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="leads_to")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Questions(models.QuerySet["Question"]):
    """What may be handed out to learners is decided by `quizzes.models.gate`, which starts from `ready`."""

    def ready(self) -> "Questions":
        """Return what is published and not retired."""
        return self.filter(state=Question.State.READY, published__isnull=False)

    def editable_by(self, user: Any) -> "Questions":
        """Return what this person may change, and may therefore see whatever its use is."""
        return self if user.has_perm("quizzes.change_question") else self.none()


class Question(models.Model):
    """An entry of the bank. Its content is in versions; `published` is the one that new attempts draw from."""

    class State(models.TextChoices):
        DRAFT = "draft"
        READY = "ready"
        RETIRED = "retired"

    class Level(models.TextChoices):
        REMEMBER = "remember"
        UNDERSTAND = "understand"
        APPLY = "apply"
        ANALYSE = "analyse"
        EVALUATE = "evaluate"

    class Use(models.TextChoices):
        ANY = "any"
        EXAM = "exam"

    slug = models.SlugField(max_length=80, unique=True)
    level = models.CharField(max_length=12, choices=Level)
    use = models.CharField(max_length=4, choices=Use, default=Use.ANY)
    open_after_release = models.BooleanField(default=True, help_text="Whether practice may ask it after its exams.")
    concepts = models.ManyToManyField(Concept, related_name="questions")
    published = models.OneToOneField(
        "Version", models.PROTECT, null=True, blank=True, editable=False, related_name="published_for"
    )
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    engine = models.CharField(max_length=20, default="1", editable=False)  # that its published variants hold under
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[models.Manager["Question"]] = models.Manager.from_queryset(Questions)()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


def type_choices() -> list[tuple[str, str]]:
    """Given as a function, so that a new type of question needs no migration."""
    return [(name, kind.title) for name, kind in TYPES.items()]


class Version(InsertOnly):
    """The content of a question as it was published once."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    type = models.CharField(max_length=20, choices=type_choices)
    body = models.JSONField()
    source = models.TextField()
    source_hash = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["question", "number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="versions_are_numbered_once")]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"


class Variant(InsertOnly):
    """One drawing of a version: the seed, and what a learner is shown. Nothing here tells what is right."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="variants")
    seed = models.PositiveIntegerField()
    shown = models.JSONField()

    class Meta:
        ordering = ["version", "seed"]
        constraints = [models.UniqueConstraint(fields=["version", "seed"], name="one_variant_for_each_seed")]

    def __str__(self) -> str:
        return f"{self.version} seed {self.seed}"


class Key(InsertOnly):
    """What is right for a variant, and what each misconception gives. A repaired version adds keys to old variants."""

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="keys")
    version = models.ForeignKey(Version, models.PROTECT, related_name="keys")
    parameters = models.JSONField()
    right = models.JSONField()
    wrong = models.JSONField()
    engine = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "version"], name="one_key_a_variant_and_version")]

    def __str__(self) -> str:
        return f"key of {self.variant}"
