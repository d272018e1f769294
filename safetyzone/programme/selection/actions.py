"""Prepare a selection, compare its candidates, put the choice before the committee, sign it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.decisions.actions import withdraw_decision
from safetyzone.foundation.decisions.models import Decision, DecisionState
from safetyzone.foundation.decisions.queries import agreed, decision_about
from safetyzone.foundation.places.actions import add_zone
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import zones_of
from safetyzone.programme.committee.actions import ask
from safetyzone.programme.committee.models import Committee
from safetyzone.programme.rollout.actions import nominate
from safetyzone.programme.rollout.definitions import definitions
from safetyzone.programme.rollout.models import ZoneStage
from safetyzone.programme.selection.compute import choice_of, codes_of, key_of
from safetyzone.programme.selection.content import content_of, told
from safetyzone.programme.selection.evidence import keys_in, unknown_keys
from safetyzone.programme.selection.models import Candidate, Forced, Selection, SelectionState
from safetyzone.programme.selection.reading import Row, WrongCandidate, checked_row
from safetyzone.programme.selection.refusals import SelectionRefused
from safetyzone.programme.selection.rules import Rules, checked

EVEN: Final = 1.0


def prepare_selection(*, committee: Committee, title: str, phase: int, by: str, sample: bool = False) -> Selection:
    """A selection for the committee's place, all criteria weighing the same. Raises ``SelectionRefused``."""
    place = committee.place
    codes = codes_of(place.pack)
    if not codes:
        raise SelectionRefused("committee", _("The area pack names no criteria to select areas by."))
    if not title.strip():
        raise SelectionRefused("title", _("Give the selection a title."))
    if phase not in [number for number, _names in definitions(place.pack).phases]:
        raise SelectionRefused("phase", _("The area pack has no phase %(number)s.") % {"number": phase})
    rules = checked(Rules(dict.fromkeys(codes, EVEN)), criteria=codes)
    with transaction.atomic():
        made = Selection.objects.create(
            place=place, committee=committee, title=title.strip(), phase=phase, rules=rules.stated(),
            sample=sample or place.sample or committee.sample,
        )  # fmt: skip
        record(action="selection.prepared", subject=made.subject, by=by, place=place.slug, phase=phase)
    return made


def set_rules(*, selection: Selection, rules: Rules, by: str) -> Selection:
    """Keep the committee's rules. Raises ``WrongRules``, ``SelectionRefused``."""
    kept = checked(rules, criteria=codes_of(selection.place.pack))
    with transaction.atomic():
        current = _draft(selection)
        current.rules = kept.stated()
        current.save(update_fields=["rules"])
        record(action="selection.rules_set", subject=current.subject, by=by, weights=dict(kept.weights))
    return current


def add_candidates(*, selection: Selection, rows: Sequence[Row], by: str) -> int:
    """Add areas, or put them in the place of those of the same station. All or none; raises ``SelectionRefused``."""
    place = selection.place
    stations = {
        station.slug: station
        for station in Place.objects.filter(
            slug__in=[row.station for row in rows], level=Level.STATION, path__startswith=place.path, withdrawn=False
        )
    }
    codes = codes_of(place.pack)
    ready, unknown = [], unknown_keys({key for row in rows for key in keys_in(row.grounds)}, place)
    for row in rows:
        try:
            checked_row(row, codes)
        except WrongCandidate as wrong:
            raise SelectionRefused(wrong.field, wrong.at(row)) from wrong
        if row.station not in stations:
            strange = WrongCandidate(
                "station",
                _("there is no station %(slug)s in %(place)s") % {"slug": row.station, "place": place.name},
            )
            raise SelectionRefused("station", strange.at(row))
        if gone := keys_in(row.grounds) & unknown:
            named = _("a source names the result %(key)s, and there is none of this name here") % {
                "key": min(gone)[:12]
            }
            raise SelectionRefused("source", WrongCandidate("source", named).at(row))
        ready.append(row.candidate(selection, stations[row.station]))
    with transaction.atomic():
        _draft(selection)
        Candidate.objects.bulk_create(
            ready, update_conflicts=True, unique_fields=["selection", "station"], batch_size=500,
            update_fields=["area", "kind", "grounds", "readiness", "cost", "forced", "forced_reason"],
        )  # fmt: skip
        record(action="selection.candidates_added", subject=selection.subject, by=by, n=len(ready))
    return len(ready)


def force(*, candidate: Candidate, forced: str, reason: str, by: str) -> Candidate:
    """Take an area in or out whatever its score, with the reason; "" lets the score decide. Raises ``SelectionRefused``."""
    if forced not in Forced.values:
        raise SelectionRefused("forced", _("There is no such choice."))
    if forced and not reason.strip():
        raise SelectionRefused("reason", _("Write down why the score shall not decide."))
    with transaction.atomic():
        _draft(candidate.selection)
        candidate.forced, candidate.forced_reason = forced, reason.strip() if forced else ""
        candidate.save(update_fields=["forced", "forced_reason"])
        record(action="selection.forced", subject=candidate.selection.subject, by=by, station=candidate.station.slug,
               forced=str(forced))  # fmt: skip
    return candidate


