"""Where a person is reading: remembered a chapter at a time, and told as what is read and what is left."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser

from courseware.chapters import Chapter, Section
from courseware.models import Reading, User
from courseware.times import minutes_of

Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Place:
    """A section of a chapter that somebody has come to; the counts are of the chapter's main sections."""

    chapter: Chapter
    section: Section
    passed: tuple[Section, ...]
    main: Section
    ahead: tuple[Section, ...]

    @property
    def total(self) -> int:
        return len(self.passed) + 1 + len(self.ahead)

    @property
    def percent(self) -> int:
        return round(100 * len(self.passed) / self.total)

    @property
    def minutes_left(self) -> int:
        """From the beginning of the main section that somebody has come to, in steps of five minutes."""
        return minutes_of(self.chapter.seconds[self.chapter.sections.index(self.main) :])


def remember(person: Person, chapter: Chapter, anchor: str, at: datetime) -> None:
    """For guests and signed-in people; there is nobody to remember it for otherwise."""
    if isinstance(person, User):
        Reading.objects.update_or_create(user=person, chapter_slug=chapter.slug, defaults={"anchor": anchor, "at": at})


def latest_place(person: Person, chapters: list[Chapter]) -> Place | None:
    """The place that this person came to last; None before the first, and where that section is gone."""
    if not isinstance(person, User):
        return None
    reading = person.readings.order_by("-at").first()
    by_slug = {chapter.slug: chapter for chapter in chapters}
    return (
        place_in(by_slug[reading.chapter_slug], reading.anchor) if reading and reading.chapter_slug in by_slug else None
    )


def place_of(person: Person, chapter: Chapter) -> Place | None:
    if not isinstance(person, User):
        return None
    anchors = Reading.objects.filter(user_id=person.pk, chapter_slug=chapter.slug).values_list("anchor", flat=True)
    return next((place_in(chapter, anchor) for anchor in anchors), None)


@lru_cache(256)
def place_in(chapter: Chapter, anchor: str) -> Place | None:
    section = chapter.section(anchor)
    if section is None:
        return None
    main = [one for one in chapter.sections if one.level == 2] or list(chapter.sections)
    begun = [one for one in main if chapter.sections.index(one) <= chapter.sections.index(section)] or main[:1]
    return Place(chapter, section, tuple(begun[:-1]), begun[-1], tuple(main[len(begun) :]))
