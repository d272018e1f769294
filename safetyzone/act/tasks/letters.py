"""What letters about a task say, in the organisation's language."""

from collections.abc import Callable
from typing import Final, NamedTuple

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from safetyzone.act.tasks.links import address_of
from safetyzone.act.tasks.models import FINISHED, OPEN, Task
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.places.queries import station_of


class Letter(NamedTuple):
    subject: str
    body: str


def _asked(task: Task) -> tuple[str, str]:
    told = {"team": asker(task), "zone": task.zone.name}
    return _("A request: %(title)s"), _("%(team)s asks you to do something for the zone %(zone)s:") % told


def _soon(_task: Task) -> tuple[str, str]:
    return _("In a week: %(title)s"), _("This is due in a week. If it cannot be done, please say so now:")


def _today(_task: Task) -> tuple[str, str]:
    return _("Today: %(title)s"), _("This is due today. Is it done?")


def _late(_task: Task) -> tuple[str, str]:
    return _("A week late: %(title)s"), _(
        "This was due a week ago. Is it done, does it take longer, or can it not be done?"
    )


def _sent_back(_task: Task) -> tuple[str, str]:
    return _("Not done yet: %(title)s"), _(
        "The team has looked and something is missing. What it is stands on the page:"
    )


def _moved(_task: Task) -> tuple[str, str]:
    return _("Another day: %(title)s"), _("The team would like another day for this. You can agree on the page:")


def _withdrawn(_task: Task) -> tuple[str, str]:
    return _("Not needed any more: %(title)s"), _("The team has taken this request back. You need not do anything.")


def _link(_task: Task) -> tuple[str, str]:
    return _("Your new link: %(title)s"), _("Somebody asked for a new link to this request. Here it is:")


KINDS: Final[dict[str, Callable[[Task], tuple[str, str]]]] = {
    "asked": _asked, "soon": _soon, "today": _today, "late": _late, "sent_back": _sent_back, "moved": _moved,
    "withdrawn": _withdrawn, "link": _link,
}  # fmt: skip
REMINDERS: Final = ("soon", "today", "late")


def still_fits(task: Task, kind: str) -> bool:
    """Whether the letter is still true when the worker comes to send it."""
    if kind in REMINDERS or kind in {"asked", "moved", "sent_back"}:
        return task.state in OPEN
    return kind != "withdrawn" or task.state not in FINISHED


def asker(task: Task) -> str:
    """Who asks: the zone's station."""
    station = station_of(task.zone)
    return (station or task.zone).name


def compose(task: Task, kind: str) -> Letter:
    """Subject and text in the organisation's language."""
    with translation.override(task.organisation.language or "th"):
        subject, first = KINDS[kind](task)
        lines = [
            first,
            f"  {task.title}",
            *([f"  {task.where}"] if task.where else []),
            _("Due: %(day)s") % {"day": day(task.due)},
            *([] if kind == "withdrawn" else [_your_page(task)]),
            _("With thanks, %(team)s") % {"team": asker(task)},
        ]
        return Letter(subject % {"title": task.title}, "\n\n".join(lines) + "\n")


def _your_page(task: Task) -> str:
    told = {"link": address_of(task), "day": day(task.link_until)}
    said = _("Say on this page whether you will do it, that it is done, or why it cannot be done:\n%(link)s") % told
    return said + "\n" + _("No account is needed. The page shows this request only, until %(day)s.") % told


def send(task: Task, kind: str) -> None:
    """Hand the letter over; what the mail server says goes to the caller, whose job is tried again."""
    written = compose(task, kind)
    send_mail(written.subject, written.body, None, [task.organisation.email])
