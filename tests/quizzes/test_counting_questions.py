"""Authors see at a glance which concepts have too few questions."""

import io

import pytest
from django.core.management import CommandError, call_command

from quizzes.formats.toml_writing import write_question
from tests.quizzes.bodies import SINGLE
from tests.quizzes.test_formats import CONCEPTS, write


def counted(**options):
    out = io.StringIO()
    call_command("countquestions", stdout=out, **options)
    return out.getvalue()


def test_every_concept_of_the_course_has_a_drawn_question_or_enough_fixed_ones():
    assert "sigmoid" in counted()


def test_a_concept_with_too_few_questions_is_named(tmp_path):
    write(tmp_path, "concepts.toml", CONCEPTS)
    write(tmp_path, "questions/one.toml", write_question("one", SINGLE))
    with pytest.raises(CommandError, match="Too few questions on"):
        counted(course=tmp_path)
