"""Static files under names that carry their hash, compressed once; imports between ES modules follow the names."""

from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from courseware.fonts import for_formulas

MATHS_FONT = "Math-Regular.ttf"


class ModuleStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """Before collectstatic has run, as in the tests, a file has its plain name."""
        return super().stored_name(name) if self.hashed_files else name

    def _save(self, name: str, content: Any) -> str:
        """The maths font is collected with the characters of formulas alone: a fifth of what readers would load."""
        if name.endswith(MATHS_FONT):
            content = ContentFile(for_formulas(content.read()))
        return super()._save(name, content)

    def get_modified_time(self, name: str) -> datetime:
        """The font is collected anew each time: its file does not tell when the list of characters changed."""
        return datetime.fromtimestamp(0, UTC) if name.endswith(MATHS_FONT) else super().get_modified_time(name)
