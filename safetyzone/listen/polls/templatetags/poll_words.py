"""Labels of questions in the reader's language."""

from collections.abc import Mapping

from django import template

from safetyzone.listen.polls import queries

register = template.Library()


@register.filter
def in_language(labels: Mapping[str, str]) -> str:
    """A label in the reader's language, else the first there is."""
    return queries.in_language(labels)
