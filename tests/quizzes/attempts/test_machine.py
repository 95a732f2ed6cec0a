"""Attempts driven at random through their public verbs, and the rules of the log checked after every step.

A model keeps beside the rows what a learner was told: nothing that was acknowledged is lost, nothing that came late
counts, a repeat tells the same, an end is an end, and a regrade lowers nobody.
"""

import json
import logging
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from quizzes import attempts
from quizzes.attempts.points import points_of
from quizzes.models import Attempt, Grade, Question, Response
from quizzes.policies import GRACE, read_terms
from quizzes.questions.types import TYPES
from quizzes.records import records
from quizzes.refusals import Refused
from quizzes.taking import describe
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.factory import NOW

POLICIES: dict[str, dict] = {
    "practice": {"mode": "practice"},
    "tries": {"tries": 3},
    "limit": {"minutes": 10},
    "exam": {"mode": "exam", "attempts": 2, "minutes": 10},
}
POSITIONS, KINDS = st.sampled_from([1, 1, 2]), st.sampled_from(["save", "check"])
ANSWERS = st.sampled_from(["right", "wrong", "7.25", "unreadable", None])
MINUTES = st.sampled_from([0, 0, 1, 11, -2])  # the last where somebody sets the clock back


class Attempts(RuleBasedStateMachine):
    """One learner, one quiz of two questions, any number of tabs."""

    policy: dict
    sent = Bundle("sent")  # requests on their way: to be sent again, or later
    drafts = Bundle("drafts")  # made in a tab, not sent yet

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now, self.told, self.scores = NOW, {}, {}
        questions = factory.publish(factory.NUMBER, "asked"), factory.publish(factory.SINGLE)
        self.offered, self.learner = factory.offer(*questions, **self.policy), factory.person()
        self.start()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def newest(self):
        return Attempt.objects.select_related("assignment__quiz").order_by("pk").last()

    # ---- what a learner and time do

    @rule(target=sent, position=POSITIONS, answer=ANSWERS, kind=KINDS)
    def answer(self, position, answer, kind):
        return self.answer_later(position, answer, kind, 0)

    @rule(target=sent, position=POSITIONS, answer=ANSWERS, kind=KINDS, minutes=MINUTES)
    def answer_later(self, position, answer, kind, minutes):
        self.now += timedelta(minutes=minutes)
        draft = self.typed(position, answer, kind)
        self.deliver(draft)
        return draft

    @rule(target=drafts, position=POSITIONS, answer=ANSWERS, kind=KINDS)
    def write_a_draft(self, position, answer, kind):
        return self.typed(position, answer, kind)

    @rule(target=sent, draft=consumes(drafts), minutes=MINUTES)
    def send_a_draft(self, draft, minutes):
        """Reordered, or late."""
        self.now += timedelta(minutes=minutes)
        self.deliver(draft)
        return draft

    @rule(draft=sent, other=st.booleans())
    def send_again(self, draft, other):
        """A lost reply, a double click: the same to the byte. Something else under its UUID changes nothing."""
        if not other:
            self.deliver(draft)
            return
        (pk, request), before = draft, Response.objects.count()
        reply = attempts.respond(Attempt.objects.get(pk=pk), **request | {"answer": "99.5", "arrived": self.now})
        assert reply.status == 409
        assert Response.objects.count() == before

    def typed(self, position, answer, kind):
        attempt = self.newest()
        values = {"right": factory.right_answer, "wrong": factory.wrong_answer}
        value = values[answer](attempt, position) if answer in values else answer
        return attempt.pk, {"uuid": uuid4(), "position": position, "answer": value, "kind": kind}

    def deliver(self, draft):
        pk, request = draft
        attempt = Attempt.objects.get(pk=pk)
        over = attempt.state != "in_progress" or (attempt.deadline and self.now > attempt.deadline + GRACE)
        reply = attempts.respond(attempt, **request, arrived=self.now)
        known = self.told.get(request["uuid"])
        if known:
            assert (reply.status, json.dumps(reply.body)) == (409 if known[0] == 409 else 200, known[1])
        else:
            assert reply.status == (409 if over else 201)
            self.told[request["uuid"]] = reply.status, json.dumps(reply.body)

    # ---- what ends and grades

    @rule(how=st.sampled_from(["submit", "break"]), again=st.booleans())
    def submit_it(self, how, again):
        """By the learner, whatever becomes of the grader. Then perhaps once more."""
        self.end(how, 0, again)

    @rule(how=st.sampled_from(["sweep", "read"]), minutes=MINUTES, again=st.booleans())
    def end_it(self, how, minutes, again):
        self.end(how, minutes, again)

    def end(self, how, minutes, again):
        self.now += timedelta(minutes=minutes)
        {"submit": self.submit, "break": self.submit_broken, "sweep": self.sweep, "read": self.read}[how]()
        if again:
            self.start()

    def start(self):
        running = Attempt.objects.filter(state="in_progress").first()
        with suppress(Refused):  # an exam has two attempts
            attempt, created = attempts.start(self.learner, self.offered.quiz, now=self.now)
            assert created is (running is None or attempt != running)
            assert attempt.state == "in_progress"

    def submit(self):
        first = describe(attempts.submit(self.newest(), arrived=self.now), self.now)
        again = describe(attempts.submit(self.newest(), arrived=self.now + timedelta(days=1)), self.now)
        assert first == again

    def submit_broken(self):
        grade = type(TYPES["number"]).grade
        type(TYPES["number"]).grade = broken
        try:
            attempt = attempts.submit(self.newest(), arrived=self.now)
        finally:
            type(TYPES["number"]).grade = grade
        assert attempt.state in ("submitted", "graded")
        assert attempts.settle(attempt, now=self.now).state == "graded"

    def sweep(self):
        attempts.expire_due(self.now)
        assert not Attempt.objects.filter(state="in_progress", deadline__lt=self.now - GRACE).exists()

    def read(self):
        attempt = attempts.settle(self.newest(), now=self.now)
        assert attempt.state == "graded" or not attempt.deadline or self.now <= attempt.deadline + GRACE

    @precondition(lambda self: self.scores)  # something is graded
    @rule(tolerances=st.lists(st.sampled_from([0.001, 8.0]), min_size=1, max_size=2))
    def repair_and_regrade(self, tolerances):
        """The number question is published anew with another tolerance, and old answers are graded by it."""
        for tolerance in tolerances:
            answer = {**factory.NUMBER["answer"], "tolerance": tolerance}
            question = factory.repair(Question.objects.get(slug="asked"), {**factory.NUMBER, "answer": answer})
            factory.write_variants(question.published, factory.made(factory.NUMBER, 4))
            with suppress(Refused):  # where nothing is left to grade anew
                attempts.apply_regrade(question, by=self.learner, why="repaired")

    # ---- the rules of the log

    @invariant()
    def what_was_acknowledged_is_in_the_log_and_what_came_late_does_not_count(self):
        late = dict(Response.objects.values_list("uuid", "late"))
        assert {uuid: told == 409 for uuid, (told, _) in self.told.items()} == late

    @invariant()
    def at_most_one_attempt_is_in_progress_and_none_is_numbered_twice(self):
        numbers = list(Attempt.objects.order_by("pk").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert Attempt.objects.filter(state="in_progress").count() <= 1

    @invariant()
    def an_ended_attempt_is_frozen_at_its_last_answer_in_time(self):
        for attempt in Attempt.objects.exclude(state="in_progress"):
            last = attempt.responses.filter(late=False).order_by("pk").last()
            assert attempt.last_response == last
            if attempt.ended_by == "deadline":
                assert attempt.ended_at == attempt.deadline
            if last:
                assert last.received_at <= attempt.ended_at + GRACE

    @invariant()
    def points_are_those_of_the_grades_and_of_a_prefix_of_the_log(self):
        for attempt in Attempt.objects.filter(state="graded"):
            found = records(attempt)
            assert attempt.points == points_of(read_terms(attempt.terms), found)
            for record in found:
                counted = record.counted
                if counted and counted.answer is not None:
                    assert counted.response in {grade.response_id for grade in record.grades}
                assert not Grade.objects.filter(item=record.item, response__late=True).exists()

    @invariant()
    def no_score_that_was_told_falls(self):
        for pk, points in Attempt.objects.filter(state="graded").values_list("pk", "points"):
            assert points >= self.scores.get(pk, points)
            self.scores[pk] = points


def broken(*_):
    raise RuntimeError("the grader is broken")


@pytest.mark.django_db
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    ("examples", "steps"), [pytest.param(10, 20, id="few"), pytest.param(300, 50, id="many", marks=pytest.mark.long)]
)
def test_no_order_of_events_breaks_the_rules_of_the_log(policy, examples, steps, monkeypatch):
    monkeypatch.setattr("quizzes.attempts.regrading.render_many", factory.as_paragraphs)
    machine = type("Attempts", (Attempts,), {"policy": POLICIES[policy]})
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    logging.disable()  # the grader is broken on purpose
    try:
        run_state_machine_as_test(machine, settings=chosen)
    finally:
        logging.disable(logging.NOTSET)
