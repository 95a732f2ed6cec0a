"""Who did what, from what to what, and why. Never holds an answer."""

from django.conf import settings
from django.db import models

from quizzes.models.insert_only import InsertOnly


class Audit(InsertOnly):
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=120)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.what
