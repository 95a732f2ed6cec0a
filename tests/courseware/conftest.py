"""What the tests of the site share: people, and a small course of their own."""

import pytest
from django.contrib.auth import get_user_model

from quizzes.models import Assignment, Concept, Quiz, Slot

PASSWORD = "four words make one"
CHAPTER = """---
title: A first chapter
number: 1
minutes: 20
summary: What it is about.
---
Where it begins.

## One

Text with $x_1$.

### Inside one

## Two

```network
at: a[1,1]
caption: One *neuron*.
{"inputs": [1, 2],
 "layers": [{"weights": [[0.5, -1]], "biases": [0.1], "activation": "sigmoid"}]}
```

After it.

## Three
"""


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def learner(db):
    return get_user_model().objects.create_user("learner", password=PASSWORD)


@pytest.fixture
def guest(db):
    return get_user_model().objects.create_guest()


@pytest.fixture
def chapter_file(tmp_path, settings):
    """A course folder with one chapter, `first`."""
    settings.COURSE_DIR = tmp_path
    about = 'title = "A course"\nhero = "network"\nsimulator = true\n'
    (settings.COURSE_DIR / "course.toml").write_text(about, encoding="utf-8")
    file = tmp_path / "chapters" / "first.md"
    file.parent.mkdir()
    file.write_text(CHAPTER, encoding="utf-8")
    return file


@pytest.fixture
def quiz(db):
    """A quiz of 15 questions for the chapter `first`, offered to everybody."""
    concept = Concept.objects.create(slug="one", title="One", chapter_slug="first", anchor="one")
    quiz = Quiz.objects.create(slug="first-quiz", title="First quiz", chapter_slug="first")
    Slot.objects.create(quiz=quiz, position=1, concept=concept, pick=15)
    Assignment.objects.create(quiz=quiz)
    return quiz
