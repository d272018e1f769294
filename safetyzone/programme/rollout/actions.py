"""Take a zone into the roll-out, move it on, begin a phase."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.decisions.queries import agreed, decision_about
from safetyzone.foundation.places.models import Level, Place
from safetyzone.programme.committee.actions import ask
from safetyzone.programme.committee.models import Committee
from safetyzone.programme.rollout.definitions import definitions
from safetyzone.programme.rollout.models import PhaseBegun, StageCode, StageMove, ZoneStage
from safetyzone.programme.rollout.queries import lacks_for, next_stage, phase_now


class RolloutRefused(ValueError):
    """The sentence says why and what to do; nothing was changed."""


class MovedMeanwhile(RolloutRefused):
    """Somebody else moved the zone first."""


class Lacking(RolloutRefused):
    """``missing``: what the stage needs and is not on record, in sentences."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


def nominate(
    *, zone: Place, phase: int, by: str, stage: str = StageCode.NOMINATED, since: datetime | None = None,
    reason: str = "", sample: bool = False,
) -> ZoneStage:  # fmt: skip
    """The zone takes part from now on. Raises ``RolloutRefused``."""
    if zone.level != Level.ZONE:
        raise RolloutRefused(_("Only a zone takes part in the roll-out."))
    if phase not in [number for number, _names in definitions(zone.pack).phases]:
        raise RolloutRefused(_("The area pack has no phase %(number)s.") % {"number": phase})
    moment = since or timezone.now()
    try:
        with transaction.atomic():
            made = ZoneStage.objects.create(
                zone=zone, phase=phase, stage=stage, since=moment, sample=sample or zone.sample
            )
            StageMove.objects.create(zone=zone, before="", after=stage, at=moment, by=by, reason=reason)
            record(action="rollout.nominated", subject=f"zone:{zone.slug}", by=by, phase=phase, stage=str(stage))
    except IntegrityError:
        raise RolloutRefused(_("%(zone)s takes part already.") % {"zone": zone.name}) from None
    return made


def move_stage(*, zone: Place, to: str, seen: str, by: str, reason: str = "", excepted: bool = False) -> StageMove:
    """Move a zone from the stage its mover has ``seen``. ``excepted``: although something is missing, with the reason.

    Forward goes one stage at a time; back, or to "closed", needs a reason. Raises ``RolloutRefused``.
    """
    with transaction.atomic():
        held = ZoneStage.objects.select_for_update().filter(zone=zone).first()
        if held is None:
            raise RolloutRefused(_("%(zone)s takes no part in the roll-out yet.") % {"zone": zone.name})
        known = definitions(zone.pack)
        if held.stage != seen:
            raise MovedMeanwhile(
                _("Somebody else has moved the zone meanwhile: it is now “%(stage)s”. Nothing was changed; look again.")
                % {"stage": known.stage(held.stage).name}
            )
        missing = _allowed(zone, held, to, reason.strip(), excepted=excepted)
        now = timezone.now()
        move = StageMove.objects.create(
            zone=zone, before=held.stage, after=to, at=now, by=by, lacking=missing, reason=reason.strip()
        )
        held.stage, held.since = to, now
        held.save(update_fields=["stage", "since"])
        record(action="rollout.moved", subject=f"zone:{zone.slug}", by=by, before=seen, after=to, lacking=missing,
               excepted=bool(missing))  # fmt: skip
    return move


def _allowed(zone: Place, held: ZoneStage, to: str, reason: str, *, excepted: bool) -> list[str]:
    """Codes of what is missing and excepted; raises where the move is not allowed."""
    known = definitions(zone.pack)
    if to == held.stage or to not in [stage.code for stage in known.stages]:
        raise RolloutRefused(_("There is no such step."))
    back = held.stage == StageCode.CLOSED or known.order(to) < known.order(held.stage)
    if back or to == StageCode.CLOSED:
        if not reason:
            raise RolloutRefused(_("Write down why the zone goes back or is closed."))
        return []
    following = next_stage(known, held.stage)
    if following is None or following.code != to:
        raise RolloutRefused(_("A zone goes on one stage at a time: the next is “%(stage)s”.")
                             % {"stage": following.name if following else "–"})  # fmt: skip
    lacks = lacks_for(zone, to)
    if lacks and not (excepted and reason):
        asked = [_("An exception needs its reason in writing.")] if excepted else []
        raise Lacking([lack.sentence for lack in lacks] + asked)
    return [lack.code for lack in lacks]


def phase_content(place: Place, number: int) -> dict[str, Any]:
    """What a committee agrees to when a phase begins."""
    return {"place": place.slug, "phase": number}


def phase_subject(place: Place, number: int) -> str:
    return f"phase:{place.slug}:{number}"


def ask_for_phase(*, committee: Committee, number: int, by: str) -> Decision:
    """Put the beginning of the next phase before a committee. Raises ``RolloutRefused`` and what asking raises."""
    place = committee.place
    known = definitions(place.pack)
    if number != phase_now(place) + 1 or number not in [phase for phase, _names in known.phases]:
        raise RolloutRefused(_("The next phase would be %(number)s.") % {"number": phase_now(place) + 1})
    return ask(
        committee=committee, subject=phase_subject(place, number), content=phase_content(place, number), by=by,
        question=_("Shall this phase begin: %(phase)s?") % {"phase": known.phase_name(number)},
    )  # fmt: skip


def begin_phase(*, place: Place, number: int, by: str) -> PhaseBegun:
    """Begin what a committee has agreed to. Raises ``RolloutRefused``."""
    subject = phase_subject(place, number)
    decision = decision_about(subject)
    if decision is None or not agreed(subject, phase_content(place, number)):
        raise RolloutRefused(_("The driving committee has not agreed to this phase; ask it first."))
    try:
        with transaction.atomic():
            made = PhaseBegun.objects.create(place=place, number=number, began_at=timezone.now(), decision=decision)
            record(action="rollout.phase_begun", subject=subject, by=by, decision=decision.pk)
    except IntegrityError:
        raise RolloutRefused(_("This phase has begun already.")) from None
    return made
