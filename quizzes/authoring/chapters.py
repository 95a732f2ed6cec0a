"""Fields that name a chapter or one of its headings. Which there are, the room above says: see `offer`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from quizzes.formats.course import nearest
from quizzes.models import Concept

NO_CHAPTER = "There is no chapter “{}”. Choose one of the list.{}"
NO_HEADING = "The chapter “{}” has no heading “{}”. Choose one of its headings.{}"
GONE = "{} (not in the course)"


@dataclass(frozen=True, slots=True)
class ChapterName:
    """A chapter, and its headings as pairs of an anchor and a title."""

    slug: str
    title: str
    headings: tuple[tuple[str, str], ...]


Source = Callable[[], Iterable[ChapterName]]
sources: list[Source] = []


def offer(source: Source) -> None:
    """Say where the chapters come from."""
    sources[:] = [source]


def chapters() -> list[ChapterName]:
    """Those of the course; none where it has only a bank, and then any name will do."""
    return [chapter for source in sources for chapter in source()]


class Unchecked(forms.ChoiceField):
    """A choice whose form says what is wrong with it, since the form knows the nearest. What was stored and is gone
    stays in the list, and is refused.
    """

    def valid_value(self, value: str) -> bool:
        return True


def chapter_field(found: list[ChapterName], stored: str) -> forms.ChoiceField:
    names = [(chapter.slug, chapter.title) for chapter in found]
    gone = [(stored, GONE.format(stored))] if stored and stored not in dict(names) else []
    return Unchecked(choices=[("", "—"), *gone, *names], label="Chapter")


def heading_field(found: list[ChapterName], stored: str) -> forms.ChoiceField:
    groups = [(chapter.title, list(chapter.headings)) for chapter in found]
    known = {anchor for chapter in found for anchor, _ in chapter.headings}
    gone = [(stored, GONE.format(stored))] if stored and stored not in known else []
    return Unchecked(choices=[("", "—"), *gone, *groups], label="Section")


def chapter_problem(slug: str, found: list[ChapterName]) -> str:
    """A sentence where the chapter does not exist, else ""."""
    known = [chapter.slug for chapter in found]
    return "" if not found or slug in known else NO_CHAPTER.format(slug, nearest(slug, known))


def heading_problem(slug: str, anchor: str, found: list[ChapterName]) -> str:
    """A sentence where the chapter has no such heading, else ""."""
    chapter = next((chapter for chapter in found if chapter.slug == slug), None)
    known = [one for one, _ in chapter.headings] if chapter else []
    if chapter is None or anchor in known:
        return ""
    return NO_HEADING.format(chapter.title, anchor, nearest(anchor, known))


class ConceptForm(forms.ModelForm):
    """A concept, explained in a section of a chapter."""

    class Meta:
        model = Concept
        fields = ["slug", "title", "chapter_slug", "anchor", "prerequisites"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.found = chapters()
        if self.found:
            self.fields["chapter_slug"] = chapter_field(self.found, self.instance.chapter_slug)
            self.fields["anchor"] = heading_field(self.found, self.instance.anchor)

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        slug, anchor = read.get("chapter_slug", ""), read.get("anchor", "")
        if slug and (problem := chapter_problem(slug, self.found)):
            self.add_error("chapter_slug", problem)
        elif slug and anchor and (problem := heading_problem(slug, anchor, self.found)):
            self.add_error("anchor", problem)
        return read
