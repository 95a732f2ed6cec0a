"""The course of the house, drawn once a session with few variants; each test writes it into its own transaction."""

import pytest
from django.conf import settings
from django.db import transaction

from quizzes.formats.course import read_course
from quizzes.markup import to_html
from quizzes.models import Concept
from quizzes.publishing import drafts
from quizzes.publishing.loading import draw_all, write_course
from quizzes.rendering import render_many

FEW = 3


@pytest.fixture(scope="session")
def drawn_course():
    """The course folder as data, and its questions drawn and rendered."""
    course = read_course(settings.COURSE_DIR)
    return course, draw_all(course.questions, FEW, None)


@pytest.fixture
def course(db, drawn_course):
    """The whole course in the rows: concepts, questions with three variants each, and the quiz offered to everybody."""
    with transaction.atomic():
        return write_course(*drawn_course, None)


@pytest.fixture
def concepts(db):
    """The concepts that the questions of `bodies` are about."""
    slugs = ("layers", "relu", "sigmoid", "training-loop")
    return [Concept.objects.create(slug=slug, title=slug, chapter_slug="introduction", anchor=slug) for slug in slugs]


@pytest.fixture
def quick_rendering(monkeypatch):
    """In this process in place of one of its own for every publishing, which most promises do not need."""
    monkeypatch.setattr(drafts, "render_many", lambda texts: [to_html(text) for text in texts])


@pytest.fixture
def true_rendering(quick_rendering, monkeypatch):
    monkeypatch.setattr(drafts, "render_many", render_many)