def remove_candidate(*, candidate: Candidate, by: str) -> None:
    """Take an area off the list."""
    with transaction.atomic():
        _draft(candidate.selection)
        record(action="selection.candidate_removed", subject=candidate.selection.subject, by=by,
               station=candidate.station.slug)  # fmt: skip
        candidate.delete()


def compare(*, selection: Selection, by: str) -> Selection:
    """Compute the best plans under the rules and keep them with the selection. Raises ``SelectionRefused``, ``WrongRules``."""
    if not Candidate.objects.filter(selection=selection).exists():
        raise SelectionRefused("", _("There is no candidate yet."))
    run = choice_of(selection, by=by)  # nothing is locked while it computes
    with transaction.atomic():
        current = _draft(selection)
        current.run, current.plan = run, 0
        current.save(update_fields=["run", "plan"])
        record(action="selection.compared", subject=current.subject, by=by, run=run.key)
    return current


def choose_plan(*, selection: Selection, plan: int, by: str) -> Selection:
    """Which of the plans is to be put before the committee. Raises ``SelectionRefused``."""
    with transaction.atomic():
        current = _draft(selection)
        if current.run is None or not 0 <= plan < len(current.run.result["plans"]):
            raise SelectionRefused("plan", _("There is no such plan; compare the candidates first."))
        current.plan = plan
        current.save(update_fields=["plan"])
        record(action="selection.plan_chosen", subject=current.subject, by=by, plan=plan)
    return current


def propose(*, selection: Selection, by: str) -> Decision:
    """Put the chosen plan before the committee. Raises ``SelectionRefused`` and what asking raises."""
    fresh = key_of(selection)  # nobody is asked about yesterday's candidates
    with transaction.atomic():
        current = _draft(selection)
        if current.run is None or not current.run.result["plans"]:
            raise SelectionRefused("", _("There is no plan to propose; compare the candidates first."))
        if current.run.key != fresh:
            raise SelectionRefused(
                "", _("Candidates or rules have changed since they were compared; compare them again.")
            )
        current.state = SelectionState.PROPOSED
        current.save(update_fields=["state"])
        record(action="selection.proposed", subject=current.subject, by=by, run=current.run.key, plan=current.plan)
        return ask(
            committee=current.committee, subject=current.subject, content=content_of(current), told=told(current),
            question=_("Do we choose these areas: %(title)s?") % {"title": current.title}, by=by, sample=current.sample,
        )  # fmt: skip


def sign_selection(*, selection: Selection, by: str) -> list[Place]:
    """What the committee has agreed to: the chosen areas take part. Returns their zones. Raises ``SelectionRefused``."""
    with transaction.atomic():
        current = _held(selection)
        if current.state == SelectionState.SIGNED:
            raise SelectionRefused("", _("This selection has been signed already. Nothing was changed."))
        if current.state != SelectionState.PROPOSED or not agreed(current.subject, content_of(current)):
            raise SelectionRefused("", _("The driving committee has not agreed to this choice yet."))
        current.state, current.signed_at = SelectionState.SIGNED, timezone.now()
        current.save(update_fields=["state", "signed_at"])
        zones = _take_in(current, by)
        record(action="selection.signed", subject=current.subject, by=by, areas=len(zones))
    return zones


def take_back(*, selection: Selection, by: str) -> Selection:
    """Back into preparation: an open question is withdrawn, an answered one stays on record. Raises ``SelectionRefused``."""
    with transaction.atomic():
        current = _held(selection)
        if current.state != SelectionState.PROPOSED:
            raise SelectionRefused("", _("Only a choice that is before the committee can be taken back."))
        decision = decision_about(current.subject)
        if decision is not None and decision.state == DecisionState.OPEN:
            withdraw_decision(decision=decision, by=by)
        current.state = SelectionState.DRAFT
        current.save(update_fields=["state"])
        record(action="selection.taken_back", subject=current.subject, by=by)
    return current


def _take_in(selection: Selection, by: str) -> list[Place]:
    """A zone for each chosen station: the one it has, or a new one without a boundary yet."""
    assert selection.run is not None
    stations: Mapping[str, Any] = {
        candidate.station.slug: candidate
        for candidate in Candidate.objects.filter(selection=selection).select_related("station")
    }
    zones = []
    for slug in selection.run.result["plans"][selection.plan]["chosen"]:
        candidate = stations[slug]
        zone = zones_of(candidate.station).exclude(pk__in=ZoneStage.objects.values("zone")).first() or add_zone(
            station=candidate.station, name=candidate.area, by=by
        )
        try:
            nominate(zone=zone, phase=selection.phase, by=by, reason=selection.title, sample=selection.sample)
        except IntegrityError as clash:  # another selection took the same zone in at this moment
            raise SelectionRefused("", _("%(zone)s takes part already.") % {"zone": zone.name}) from clash
        zones.append(zone)
    return zones


def _held(selection: Selection) -> Selection:
    """The row, held, as it is now."""
    return (
        Selection.objects.select_for_update(of=("self",)).select_related("place", "committee__place", "run")
        .get(pk=selection.pk)
    )  # fmt: skip


def _draft(selection: Selection) -> Selection:
    """The row, held; refused once it is before the committee."""
    current = _held(selection)
    if current.state != SelectionState.DRAFT:
        raise SelectionRefused(
            "", _("This selection is “%(state)s” and cannot be changed.") % {"state": current.get_state_display()}
        )
    return current
