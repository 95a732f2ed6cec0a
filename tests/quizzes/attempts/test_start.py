from collections import Counter

import pytest

from quizzes import attempts
from quizzes.models import Allowance, Assignment, Attempt, Class, Membership, Question, Quiz, Slot, Variant
from quizzes.refusals import Refused
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import DAY, MINUTE, NOW, SECOND

pytestmark = pytest.mark.django_db


def variants_of(attempt):
    return [item.variant_id for item in attempt.items.all()]


def test_an_attempt_holds_one_variant_of_each_question_in_the_order_of_the_slots():
    questions = factory.four_questions()
    attempt = factory.begin(factory.offer(*questions))
    items = list(attempt.items.select_related("variant__version"))
    assert [item.position for item in items] == [1, 2, 3, 4]
    assert [item.variant.version_id for item in items] == [question.published_id for question in questions]
    assert (attempt.number, attempt.state, attempt.points) == (1, "in_progress", None)


def test_a_second_start_goes_on_with_the_attempt_in_progress():
    offered, learner = factory.offer(factory.publish(factory.SINGLE)), factory.person()
    first, created = attempts.start(learner, offered.quiz, now=NOW)
    second, again = attempts.start(learner, offered.quiz, now=NOW)
    assert (created, again, second.pk) == (True, False, first.pk)


def test_after_the_end_a_start_makes_the_next_attempt():
    offered, learner = factory.offer(factory.publish(factory.SINGLE)), factory.person()
    attempts.submit(factory.begin(offered, learner), arrived=NOW)
    assert factory.begin(offered, learner).number == 2


def test_an_attempt_that_ran_out_is_ended_before_the_next_begins():
    offered, learner = factory.offer(factory.publish(factory.SINGLE), minutes=10), factory.person()
    first = factory.begin(offered, learner)
    second = factory.begin(offered, learner, now=NOW + 11 * MINUTE)
    first.refresh_from_db()
    assert (first.state, first.ended_by, second.number) == ("graded", "deadline", 2)


def test_every_variant_is_new_to_the_learner_while_there_are_new_ones():
    offered, learner = factory.offer(factory.publish(factory.NUMBER, count=4)), factory.person()
    seen = []
    for _ in range(4):
        attempt = factory.begin(offered, learner)
        seen += variants_of(attempt)
        attempts.submit(attempt, arrived=NOW)
    assert len(set(seen)) == 4
    assert variants_of(factory.begin(offered, learner))[0] in seen


def test_learners_get_different_variants():
    offered = factory.offer(factory.publish(factory.NUMBER, count=20))
    assert len({variants_of(factory.begin(offered))[0] for _ in range(12)}) > 3


def test_a_concept_draws_as_many_as_asked_and_no_question_twice():
    questions = [factory.publish(factory.SINGLE) for _ in range(5)]
    offered = factory.offer(questions[0])
    relu = factory.concept("relu")
    Slot.objects.create(quiz=offered.quiz, position=2, concept=relu, pick=2)
    Slot.objects.create(quiz=offered.quiz, position=3, concept=relu, pick=1)
    for _ in range(6):
        asked = Counter(item.variant.version.question_id for item in factory.begin(offered).items.all())
        assert sum(asked.values()) == 4
        assert set(asked.values()) == {1}


def test_a_concept_prefers_questions_that_the_learner_has_not_had():
    for _ in range(3):
        factory.publish(factory.SINGLE)
    offered, learner = factory.offer(), factory.person()
    Slot.objects.create(quiz=offered.quiz, position=1, concept=factory.concept("relu"), pick=1)
    asked = []
    for _ in range(3):
        attempt = factory.begin(offered, learner)
        asked += variants_of(attempt)
        attempts.submit(attempt, arrived=NOW)
    assert len(set(asked)) == 3


def test_a_scarce_concept_is_not_robbed_by_a_rich_one():
    scarce = factory.publish({**factory.SINGLE, "concepts": ["relu", "layers"]})
    factory.publish(factory.MULTIPLE)
    offered = factory.offer()
    Slot.objects.create(quiz=offered.quiz, position=1, concept=factory.concept("layers"), pick=1)
    Slot.objects.create(quiz=offered.quiz, position=2, concept=factory.concept("relu"), pick=1)
    for _ in range(6):
        items = list(factory.begin(offered).items.select_related("variant__version"))
        assert [item.variant.version_id == scarce.published_id for item in items] == [False, True]


