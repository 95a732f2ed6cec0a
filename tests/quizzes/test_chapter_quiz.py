"""What a learner gets when the course's own quiz is drawn: see tests/courseware/test_bank.py for what may be drawn."""

import pytest

from quizzes.attempts.picking import pick
from quizzes.models import Quiz

COMPUTED = {"number", "numbers", "parts"}


@pytest.mark.django_db
def test_sixty_draws_of_the_chapters_quiz_keep_its_rule(course, django_user_model):
    quiz = Quiz.objects.get(slug="chapter-1")
    student = django_user_model.objects.create_user("a-student")
    asked = set()
    for seed in range(60):
        versions = [one.variant.version for one in pick(quiz, student, seed, shuffle=True)]
        types = [version.body["type"] for version in versions]
        assert len({version.question_id for version in versions}) == 15
        assert sum(name in COMPUTED for name in types) >= 6
        assert types.count("true_false") <= 1
        asked |= {version.question_id for version in versions}
    assert len(asked) > 30  # learners get different questions
