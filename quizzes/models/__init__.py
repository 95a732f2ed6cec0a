"""The rows and their constraints: the bank, what is offered, what learners did, and the audit log."""

from quizzes.models.attempts import Attempt, Dispute, FaultReport, Grade, Item, Regrade, Response
from quizzes.models.audit import Audit
from quizzes.models.bank import Concept, Key, Question, Variant, Version
from quizzes.models.insert_only import InsertOnlyError
from quizzes.models.offers import Allowance, Assignment, Class, Membership, Quiz, Slot
from quizzes.models.trials import Trial

__all__ = [
    "Allowance",
    "Assignment",
    "Attempt",
    "Audit",
    "Class",
    "Concept",
    "Dispute",
    "FaultReport",
    "Grade",
    "InsertOnlyError",
    "Item",
    "Key",
    "Membership",
    "Question",
    "Quiz",
    "Regrade",
    "Response",
    "Slot",
    "Trial",
    "Variant",
    "Version",
]