def test_only_ready_questions_are_drawn():
    retired, ready = factory.publish(factory.SINGLE), factory.publish(factory.SINGLE)
    Question.objects.filter(pk=retired.pk).update(state=Question.State.RETIRED)
    offered = factory.offer()
    Slot.objects.create(quiz=offered.quiz, position=1, concept=factory.concept("relu"), pick=1)
    for _ in range(6):
        assert [item.variant.version_id for item in factory.begin(offered).items.all()] == [ready.published_id]


@pytest.mark.parametrize("pick", [None, 5])
def test_start_is_refused_rather_than_skipping_a_slot(pick):
    retired, _ = factory.publish(factory.SINGLE), factory.publish(factory.SINGLE)
    Question.objects.filter(pk=retired.pk).update(state=Question.State.RETIRED)
    offered = factory.offer(*([] if pick else [retired]))
    if pick:
        Slot.objects.create(quiz=offered.quiz, position=1, concept=factory.concept("relu"), pick=pick)
    with pytest.raises(Refused, match=rf"lacks {4 if pick else 1} question") as refused:
        factory.begin(offered)
    assert refused.value.code == "questions_missing"
    assert not Attempt.objects.exists()


def test_a_shuffled_quiz_asks_each_learner_in_another_order():
    questions = [factory.publish(factory.SINGLE) for _ in range(6)]
    offered = factory.offer(*questions, shuffle=True)
    orders = {tuple(variants_of(factory.begin(offered))) for _ in range(10)}
    asked = {tuple(Variant.objects.get(pk=pk).version.question_id for pk in order) for order in orders}
    assert len(asked) > 3
    assert {frozenset(order) for order in asked} == {frozenset(question.pk for question in questions)}


def test_points_stay_with_their_slot_in_a_shuffled_quiz():
    heavy, light = factory.publish(factory.SINGLE), factory.publish(factory.MULTIPLE)
    offered = factory.offer(heavy, light, shuffle=True)
    Slot.objects.filter(question=heavy).update(points=7)
    for _ in range(8):
        items = factory.begin(offered).items.all()
        assert {item.variant.version.question_id: item.points for item in items} == {heavy.pk: 7, light.pk: 1}


def test_a_quiz_without_questions_is_refused():
    with pytest.raises(Refused) as refused:
        factory.begin(factory.offer())
    assert refused.value.code == "no_questions"
    assert not Attempt.objects.exists()


def test_the_order_of_options_is_drawn_for_each_item():
    offered = factory.offer(factory.publish(factory.MULTIPLE), shuffle=True)
    orders = {tuple(factory.begin(offered).items.get().order) for _ in range(20)}
    assert len(orders) > 3
    assert len({frozenset(order) for order in orders}) == 1


def test_true_stands_before_false_and_shuffle_false_leaves_every_order():
    truth = factory.offer(factory.publish(factory.TRUE_FALSE), slug="truth", shuffle=True)
    still = factory.offer(factory.publish(factory.MULTIPLE), slug="still", shuffle=False)
    for offered in (truth, still):
        written = [option["id"] for option in factory.begin(offered).items.get().variant.shown["ask"]["options"]]
        assert {tuple(factory.begin(offered).items.get().order) for _ in range(8)} == {tuple(written)}


def test_the_terms_are_those_of_the_start():
    offered, learner = factory.offer(factory.publish(factory.SINGLE), minutes=30, tries=2), factory.person()
    attempt = factory.begin(offered, learner)
    Quiz.objects.update(policy={"minutes": 1, "tries": 1})
    attempt.refresh_from_db()
    assert (attempt.terms["minutes"], attempt.terms["tries"], attempt.terms["points"]) == (30, 2, "1.00")
    assert attempt.deadline == NOW + 30 * MINUTE


def test_the_deadline_is_the_earlier_of_limit_and_closing():
    offered = factory.offer(factory.publish(factory.SINGLE), minutes=30, closes=NOW + 20 * MINUTE)
    assert factory.begin(offered).deadline == NOW + 20 * MINUTE
    assert factory.begin(offered, now=NOW - DAY).deadline == NOW - DAY + 30 * MINUTE


