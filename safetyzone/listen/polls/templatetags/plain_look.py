"""``{% styles "plain" %}``: the style sheets of a front-end entry without its script."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from safetyzone.foundation.pages.built import styles_of

register = template.Library()


@register.simple_tag
def styles(name: str) -> SafeString:
    """Links to the entry's style sheets."""
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((sheet,) for sheet in styles_of(name)))
