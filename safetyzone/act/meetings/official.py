"""How Thai offices write numbers, days and hours on paper; in other languages, plainly."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safetyzone.act.meetings.models import Meeting
from safetyzone.foundation.pages.area import area
from safetyzone.foundation.pages.templatetags.figures import BUDDHIST_YEARS

_THAI_FIGURES = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def in_thai() -> bool:
    return (get_language() or "").startswith("th")


def figures(text: object) -> str:
    """Digits as the language writes them on official paper."""
    return str(text).translate(_THAI_FIGURES) if in_thai() else str(text)


def year_of(gregorian: int) -> int:
    """As the reader's area counts years."""
    return gregorian + (BUDDHIST_YEARS if in_thai() and area().calendar == "buddhist" else 0)


def number_of(meeting: Meeting) -> str:
    """1/2569 or 1/2026."""
    return f"{meeting.number}/{year_of(meeting.year)}"


def paper_number(number: int, year: int) -> str:
    return figures(f"{number}/{year_of(year)}")


def long_day(moment: date | datetime) -> str:
    """วันพฤหัสบดีที่ ๒๖ พฤศจิกายน พ.ศ. ๒๕๖๙, or Thursday 26 November 2026."""
    day = _local(moment)
    if not in_thai():
        return date_format(day, "l j F Y")
    era = "พ.ศ." if area().calendar == "buddhist" else "ค.ศ."
    return figures(f"วัน{date_format(day, 'l')}ที่ {date_format(day, 'j F')} {era} {year_of(day.year)}")


def short_day(moment: date | datetime | str) -> str:
    """๒๖ พฤศจิกายน ๒๕๖๙, or 26 November 2026; ISO text is read too."""
    day = _local(date.fromisoformat(moment) if isinstance(moment, str) else moment)
    return figures(f"{date_format(day, 'j F')} {year_of(day.year)}")


def clock(moment: datetime) -> str:
    """๐๙.๓๐ น., or 09:30."""
    local = timezone.localtime(moment)
    return figures(f"{local:%H.%M} น.") if in_thai() else f"{local:%H:%M}"


def body_of(meeting: Meeting) -> str:
    """Who meets."""
    return _("Partner network of the safety zone %(zone)s") % {"zone": meeting.zone.name}


def _local(moment: date | datetime) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
