"""{% load course %}: what the course is called, on every page."""

from django import template

from courseware.course import about
from quizzes.formats.about import About

register = template.Library()


@register.simple_tag
def course_file() -> About:
    """{% course_file as about %}: course.toml as it is now."""
    return about()
