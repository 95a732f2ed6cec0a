"""{% load quizzes %}: stored HTML in templates."""

from django import template
from django.utils.safestring import SafeString

from quizzes.rendering import trusted

register = template.Library()


@register.filter
def rendered(html: str) -> SafeString:
    """{{ html|rendered }}: what `rendering` made and a row or the cache kept."""
    return trusted(html)
