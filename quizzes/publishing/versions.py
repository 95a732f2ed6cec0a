"""Versions with their variants and keys, written in one short transaction once all is drawn and rendered."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from quizzes.formats.toml_questions import hash_of, read_source
from quizzes.formats.toml_writing import write_question
from quizzes.models import Audit, Concept, Key, Question, Variant, Version
from quizzes.publishing.drafts import Draft, prepare
from quizzes.publishing.keeping import ShortageError, slots_kept_filled
from quizzes.questions.base import Fault, Made, QuestionError
from quizzes.questions.making import Progress
from simulator.engine.version import ENGINE


def publish(
    question: Question,
    body: Mapping[str, Any],
    *,
    source: str,
    author: Any,
    variants: int | None = None,
    progress: Progress | None = None,
) -> Version:
    """Publish a body as the next version of a question. The same source as the published one changes nothing.

    Raises QuestionError with every fault of the author.
    """
    published = question.published
    if published is not None and published.source_hash == hash_of(source):
        return published
    missing_concepts(body)
    draft = prepare(question.slug, body, source, variants, progress)
    return write_over(question, draft, author)


def publish_written(slug: str, body: Mapping[str, Any], *, question: Question | None = None, author: Any) -> Version:
    """Publish what was written in the forms; its source is the TOML that a course file would hold. QuestionError."""
    source = write_question(slug, body)
    body = read_source(source)  # what is published is what its source says
    if question is not None:
        return publish(question, body, source=source, author=author)
    missing_concepts(body)
    draft = prepare(slug, body, source)
    with transaction.atomic():
        return write(Question.objects.create(slug=slug, level=body["level"]), draft, author)


def set_state(questions: Iterable[Question], state: str, *, by: Any) -> None:
    """Retire questions, or bring them back. Raises ShortageError if that leaves a slot short."""
    with transaction.atomic(), slots_kept_filled():
        for question in questions:
            before, question.state = question.state, state
            question.save(update_fields=["state"])
            audit(by, f"{question.slug}: {state}", {"state": before}, {"state": state})


def write_over(question: Question, draft: Draft, author: Any) -> Version:
    """Write a draft as the next version. Raises QuestionError if another use or other concepts leave a slot short."""
    try:
        with transaction.atomic(), slots_kept_filled():
            return write(question, draft, author)
    except ShortageError as error:
        field = "use" if use_of(draft.body)[0] != question.use else "concepts"
        raise QuestionError([Fault(field, line) for line in error.lines]) from error


def write(question: Question, draft: Draft, author: Any) -> Version:
    """Write a draft as the next version. Within a transaction; equal source gives the published version."""
    question = Question.objects.select_for_update(of=("self",)).select_related("published").get(pk=question.pk)
    before = question.published
    if before is not None and before.source_hash == hash_of(draft.source):
        return before
    return write_next(question, draft, author)


def write_next(question: Question, draft: Draft, author: Any) -> Version:
    """Write a draft as the next version, whatever is published. Within a transaction."""
    before, version = question.published, write_version(question, draft, author)
    write_variants(version, draft.made)
    question.published, question.level, question.engine = version, draft.body["level"], ENGINE
    question.use, question.open_after_release = use_of(draft.body)
    if question.state == Question.State.DRAFT:  # what an instructor retired stays so until brought back
        question.state = Question.State.READY
    question.save(update_fields=["published", "level", "engine", "use", "open_after_release", "state"])
    question.concepts.set(Concept.objects.filter(slug__in=draft.body["concepts"]))
    told = {"version": version.number, "variants": len(draft.made)} | use_told(question)
    audit(author, f"{question.slug}: published", {"version": before.number} if before else None, told)
    return version


def use_told(question: Question) -> dict[str, Any]:
    return {} if question.use == Question.Use.ANY else {"use": question.use}


def use_of(body: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the use of a question, and whether practice may ask it after its exams."""
    return body.get("use", Question.Use.ANY), body.get("open_after_release", True)


def write_version(question: Question, draft: Draft, author: Any) -> Version:
    newest = question.versions.aggregate(newest=Max("number"))["newest"] or 0
    return Version.objects.create(
        question=question,
        number=newest + 1,
        type=draft.body["type"],
        body=draft.body,
        source=draft.source,
        source_hash=hash_of(draft.source),
        author=author,
    )


def write_variants(version: Version, made: list[Made]) -> None:
    variants = Variant.objects.bulk_create(Variant(version=version, seed=one.seed, shown=one.shown) for one in made)
    Key.objects.bulk_create(
        Key(
            variant=variant,
            version=version,
            parameters=one.parameters,
            right=one.right,
            wrong=one.wrong,
            engine=ENGINE,
        )
        for variant, one in zip(variants, made, strict=True)
    )


def missing_concepts(body: Mapping[str, Any]) -> None:
    """Raises QuestionError for concepts that do not exist. What is no list of texts is left to `check`."""
    slugs = body.get("concepts")
    if not isinstance(slugs, list) or not all(isinstance(slug, str) for slug in slugs):
        return
    known = set(Concept.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    faults = [
        Fault(f"concepts.{number}", f"There is no concept “{slug}”. Correct its name, or add it first.")
        for number, slug in enumerate(slugs)
        if slug not in known
    ]
    if faults:
        raise QuestionError(faults)


def audit(who: Any, what: str, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    Audit.objects.create(who=who, what=what[:120], before=before, after=after)
