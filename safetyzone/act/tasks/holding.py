"""What every write about a task does: hold its row, refuse what does not fit its state, write the step down."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.act.tasks.models import State, Step, Task
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.privacy.screen import screen
from safetyzone.listen.suggestions.voters.refusals import Refused

FURTHEST_DAYS: Final = 5 * 366
LINK_DAYS_AFTER: Final = 60  # a link works this long after the day the task is due
DEAREST: Final = 10_000_000_000
LETTER: Final = "safetyzone.act.tasks.tasks.send_letter"


def held(task: Task, states: Collection[str]) -> Task:
    """The task's row, locked. Raises ``Refused`` with what happened to it if it is in none of ``states``."""
    row = Task.objects.select_for_update().get(pk=task.pk)
    if row.state not in states:
        raise Refused("state", standing(row))
    return row


def standing(task: Task) -> str:
    """What happened to a task, for somebody who comes too late or too early."""
    when = {
        State.DONE: task.done_on, State.CHECKED: task.done_on, State.HANDED_BACK: task.handed_back_at,
        State.ACCEPTED: task.accepted_at,
    }  # fmt: skip
    said = {
        State.ASKED: _("Nothing has been promised yet, so this cannot be done now."),
        State.ACCEPTED: _("This was promised already, on %(day)s. Nothing was changed."),
        State.DONE: _("This was reported done already, on %(day)s. Nothing was changed."),
        State.CHECKED: _("This is done, since %(day)s, and checked. Nothing was changed."),
        State.HANDED_BACK: _("This was handed back on %(day)s. Nothing was changed."),
        State.WITHDRAWN: _("This was withdrawn by the team. Nothing was changed."),
    }  # fmt: skip
    state = State(task.state)
    return said[state] % {"day": day(when.get(state))}


def step(task: Task, kind: str, side: str, *, by: str, words: str = "", on: date | None = None, key: str | None = None,
         **payload: Any) -> Step:  # fmt: skip
    """One line of the task's history, and its event."""
    made = Step.objects.create(task=task, kind=kind, side=side, words=words, day=on, key=key)
    record(action=f"tasks.{kind}", subject=f"task:{task.pk}", by=by, side=side, **payload)
    return made


def letter(task: Task, kind: str, mark: str = "") -> None:
    """Have a letter sent, once; made-up tasks send none, and an organisation without an address gets paper."""
    if task.organisation.email and not task.sample:
        key = f"{kind}:{mark}" if mark else kind
        enqueue(LETTER, key=f"tasks.letter:{task.pk}:{key}", task=task.pk, kind=kind, mark=mark)


def said(words: str, most: int = 500) -> str:
    """One text without what belongs to a person, cut to what is stored."""
    return screen(" ".join(words.split())).text[:most]


def day_ahead(wanted: date) -> date:
    """A day on which something can still be done. Raises ``Refused``."""
    today = timezone.localdate()
    if wanted < today:
        raise Refused("due", _("This day is over. Choose today or a later day."))
    if wanted > today + timedelta(days=FURTHEST_DAYS):
        raise Refused("due", _("This is more than five years ahead. Choose an earlier day."))
    return wanted


def amount(value: int | None, field: str) -> int | None:
    """Whole units of money. Raises ``Refused``."""
    if value is not None and value < 0:
        raise Refused(field, _("An amount of money cannot be below zero."))
    if value is not None and value > DEAREST:
        raise Refused(field, _("This amount is too large to be right. Write it in whole units, without decimals."))
    return value


def link_end(due: date) -> date:
    """Last day of a link for something due then."""
    return max(due, timezone.localdate()) + timedelta(days=LINK_DAYS_AFTER)
