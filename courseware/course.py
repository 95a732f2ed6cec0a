"""The chapters of this site's course folder, read anew only when a file has changed."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from courseware.chapters import Chapter, in_order, read_chapter

Stamp = tuple[Path, int, int]  # file, time of change in ns, size


def chapters() -> list[Chapter]:
    """In their order. Raises ChapterError."""
    return in_order(read_stamped(stamp(file)) for file in files())


def files() -> list[Path]:
    return sorted((settings.COURSE_DIR / "chapters").glob("*.md"))


def chapter(slug: str) -> Chapter | None:
    """Raises ChapterError where that file is broken; the others may be broken and do not matter."""
    file = settings.COURSE_DIR / "chapters" / f"{slug}.md"
    return read_stamped(stamp(file)) if file.is_file() else None


def stamp(file: Path) -> Stamp:
    now = file.stat()
    return file, now.st_mtime_ns, now.st_size


@lru_cache(64)
def read_stamped(stamp: Stamp) -> Chapter:
    return read_chapter(stamp[0])
