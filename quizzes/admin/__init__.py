"""The instructor's desk: questions written in typed fields, quizzes with their slots, what learners did to look at."""

from quizzes.admin import bank, learners, offers

__all__ = ["bank", "learners", "offers"]
