"""Static files under names that carry their hash, compressed once; imports between ES modules follow the names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from courseware.fonts import fonts_in

LOOK = Path(__file__).parent / "static" / "courseware" / "look.css"
FONTS = "fonts"


class ModuleStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # a name follows those of all that a module imports, however deep

    def stored_name(self, name: str) -> str:
        """Before collectstatic has run, as in the tests, a file has its plain name."""
        return super().stored_name(name) if self.hashed_files else name


class MathsFonts(BaseFinder):
    """Finds the parts of the maths font that the style sheet asks for; they are made in the data folder."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=fonts_in(settings.DATA_DIR / FONTS, LOOK))
        storage.prefix = FONTS  # type: ignore[attr-defined]
        yield from ((name, storage) for name in storage.listdir("")[1] if name.endswith(".woff2"))

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        folder, _, name = path.partition("/")
        found = fonts_in(settings.DATA_DIR / FONTS, LOOK) / name if folder == FONTS else None
        if found is None or not found.is_file():
            return []
        return [str(found)] if find_all else str(found)
