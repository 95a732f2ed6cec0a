"""The numbers of the course's own questions, as they are drawn when it is loaded."""

import tomllib
from pathlib import Path

import pytest

import courseware
from quizzes.questions.making import make

FILES = sorted((Path(courseware.__file__).parent / "content" / "questions").glob("*.toml"))
QUESTIONS = [question for path in FILES for question in tomllib.loads(path.read_text())["question"]]
NAMED = [question for question in QUESTIONS if question.get("answer", {}).get("wrong")]


@pytest.mark.parametrize("question", NAMED, ids=lambda question: question["id"])
def test_no_wrong_number_that_a_question_names_passes_for_the_right_one(question):
    body = {name: value for name, value in question.items() if name != "id"}
    for made in make(body, lambda texts: texts, question=question["id"]):
        for number in range(1, len(question["answer"]["wrong"]) + 1):
            distance = abs(made.wrong[f"own.{number}"]["value"] - made.right["value"])
            assert distance > 2 * made.right["tolerance"], (number, made.parameters)
