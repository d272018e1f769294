"""``{% entry "zone" %}``: the scripts and styles of a front-end entry. ``{% icon "listen" %}``: a small drawing."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from safetyzone.foundation.pages.built import address, chunk_of, scripts_of, styles_of
from safetyzone.foundation.pages.icons import drawing

register = template.Library()


@register.simple_tag
def entry(name: str) -> SafeString:
    """Style sheets first, then the module and hints for what it imports."""
    script, imported = scripts_of(name)
    return format_html(
        '{}{}<script type="module" src="{}"></script>',
        format_html_join("", '<link rel="stylesheet" href="{}">', ((sheet,) for sheet in styles_of(name))),
        format_html_join("", '<link rel="modulepreload" href="{}">', ((part,) for part in imported)),
        script,
    )


@register.simple_tag
def early_script(name: str) -> SafeString:
    """A script that runs before anything is painted. Its source must import and export nothing."""
    return format_html('<script src="{}"></script>', address(chunk_of(name)["file"]))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Decoration beside a word, never instead of one."""
    return drawing(name)
