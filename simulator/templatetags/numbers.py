"""{% load numbers %}: numbers in templates."""

from django import template

from simulator.engine.numbers import MINUS

register = template.Library()


@register.filter
def signed(number: str) -> str:
    """{{ number|signed }}: a number as pages write it, with a true minus."""
    return number.replace("-", MINUS)
