"""Every example of the page for authors is a question that can be published, and there is one of each type."""

import re
import tomllib
from pathlib import Path

import pytest

from quizzes.formats.toml_questions import read_source
from quizzes.formats.toml_writing import write_question
from quizzes.questions.making import check, make
from quizzes.questions.types import TYPES
from quizzes.serializers import ASKS, TRAVELS
from tests.quizzes.bodies import BODIES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "authors.md").read_text()
FENCES = [fence for fence in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if 'explanation = "' in fence]
EXAMPLES = {question["id"]: question for fence in FENCES for question in tomllib.loads(fence)["question"]}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_a_question_without_fault(name):
    body = {field: value for field, value in EXAMPLES[name].items() if field != "id"}
    assert check(body) == []
    assert make(body, list, 5, question=name)


def test_every_type_that_is_new_to_an_author_has_an_example_and_every_one_its_words():
    told = {question["type"] for question in EXAMPLES.values()}
    assert told | {"multiple", "true_false", "number"} == set(TYPES)
    assert all(f"`{name}`" in PAGE for name in TYPES)


def test_the_schema_says_of_every_type_how_its_answer_travels_and_what_it_asks():
    assert list(TRAVELS) == list(ASKS) == [name for name in TRAVELS if name in TYPES]
    assert set(TRAVELS) == set(TYPES)


@pytest.mark.parametrize("body", [*BODIES.values(), *EXAMPLES.values()], ids=[*BODIES, *EXAMPLES])
def test_what_is_written_as_toml_reads_back_as_the_same(body):
    body = {field: value for field, value in body.items() if field != "id"}
    source = write_question("a-question", body)
    assert read_source(source) == body
    assert write_question("a-question", read_source(source)) == source
