"""{% load quizzes %}: stored HTML in templates."""

from django import template
from django.utils.safestring import SafeString

from quizzes.rendering import trusted
from quizzes.spoken import spoken

register = template.Library()


@register.filter
def rendered(html: str) -> SafeString:
    """{{ html|rendered }}: what `rendering` made and a row or the cache kept."""
    return trusted(html)


@register.filter
def formula_name(html: str) -> str:
    """The words for a label that has a formula or an image in it, of which a browser makes no name; else ""."""
    return spoken(html) if "<math" in html or "<img" in html else ""
