"""Links and letters: made anew, taken back, used, sent."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.act.tasks.holding import letter, link_end, step
from safetyzone.act.tasks.models import Side, StepKind, Task
from safetyzone.foundation.audit.actions import record
from safetyzone.listen.suggestions.voters.refusals import Refused

ASKED_A_DAY: Final = 3
ONE_USE: Final = timedelta(minutes=1)


def renew_link(*, task: Task, by: str) -> Task:
    """A new link; every earlier one stops working at once. It goes to the organisation's own address."""
    with transaction.atomic():
        row = _turn(task, link_end(task.due))
        made = step(row, StepKind.LINK_RENEWED, Side.ASKER, by=by, version=row.link_version)
        letter(row, "link", str(made.pk))
    return row


def revoke_link(*, task: Task, by: str) -> Task:
    """No link works any more until a new one is made."""
    with transaction.atomic():
        row = _turn(task, timezone.localdate() - timedelta(days=1))
        step(row, StepKind.LINK_REVOKED, Side.ASKER, by=by, version=row.link_version)
    return row


def _turn(task: Task, until: date) -> Task:
    row = Task.objects.select_for_update().get(pk=task.pk)
    row.link_version, row.link_until = row.link_version + 1, until
    row.save(update_fields=["link_version", "link_until"])
    return row


def ask_new_link(*, task: Task, by: str) -> None:
    """Whoever holds an old link has a new one sent, to the stored address and nowhere else. Raises ``Refused``.

    The version stays: an old link must not be able to make a good one void.
    """
    if not task.organisation.email:
        raise Refused("address", _("There is no e-mail address for this organisation. Ask the team for a letter."))
    with transaction.atomic():
        row = Task.objects.select_for_update().get(pk=task.pk)
        since = timezone.now() - timedelta(days=1)
        if row.steps.filter(kind=StepKind.LINK_RENEWED, side=Side.LINK, at__gt=since).count() >= ASKED_A_DAY:
            raise Refused("many", _("New links were sent today already. Look in the mail, or try again tomorrow."))
        row.link_until = link_end(row.due)
        row.save(update_fields=["link_until"])
        made = step(row, StepKind.LINK_RENEWED, Side.LINK, by=by, version=row.link_version)
        letter(row, "link", str(made.pk))


def note_use(*, task: Task, by: str) -> bool:
    """Write down that the link was opened; openings within a minute are one, so that nobody can fill the chain."""
    now = timezone.now()
    with transaction.atomic():
        first = Q(link_used_at__isnull=True) | Q(link_used_at__lt=now - ONE_USE)
        used = Task.objects.filter(first, pk=task.pk).update(link_used_at=now)
        if used:
            record(action="tasks.link_opened", subject=f"task:{task.pk}", by=by, version=task.link_version)
    return bool(used)


def note_letter(*, task: Task, kind: str, mark: str, by: str) -> None:
    """A letter has been handed over to the mail server."""
    with transaction.atomic():
        step(task, StepKind.LETTER, Side.CLOCK, by=by, words=kind, key=f"letter:{kind}:{mark}")
