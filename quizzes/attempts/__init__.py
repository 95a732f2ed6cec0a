"""The verbs on attempts, and the only writers of attempts, items, responses and grades."""

from quizzes.attempts.disputing import dispute
from quizzes.attempts.ending import end, expire_due, settle, submit, submit_to
from quizzes.attempts.forgetting import forget_guests
from quizzes.attempts.merging import merge
from quizzes.attempts.points import rebuild_points
from quizzes.attempts.regrading import Difference, Plan, apply_regrade, plan_regrade, waiting_for_regrade
from quizzes.attempts.reporting import answer_report, report_fault
from quizzes.attempts.rescheduling import grant, reschedule
from quizzes.attempts.responding import Arrival, Reply, respond, respond_to
from quizzes.attempts.sheets import about, another, in_chapter, is_stuck
from quizzes.attempts.starting import Standing, standing, start

__all__ = [
    "Arrival",
    "Difference",
    "Plan",
    "Reply",
    "Standing",
    "about",
    "another",
    "answer_report",
    "apply_regrade",
    "dispute",
    "end",
    "expire_due",
    "forget_guests",
    "grant",
    "in_chapter",
    "is_stuck",
    "merge",
    "plan_regrade",
    "rebuild_points",
    "report_fault",
    "reschedule",
    "respond",
    "respond_to",
    "settle",
    "standing",
    "start",
    "submit",
    "submit_to",
    "waiting_for_regrade",
]
