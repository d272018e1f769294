"""What an organisation answers: we will do it, it is done, we cannot because."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.act.tasks.holding import amount, day_ahead, held, letter, link_end, said, standing, step
from safetyzone.act.tasks.models import FINISHED, OPEN, Side, State, StepKind, Task
from safetyzone.foundation.media.actions import keep_picture, show_picture
from safetyzone.foundation.media.models import Picture
from safetyzone.listen.suggestions.voters.refusals import Refused
from safetyzone.listen.walks.actions import mend_point
from safetyzone.listen.walks.refusals import Refused as PointEnded


def accept_task(*, task: Task, by: str, side: str, promised: date | None = None) -> Task:
    """A promise for a day, the one asked for unless they name another. Raises ``Refused``.

    Whoever takes up what was handed back after a promise is still held to the day promised first.
    """
    with transaction.atomic():
        row = held(task, [State.ASKED, State.HANDED_BACK])
        row.due = day_ahead(promised or row.due)
        row.promised = row.promised or row.due
        row.moved_by = side if row.promised != row.due else ""
        row.link_until = max(row.link_until, link_end(row.due))
        row.state, row.accepted_at = State.ACCEPTED, row.accepted_at or timezone.now()
        row.handed_back_at, row.handed_back_reason = None, ""
        row.save()
        step(row, StepKind.ACCEPTED, side, by=by, on=row.due, promised=str(row.promised))
    return row


def report_done(
    *, task: Task, by: str, side: str, words: str = "", cost: int | None = None, photo: bytes | None = None,
    on: date | None = None,
) -> Task:  # fmt: skip
    """It is done, today or on the day that was told. Raises ``Refused`` and ``BadPicture``; nothing is changed then."""
    amount(cost, "cost")
    task.refresh_from_db()
    day = _day_of(task, on)
    # The picture takes a while to decode: it is kept before the row is held, unless it is plainly too late already.
    if task.state not in OPEN:
        raise Refused("state", standing(task))
    picture = keep_picture(place=task.zone, raw=photo, purpose="task", by=by) if photo else None
    with transaction.atomic():
        row = held(task, OPEN)
        now = timezone.now()
        row.promised, row.accepted_at = row.promised or row.due, row.accepted_at or now
        row.state, row.done_at, row.done_on = State.DONE, now, day
        row.done_words, row.cost = said(words), row.cost if cost is None else cost
        row.after = picture or row.after
        row.save()
        step(row, StepKind.DONE, side, by=by, words=row.done_words, on=day, cost=row.cost, picture=bool(picture))
    return row


def _day_of(task: Task, on: date | None) -> date:
    today = timezone.localdate()
    if on is not None and not timezone.localdate(task.asked_at) <= on <= today:
        raise Refused("on", _("It was done between the day it was asked for and today: choose such a day."))
    return on or today


def hand_back(*, task: Task, reason: str, by: str, side: str) -> Task:
    """We cannot, because. Raises ``Refused`` without a reason."""
    words = said(reason)
    if not words:
        raise Refused("reason", _("Write why it cannot be done, in a few words. People will read it."))
    with transaction.atomic():
        row = held(task, OPEN)
        row.state, row.handed_back_at, row.handed_back_reason = State.HANDED_BACK, timezone.now(), words
        row.save(update_fields=["state", "handed_back_at", "handed_back_reason"])
        step(row, StepKind.HANDED_BACK, side, by=by, words=words, promised=bool(row.promised))
    return row


def check_task(*, task: Task, by: str, show_pictures: bool = False) -> Task:
    """The asker has looked: it is done. ``show_pictures``: the photos show no person and residents may see them."""
    with transaction.atomic():
        row = held(task, [State.DONE])
        row.state, row.checked_at = State.CHECKED, timezone.now()
        row.save(update_fields=["state", "checked_at"])
        step(row, StepKind.CHECKED, Side.ASKER, by=by, pictures_shown=show_pictures)
        for picture in _pictures(row) if show_pictures else []:
            show_picture(picture=picture, public=True, by=by)
        _mend(row, by)
    return row


def _mend(task: Task, by: str) -> None:
    """The risk point that the task was about is mended; whoever has ended it before was right too."""
    if task.risk_point is not None:
        try:
            mend_point(point=task.risk_point, words=task.done_words, by=by)
        except PointEnded:
            return


def _pictures(task: Task) -> list[Picture]:
    return [picture for picture in (task.before, task.after) if picture is not None and not picture.public]


def send_back(*, task: Task, words: str, by: str) -> Task:
    """It is not done yet, and why: the promise stands as before. Raises ``Refused``."""
    told = said(words)
    if not told:
        raise Refused("words", _("Write what is missing, so that they know what to do."))
    with transaction.atomic():
        row = held(task, FINISHED)
        row.state, row.done_at, row.done_on, row.checked_at = State.ACCEPTED, None, None, None
        row.link_until = max(row.link_until, link_end(row.due))
        row.save()
        sent = step(row, StepKind.SENT_BACK, Side.ASKER, by=by, words=told)
        letter(row, "sent_back", str(sent.pk))
    return row
