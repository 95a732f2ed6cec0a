"""Fields for a day and a time, with the zone in which they are read: that of the person who is signed in."""

from typing import Any

from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import models
from django.utils import timezone


class Moment(AdminSplitDateTime):
    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        zone = timezone.get_current_timezone_name()
        context["time_label"] = f"Time ({zone}):"
        for part, one in zip(("date", "time"), context["widget"]["subwidgets"], strict=True):
            label = one["attrs"].get("aria-label")
            if label:
                one["attrs"]["aria-label"] = f"{label}, {part} ({zone})"
        return context


MOMENTS: dict[Any, Any] = {models.DateTimeField: {"widget": Moment}}
