"""Paper sheets: typed in twice by two people, compared, sent in once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.listen.polls.actions.answers import Outcome, submit
from safetyzone.listen.polls.actions.waves import NotPossible
from safetyzone.listen.polls.models import Channel, PaperSheet, SheetState, Wave, WaveState
from safetyzone.listen.polls.screening import screened


def type_in(*, wave: Wave, number: int, data: Mapping[str, Any], by: str) -> PaperSheet:
    """The first or the second typing of a sheet. Raises ``NotPossible`` and ``BadAnswer``; nothing is changed then."""
    if wave.state != WaveState.OPEN:
        raise NotPossible(_("Sheets are typed in while the poll is open."))
    kept = screened(wave.questionnaire.questions, data)
    with transaction.atomic():
        sheet, new = PaperSheet.objects.select_for_update().get_or_create(
            wave=wave, number=number, defaults={"first": kept, "first_by": by}
        )
        if not new:
            _second(sheet, kept, by)
        record(action="polls.sheet_typed", subject=f"wave:{wave.pk}", by=by, sheet=number, state=sheet.state)
    return sheet


def _second(sheet: PaperSheet, kept: dict[str, Any], by: str) -> None:
    if sheet.state != SheetState.ONCE:
        raise NotPossible(_("Sheet %(number)s has been typed in twice already.") % {"number": sheet.number})
    if sheet.first_by == by:
        raise NotPossible(_("You typed this sheet in the first time; somebody else has to type it in again."))
    sheet.second, sheet.second_by = kept, by
    sheet.state = SheetState.DIFFERS if sheet.mismatches else SheetState.AGREED
    sheet.save(update_fields=["second", "second_by", "state"])


def settle(*, sheet: PaperSheet, choices: Mapping[str, str], by: str) -> PaperSheet:
    """The third look: for each question on which the two differ, whether the "first" or the "second" is right."""
    with transaction.atomic():
        held = PaperSheet.objects.select_for_update().select_related("wave__questionnaire").get(pk=sheet.pk)
        if held.state != SheetState.DIFFERS:
            raise NotPossible(_("There is nothing to decide about this sheet."))
        agreed = {**held.first}
        for name in held.mismatches:
            if choices.get(name) not in {"first", "second"}:
                raise NotPossible(_("Say for every question which of the two is right."))
            chosen = getattr(held, choices[name]).get(name)
            agreed.pop(name, None)
            if chosen is not None:
                agreed[name] = chosen
        held.first = held.second = agreed
        held.state = SheetState.AGREED
        held.save(update_fields=["first", "second", "state"])
        record(action="polls.sheet_settled", subject=f"wave:{held.wave_id}", by=by, sheet=held.number)
    return held


def send_in(*, sheet: PaperSheet, code: str, by: str) -> Outcome:
    """Store the agreed sheet as an answer, then empty it. Sent in twice, it is stored once.

    Two transactions on purpose: what PostgreSQL notes of a transaction then does not lead from the sheet to the answer.
    """
    if sheet.state != SheetState.AGREED:
        raise NotPossible(_("This sheet is not ready: two people type it in, and a third look settles what differs."))
    outcome = submit(
        wave=sheet.wave, data=sheet.first, channel=Channel.PAPER, instance_id=f"paper:{sheet.wave_id}:{sheet.number}",
        code=code, by=by,
    )  # fmt: skip
    with transaction.atomic():
        sheet.first, sheet.second, sheet.state = {}, {}, SheetState.DONE
        sheet.save(update_fields=["first", "second", "state"])
        record(action="polls.sheet_sent", subject=f"wave:{sheet.wave_id}", by=by, sheet=sheet.number)
    return outcome
