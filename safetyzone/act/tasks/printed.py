"""The request on paper, for an organisation that reads no e-mail: A4, with the link as a QR code and lines to fill in."""

from pathlib import Path
from typing import Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from safetyzone.act.tasks.letters import asker
from safetyzone.act.tasks.models import Task
from safetyzone.foundation.media.pdf import pdf
from safetyzone.foundation.pages.templatetags.figures import day, money
from safetyzone.listen.polls.links import qr_svg

_LAYOUT: Final = Path(__file__).parent / "print" / "letter.typ"


def why(task: Task) -> str:
    """The problem and the suggestion it answers, in sentences."""
    said = []
    if task.problem:
        said.append(_("Because of the problem: %(problem)s") % {"problem": task.problem})
    if task.statement:
        said.append(_("Because people suggested: %(words)s") % {"words": task.statement.words})
    return "\n".join(said)


def letter(task: Task, address: str) -> bytes:
    """In the organisation's language, whoever prints it."""
    language = task.organisation.language or "th"
    with translation.override(language):
        facts = [
            (_("Zone"), task.zone.name), (_("Where"), task.where), (_("Until when"), day(task.due)),
            (_("Who pays"), str(task.payer) if task.payer else ""),
            (_("What it may cost"), money(task.estimate) if task.estimate is not None else ""),
            (_("Why"), why(task)),
        ]  # fmt: skip
        told = {"team": asker(task), "organisation": task.organisation.name_in(language)}
        return pdf(_LAYOUT, {
            "language": language, "mark": _("Request no. %(number)s") % {"number": task.pk},
            "date": day(timezone.localdate()), "from": asker(task), "to": _("To %(organisation)s") % told,
            "title": task.title, "words": task.words, "facts": [fact for fact in facts if fact[1]],
            "how": _("Please answer on this page; no account is needed. Or fill in the lines below and give this sheet back."),
            "link": address, "qr": qr_svg(address),
            "answers": [
                _("We will do it by:"), _("It was done on:"), _("What it cost:"), _("We cannot do it, because:"),
            ],
            "signed": _("Name of the organisation and date"), "thanks": _("With thanks, %(team)s") % told,
            "until": _("The link works until %(day)s and shows this request only.") % {"day": day(task.link_until)},
            "sample": _("SAMPLE – for demonstration only") if task.sample else "",
        })  # fmt: skip
