"""Numbers, dates and links as people of the area write them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language

from safetyzone.foundation.pages.area import area
from safetyzone.foundation.places.models import Place

register = template.Library()

BUDDHIST_YEARS = 543


@register.filter
def number(value: Any) -> str:
    """1,234,567; an unknown number is a dash."""
    if value is None or value == "":
        return "–"
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def money(amount: int | None) -> str:
    """Whole units of the area's currency: "1,234 THB"; an unknown amount is a dash."""
    return "–" if amount is None else f"{number(amount)} {area().currency}".strip()


@register.filter
def percent(share: float | None, digits: int = 0) -> str:
    """0.423 as 42 %; an unknown share is a dash."""
    return "–" if share is None else f"{share * 100:.{digits}f} %"


@register.filter
def day(value: date | datetime | str | None) -> str:
    """5 มี.ค. 2567 or 5 March 2024."""
    return _written(value, thai="j M", other="j F")


@register.filter
def month(value: date | str | None) -> str:
    """มีนาคม 2567 or March 2024; "2024-03" is read too."""
    return _written(value, thai="F", other="F")


@register.filter
def moment(value: datetime | str | None) -> str:
    """A day with its time of day on the area's clocks."""
    if value is None or value == "":
        return "–"
    local = _read(value)
    return f"{day(local)} {date_format(local, 'H:i')}" + (" น." if get_language() == "th" else "")


@register.filter
def zone_url(place: Place) -> str:
    """Where a zone's picture stands."""
    return reverse("pictures:zone", args=[place.slug])


def years_ahead() -> int:
    """How many years the reader's calendar is ahead of the common one."""
    return BUDDHIST_YEARS if get_language() == "th" and area().calendar == "buddhist" else 0


def _written(value: date | datetime | str | None, *, thai: str, other: str) -> str:
    if value is None or value == "":
        return "–"
    read = _read(value)
    return f"{date_format(read, thai if get_language() == 'th' else other)} {read.year + years_ahead()}"


def _read(value: date | datetime | str) -> date | datetime:
    """Text is ISO 8601, also a bare month; a moment is put on the area's clocks."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(f"{value}-01"[:10])
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
