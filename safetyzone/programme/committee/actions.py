"""Set a committee up, fill its seats, put questions to it and record what it says."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.decisions.actions import NoQuorum, close_decision, open_decision, take_position
from safetyzone.foundation.decisions.models import Decision, Position
from safetyzone.foundation.decisions.subjects import content_now
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Level, Place
from safetyzone.programme.committee.models import Committee, Office, Seat
from safetyzone.programme.committee.queries import missing, rule_for, seats_of


class CommitteeRefused(ValueError):
    """The sentence says why and what to do; nothing was changed. ``field``: the entry to look at."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def set_up(
    *, place: Place, name: str, mandate: str, quorum: int, by: str, name_en: str = "", since: date | None = None,
    sample: bool = False,
) -> Committee:  # fmt: skip
    """A committee without seats yet. Raises ``CommitteeRefused``."""
    if place.level in (Level.STATION, Level.ZONE):
        raise CommitteeRefused("place", _("A driving committee belongs to a province, a bureau or the whole country."))
    if not name.strip():
        raise CommitteeRefused("name", _("Give the committee its name."))
    if not mandate.strip():
        raise CommitteeRefused("mandate", _("Write down what the committee may decide, and on whose order."))
    if quorum < 1:
        raise CommitteeRefused("quorum", _("At least one seat has to speak."))
    try:
        with transaction.atomic():
            made = Committee.objects.create(
                place=place, name=name.strip(), name_en=name_en.strip(), mandate=mandate.strip(), quorum=quorum,
                since=since or timezone.localdate(), sample=sample or place.sample,
            )  # fmt: skip
            record(action="committee.set_up", subject=f"committee:{made.pk}", by=by, place=place.slug, quorum=quorum)
    except IntegrityError:
        raise CommitteeRefused("name", _("There is a committee of this name already.")) from None
    return made


def give_seat(
    *, committee: Committee, organisation: Organisation, office: str = Office.MEMBER, held_by: str = "", by: str
) -> Seat:
    """A seat for an organisation of the committee's place. Raises ``CommitteeRefused``."""
    if office not in Office.values:
        raise CommitteeRefused("office", _("There is no such office."))
    if not organisation.active or organisation.place_id != committee.place_id:
        raise CommitteeRefused("organisation", _("Only an organisation that works for %(place)s can have a seat.")
                               % {"place": committee.place.name})  # fmt: skip
    with transaction.atomic():
        Committee.objects.select_for_update().get(pk=committee.pk)
        if seats_of(committee).filter(organisation=organisation).exists():
            raise CommitteeRefused("organisation", _("%(name)s has a seat already.") % {"name": organisation})
        if office == Office.CHAIR and seats_of(committee).filter(office=Office.CHAIR).exists():
            raise CommitteeRefused("office", _("The committee has a chair already."))
        seat = Seat.objects.create(
            committee=committee, organisation=organisation, office=office, held_by=held_by.strip(),
            since=timezone.localdate(),
        )  # fmt: skip
        record(action="committee.seat_given", subject=f"committee:{committee.pk}", by=by, organisation=organisation.pk,
               office=str(office))  # fmt: skip
    return seat


def end_seat(*, seat: Seat, by: str) -> None:
    """The seat is no longer held; what it said stays."""
    with transaction.atomic():
        ended = Seat.objects.filter(pk=seat.pk, until=None).update(until=timezone.localdate())
        if ended:
            record(action="committee.seat_ended", subject=f"committee:{seat.committee_id}", by=by,
                   organisation=seat.organisation_id)  # fmt: skip


def ask(
    *, committee: Committee, subject: str, question: str, content: Any, told: Sequence[str] = (), by: str,
    sample: bool = False,
) -> Decision:  # fmt: skip
    """Put a question to the committee. Raises ``CommitteeRefused`` or what ``open_decision`` raises."""
    if not seats_of(committee).exists():
        raise CommitteeRefused("committee", _("The committee has no seats yet; give at least one before you ask it."))
    return open_decision(
        place=committee.place, subject=subject, question=question, content=content, rule=rule_for(committee.place, subject),
        told=told, by=by, sample=sample or committee.sample,
    )  # fmt: skip


def speak(*, seat: Seat, decision: Decision, stance: str, words: str = "", by: str) -> Position:
    """What a seat says. Raises ``CommitteeRefused`` or what ``take_position`` raises."""
    if seat.until is not None or decision.place_id != seat.committee.place_id:
        raise CommitteeRefused("seat", _("This seat does not decide that question."))
    return take_position(decision=decision, organisation=seat.organisation, stance=stance, words=words, by=by)


def close(*, committee: Committee, decision: Decision, by: str) -> Decision:
    """Record the committee's answer. Raises ``NoQuorum`` and what ``close_decision`` raises."""
    if decision.state == "open" and (lacking := missing(committee, decision)):
        raise NoQuorum(" ".join(lacking))
    return close_decision(decision=decision, content=content_now(decision), by=by)
