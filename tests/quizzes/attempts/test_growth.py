"""What others have done costs a learner nothing: work is counted in steps of SQLite's machine, which are the same each
time. PostgreSQL, which gathers its statistics by itself, has no such counter.
"""

import pytest
from django.db import connection
from django.utils import timezone

from quizzes import attempts
from quizzes.attempts import likeness
from quizzes.models import Attempt, Item
from quizzes.models.gate import open_questions
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps of SQLite's machine"),
]
FEW, MANY = 20, 600
EVERY = 10  # steps from one count to the next


def steps(call):
    """How much SQLite does for it, in tens of steps."""
    counted = []
    connection.connection.set_progress_handler(lambda: counted.append(1), EVERY)
    try:
        call()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return len(counted)


def taken(offered, number, state="graded"):
    """Attempts of others, with all questions of the quiz in each."""
    first = factory.begin(offered)
    first_items = list(first.items.all())
    people = [factory.person() for _ in range(number)]
    shared = {"assignment": offered, "number": 1, "terms": first.terms, "seed": 1, "started_at": timezone.now()}
    rows = Attempt.objects.bulk_create(Attempt(user=one, state=state, **shared) for one in people)
    Item.objects.bulk_create(
        Item(attempt=row, position=item.position, points=1, variant_id=item.variant_id)
        for row in rows
        for item in first_items
    )


def grown(call, grow):
    """The steps of a call before and after something has grown."""
    call()
    before = steps(call)
    grow()
    return before, steps(call)


@pytest.fixture
def offered():
    offered = factory.offer(*factory.four_questions())
    taken(offered, FEW)
    return offered


def test_a_start_does_as_much_beside_many_attempts_of_others_as_beside_few(offered):
    def start():
        factory.begin(offered)

    before, after = grown(start, lambda: taken(offered, MANY))
    assert after < before * 1.2


def test_another_like_it_is_found_with_as_little_beside_many_attempts_of_others(offered):
    own, user = open_questions().filter(slots__quiz=offered.quiz)[:1], factory.person()
    before, after = grown(lambda: likeness.fresh_variants(own, user), lambda: taken(offered, MANY))
    assert after < before * 1.2


def test_exams_that_others_have_open_cost_a_learner_nothing(offered):
    exam = factory.offer(*[slot.question for slot in offered.quiz.slots.all()], slug="exam", mode="exam")
    learner = factory.person()
    for _ in range(3):
        attempts.submit(factory.begin(offered, learner, NOW), arrived=NOW)
    factory.begin(exam, learner, timezone.now())
    mine = Attempt.objects.visible_to(learner).filter(assignment=offered)
    before, after = grown(lambda: list(mine.with_extension()), lambda: taken(exam, MANY, state="in_progress"))
    assert after < before * 1.2
    assert all(attempt.held for attempt in mine.with_extension())


def test_ten_times_as_many_attempts_of_ones_own_cost_ten_times_as_much_at_most(offered):
    exam = factory.offer(*[slot.question for slot in offered.quiz.slots.all()], slug="exam", mode="exam")
    taken(exam, MANY, state="in_progress")
    few, many = factory.person(), factory.person()
    for user, number in ((few, 3), (many, 30)):
        factory.begin(exam, user, timezone.now())
        for _ in range(number):
            attempts.submit(factory.begin(offered, user, NOW), arrived=NOW)
    alone = steps(lambda: list(Attempt.objects.visible_to(few).with_extension()))
    together = steps(lambda: list(Attempt.objects.visible_to(many).with_extension()))
    assert together < alone * 10


def test_a_save_does_not_ask_what_exams_hold_back(offered):
    exam = factory.offer(*[slot.question for slot in offered.quiz.slots.all()], slug="exam", mode="exam")
    attempt = factory.begin(offered)
    before, after = grown(lambda: factory.send(attempt, 1, "0.5"), lambda: taken(exam, MANY, state="in_progress"))
    assert after < before * 1.2
