"""What is collected of our sheets and scripts says what their authors wrote: only comments and spacing go."""

import re

from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile

from courseware.storage import OURS, lean

STRING, COMMENT = re.compile(rb'"[^"]*"'), re.compile(rb"/\*.*?\*/", re.DOTALL)


def collected(name, text):
    return lean(name, ContentFile(text)).read()


def test_comments_and_spacing_go_and_nothing_else():
    sheet = b'/* "About". */:root { --a: 1px 2px; } /* why */.b :hover,\n.c { content: ": /* , */"; }\n'
    script = b'// About.\nconst a = "// no";\n  // why\nf(a, // first\n  `x, // y\n  // z\n`);\n'
    assert collected("quizzes/a.css", sheet) == b':root{--a:1px 2px;}.b :hover,.c{content:": /* , */";}'
    assert collected("quizzes/a.js", script) == b'const a = "// no";\nf(a,\n  `x, // y\n  // z\n`);\n'
    assert collected("admin/a.js", script) == script  # Django's own


def test_no_string_of_a_sheet_changes():
    listed = (one for finder in get_finders() for one in finder.list([]))
    sheets = {name: files.open(name).read() for name, files in listed if OURS.match(name) and name.endswith(".css")}
    assert len(sheets) > 5
    for name, text in sheets.items():
        assert STRING.findall(collected(name, text)) == STRING.findall(COMMENT.sub(b"", text)), name
