"""After the computation changed: what is drawn otherwise now is published again, and old variants get new keys.

Nothing that was shown changes. An attempt in progress is judged by the new key of its old variant; grades stay.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from quizzes.models import Key, Question, Variant, Version
from quizzes.publishing.drafts import Draft, prepare
from quizzes.publishing.repairing import RepairError, body_of, repaired_keys
from quizzes.publishing.versions import write_next
from quizzes.questions.base import QuestionError
from simulator.engine.version import ENGINE

LAST_BITS = 1e-9
Progress = Callable[[str], None]


@dataclass(slots=True)
class Renewal:
    """Slugs of questions published anew, and a sentence for each that cannot be."""

    published: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def renew_bank(progress: Progress | None = None) -> Renewal:
    """Draw every question again that was drawn by an earlier engine; publish those that differ."""
    renewal = Renewal()
    for question in Question.objects.exclude(engine=ENGINE).exclude(published=None).select_related("published"):
        if progress:
            progress(question.slug)
        try:
            if renew(question):
                renewal.published.append(question.slug)
        except (QuestionError, RepairError) as error:
            renewal.faults.append(f"{question.slug}: {error} Its variants stay as they are. Publish it again.")
    return renewal


def renew(question: Question) -> bool:
    """Whether a new version was needed. Raises QuestionError or RepairError where it cannot be drawn any more."""
    before = question.published
    assert before is not None
    old = list(before.variants.order_by("seed"))
    draft = prepare(question.slug, body_of(before), before.source, variants=len(old))
    with transaction.atomic():
        now = Question.objects.select_for_update(of=("self",)).select_related("published").get(pk=question.pk)
        if now.published_id != before.pk or is_drawn_alike(before, old, draft):
            Question.objects.filter(pk=question.pk, published=before).update(engine=ENGINE)
            return False
        publish_again(now, draft)
        return True


def is_drawn_alike(version: Version, old: list[Variant], draft: Draft) -> bool:
    """Whether the new drawings show and mean what the stored ones do, but for the last bits of numbers."""
    keys = {key.variant_id: key for key in Key.objects.filter(version=version, variant__version=version)}
    stored = [[one.seed, one.shown, keys[one.pk].parameters, keys[one.pk].right, keys[one.pk].wrong] for one in old]
    drawn = [[one.seed, one.shown, one.parameters, one.right, one.wrong] for one in draft.made]
    return is_alike(stored, drawn)


def is_alike(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(is_alike(value, other[name]) for name, value in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(is_alike, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=LAST_BITS, abs_tol=LAST_BITS)
    return bool(one == other)


def publish_again(question: Question, draft: Draft) -> None:
    """The next version of the same source, with a key for every variant that was drawn from it before."""
    version = write_next(question, draft, author=None)
    Key.objects.bulk_create(repaired_keys(version, variants_before(version)))


def variants_before(version: Version) -> Iterable[Variant]:
    """With their parameters; they are the same under whichever key."""
    same = Variant.objects.filter(
        version__question=version.question_id, version__source_hash=version.source_hash
    ).exclude(version=version)
    found = list(same.select_related("version"))
    keys = Key.objects.filter(variant__in=found).values_list("variant", "parameters")
    parameters = dict(keys)
    for variant in found:
        variant.parameters = parameters[variant.pk]  # type: ignore[attr-defined]  # as `repaired_keys` reads it
    return found
