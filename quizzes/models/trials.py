"""An author's try of a quiz: one row of its own, so that nothing of it stands among what learners did."""

import uuid

from django.conf import settings
from django.db import models

from quizzes.models.offers import Quiz


class Trial(models.Model):
    """What a person was asked, and what they sent. Attempts, responses and grades are made of it in memory alone."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="trials")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="trials")
    terms = models.JSONField()
    items = models.JSONField(help_text="Variant, points and order of options of each, in their order.")
    sent = models.JSONField(default=list)
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "quiz"], name="one_trial_of_a_quiz")]

    def __str__(self) -> str:
        return f"{self.user} tries {self.quiz}"
