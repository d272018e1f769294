"""What goes out on paper to invite people: a letter a household, and a poster. Words here, layout in ``print/``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from safetyzone.foundation.media.pdf import pdf
from safetyzone.foundation.pages.area import area
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.places.models import Level
from safetyzone.foundation.places.queries import above
from safetyzone.listen.polls.actions.waves import Letter
from safetyzone.listen.polls.links import coded, qr_svg
from safetyzone.listen.polls.models import Wave

_PRINT: Final = Path(__file__).parent / "print"


def letters_pdf(wave: Wave, letters: Sequence[Letter], *, link: str, language: str) -> bytes:
    """One page a household: why, how, until when, and the code in large letters beside its QR code."""
    with translation.override(language):
        data = {
            "language": language,
            "letters": [
                {"label": letter.label, "code": letter.code, "qr": qr_svg(coded(link, letter.code))}
                for letter in letters
            ],
            "link": shown(link),
            "words": _letter_words(wave),
            "sample": _("SAMPLE – for demonstration only") if wave.sample else "",
        }
    return pdf(_PRINT / "letter.typ", data)


def poster_pdf(wave: Wave, *, link: str, language: str) -> bytes:
    """One page to hang up: for a poll that is open to everyone, the way in; otherwise that letters have gone out."""
    with translation.override(language):
        names = _names(wave)
        words = {
            "title": _("How safe do you feel here?"),
            "what": _("%(station)s asks everybody in %(zone)s. It takes five minutes.") % names,
            "scan": _("Scan, or open this address:"),
            "anonymous": _("No name, no account. Nobody can trace your answers back to you."),
            "until": _("Until %(day)s.") % names,
            "emergency": _("In an emergency call %(number)s.") % names if names["number"] else "",
        }
        data = {
            "language": language, "words": words, "link": shown(link), "qr": qr_svg(link),
            "sample": _("SAMPLE – for demonstration only") if wave.sample else "",
        }  # fmt: skip
    return pdf(_PRINT / "poster.typ", data)


def shown(link: str) -> str:
    """The address as people type it."""
    return link.removeprefix("https://").removeprefix("http://")


def _names(wave: Wave) -> dict[str, Any]:
    station = above(wave.zone, Level.STATION)
    numbers = area().emergency
    return {
        "station": station.name if station else wave.zone.name, "zone": wave.zone.name, "title": wave.title,
        "day": day(wave.closes), "number": numbers[0].number if numbers else "",
    }  # fmt: skip


def _letter_words(wave: Wave) -> dict[str, str]:
    names = _names(wave)
    return {
        "station": names["station"],
        "date": day(wave.opens),
        "subject": _("Subject: invitation to the poll “%(title)s”") % names,
        "to": _("To: the household at"),
        "why": _(
            "%(station)s works with residents, the municipality and local businesses to make %(zone)s safer. What is done "
            "next depends on what people here tell us. Your household was drawn by lot, so that the result speaks for "
            "everybody, and not only for those who like to fill in forms."
        ) % names,
        "who": _(
            "Please let one person answer: of those aged 18 or over who live here, the one whose birthday comes next. It "
            "takes about five minutes."
        ),
        "how": _("Scan the code below with a telephone, or open the address and type the code in, until %(day)s.") % names,
        "anonymous": _(
            "The code only makes sure that each household answers once. It is cut off from your answers the moment they "
            "arrive: nobody, not even we, can see who answered what. Taking part is voluntary."
        ),
        "code": _("Your code"),
        "address": _("Address"),
        "close": _("Yours faithfully"),
        "emergency": _("In an emergency call %(number)s.") % names if names["number"] else "",
    }  # fmt: skip
