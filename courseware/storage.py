"""Static files under names that carry their hash, compressed once; imports between ES modules follow the names.

The maths font is collected with the characters of formulas alone: a fifth of what readers would load. Our
sheets and scripts are collected without what is there for who writes them.
"""

import re
from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from courseware.fonts import for_formulas

MATHS_FONT = re.compile(r"Math-Regular(\.\w+)?\.ttf$")  # with its hash or without
OURS = re.compile(r"(courseware|quizzes|simulator)/.*\.(css|js)$")
FOR_AUTHORS = {  # comments, and how a sheet is spaced; the group is a text that may hold the like, and stays
    "css": re.compile(rb"""("[^"]*"|'[^']*')|\s*/\*.*?\*/|(?<=[{};:,])\s+|\s+(?=[{}])""", re.DOTALL),
    "js": re.compile(rb"(`[^`]*`)|^\s*//.*\n|(?<=[;{},(]) // [^\"'`\n]*$", re.MULTILINE),
}


def lean(name: str | None, content: Any) -> Any:
    """What is collected in the place of a file."""
    if name is None or content is None:
        return content
    if MATHS_FONT.search(name):
        content.seek(0)
        return ContentFile(for_formulas(content.read()))
    if ours := OURS.match(name):
        content.seek(0)
        return ContentFile(FOR_AUTHORS[ours[2]].sub(rb"\1", content.read()))
    return content


class ModuleStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # a name follows those of all that a module imports, however deep

    def stored_name(self, name: str) -> str:
        """Before collectstatic has run, as in the tests, a file has its plain name."""
        return super().stored_name(name) if self.hashed_files else name

    def file_hash(self, name: str | None, content: Any = None) -> str:
        return super().file_hash(name, lean(name, content))

    def _save(self, name: str, content: Any) -> str:
        return super()._save(name, lean(name, content))

    def get_modified_time(self, name: str) -> datetime:
        """The font is collected anew each time: its file does not tell when the list of characters changed."""
        return datetime.fromtimestamp(0, UTC) if MATHS_FONT.search(name) else super().get_modified_time(name)
