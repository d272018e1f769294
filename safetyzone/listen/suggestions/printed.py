"""Voting codes on paper: ten cards a page to cut and hand out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safetyzone.foundation.media.pdf import pdf
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.listen.polls.links import coded, qr_svg
from safetyzone.listen.suggestions.models import Conversation

_CARDS: Final = Path(__file__).parent / "print" / "codes.typ"


def sheet(conversation: Conversation, codes: Sequence[str], link: str) -> bytes:
    """A card a code, in the reader's language."""
    words = {
        "question": conversation.question,
        "what": _("One card, one vote. No name, no account."),
        "until": _("Until %(day)s") % {"day": day(conversation.closes)},
        "sample": _("SAMPLE – for demonstration only") if conversation.sample else "",
    }
    cards = [{"code": code, "qr": qr_svg(coded(link, code))} for code in codes]
    shown = link.removeprefix("https://").removeprefix("http://")
    return pdf(_CARDS, {"language": get_language() or "en", "words": words, "link": shown, "cards": cards})