def test_without_limit_and_closing_there_is_no_deadline():
    assert factory.begin(factory.offer(factory.publish(factory.SINGLE))).deadline is None


def test_time_stretches_by_the_larger_of_the_person_s_and_the_allowance_s_factor():
    offered = factory.offer(factory.publish(factory.SINGLE), minutes=40)
    slow = factory.person(time_factor="1.25")
    assert factory.begin(offered, slow).deadline == NOW + 50 * MINUTE
    slower = factory.person(time_factor="1.25")
    Allowance.objects.create(assignment=offered, user=slower, factor="1.50", by=slow, why="a broken arm")
    assert factory.begin(offered, slower).deadline == NOW + 60 * MINUTE


def test_an_allowance_moves_the_closing_and_adds_attempts_to_one_learner_alone():
    offered = factory.offer(factory.publish(factory.SINGLE), attempts=1, closes=NOW)
    favoured, other = factory.person(), factory.person()
    for extra in (1, 1):
        Allowance.objects.create(
            assignment=offered, user=favoured, extra_attempts=extra, closes=NOW + DAY, by=other, why="was ill"
        )
    for _ in range(3):
        attempt = factory.begin(offered, favoured)
        assert attempt.deadline == NOW + DAY
        attempts.submit(attempt, arrived=NOW)
    with pytest.raises(Refused, match="used all"):
        factory.begin(offered, favoured)
    with pytest.raises(Refused, match="closed"):
        factory.begin(offered, other)


def test_no_attempt_starts_beyond_the_limit():
    offered, learner = factory.offer(factory.publish(factory.SINGLE), attempts=2), factory.person()
    for _ in range(2):
        attempts.submit(factory.begin(offered, learner), arrived=NOW)
    with pytest.raises(Refused) as refused:
        factory.begin(offered, learner)
    assert refused.value.code == "no_attempts_left"
    assert attempts.standing(learner, offered.quiz, now=NOW).refusal.code == "no_attempts_left"


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (NOW - SECOND, "not_open"),
        (NOW, None),
        (NOW + DAY - SECOND, None),
        (NOW + DAY, "quiz_closed"),
    ],
)
def test_a_quiz_starts_within_its_window_only(now, code):
    offered = factory.offer(factory.publish(factory.SINGLE), opens=NOW, closes=NOW + DAY)
    refused = attempts.standing(factory.person(), offered.quiz, now=now).refusal
    assert (refused.code if refused else None) == code


def test_a_quiz_of_a_class_is_for_its_members():
    group = Class.objects.create(title="Monday", join_code="abc")
    quiz = factory.offer(factory.publish(factory.SINGLE)).quiz
    Assignment.objects.update(class_group=group)
    member, stranger = factory.person(), factory.person()
    Membership.objects.create(class_group=group, user=member)
    assert attempts.start(member, quiz, now=NOW)[1]
    assert attempts.standing(stranger, quiz, now=NOW).refusal.code == "not_offered"


def test_a_visitor_is_offered_nothing_of_a_class_without_members():
    quiz = factory.offer(factory.publish(factory.SINGLE)).quiz
    Assignment.objects.update(class_group=Class.objects.create(title="Empty", join_code="abc"))
    assert attempts.standing(type(factory.guest())(is_guest=True), quiz, now=NOW).refusal.code == "not_offered"


def test_a_member_starts_where_the_class_is_open_else_where_everybody_is():
    everybody = factory.offer(factory.publish(factory.SINGLE))
    group = Class.objects.create(title="Monday", join_code="abc")
    own = Assignment.objects.create(quiz=everybody.quiz, class_group=group, opens=NOW)
    member = factory.person()
    Membership.objects.create(class_group=group, user=member)
    assert factory.begin(everybody, member, now=NOW - DAY).assignment == everybody
    other = factory.person()
    Membership.objects.create(class_group=group, user=other)
    assert factory.begin(everybody, other).assignment == own


def test_guests_take_no_exams_and_any_other_quiz():
    exam = factory.offer(factory.publish(factory.SINGLE), slug="exam", mode="exam")
    quiz = factory.offer(factory.publish(factory.SINGLE))
    guest = factory.guest()
    assert attempts.standing(guest, exam.quiz, now=NOW).refusal.code == "sign_in_first"
    assert attempts.start(guest, quiz.quiz, now=NOW)[1]
