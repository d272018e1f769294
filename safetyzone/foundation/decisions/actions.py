"""Put a question, take what each organisation says, close it once."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import keyed_digest, record
from safetyzone.foundation.decisions.models import Decision, DecisionState, Position, Stance
from safetyzone.foundation.decisions.queries import digest_of, standing
from safetyzone.foundation.decisions.rules import DEFAULT, UnknownRule, rule_of
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.screen import screen


class DecisionRefused(ValueError):
    """The sentence says why and what to do."""


class AlreadyOpen(DecisionRefused):
    """The same thing is being asked already."""


class AlreadyDecided(DecisionRefused):
    """Somebody else closed it before; nothing was changed."""


class NoQuorum(DecisionRefused):
    """Too few have spoken, or too few agree; the decision stays open."""


class Blocked(DecisionRefused):
    """An organisation blocks; that is recorded as the outcome."""


class Stale(DecisionRefused):
    """What was asked about has changed since; that is recorded as the outcome."""


def open_decision(
    *, place: Place, subject: str, question: str, content: Any, rule: str = DEFAULT, told: Sequence[str] = (), by: str,
    sample: bool = False,
) -> Decision:  # fmt: skip
    """Ask the organisations of ``place`` about exactly ``content`` (JSON); ``told``: the same in sentences.

    Raises ``AlreadyOpen``, ``DecisionRefused``.
    """
    if not question.strip():
        raise DecisionRefused(_("Write the question the organisations are asked."))
    try:
        code = rule_of(place.pack, rule).code
    except UnknownRule as unknown:
        raise DecisionRefused(str(unknown)) from unknown
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=place.pk)  # so that two askers ask once
        if Decision.objects.filter(subject=subject, state=DecisionState.OPEN).exists():
            raise AlreadyOpen(_("The organisations are being asked about this already; close or withdraw that first."))
        made = Decision.objects.create(
            place=place, subject=subject, question=question.strip(), content=content, content_digest=digest_of(content),
            told=list(told), rule=code, opened_by=by, sample=sample or place.sample,
        )  # fmt: skip
        record(action="decisions.opened", subject=f"decision:{made.pk}", by=by, about=subject, rule=code,
               content=made.content_digest)  # fmt: skip
    return made


def take_position(
    *, decision: Decision, organisation: Organisation, stance: str, words: str = "", by: str, themselves: bool = False
) -> Position:
    """What an organisation says, in the place of what it said before; what belongs to a person is hidden in its words.

    Raises ``AlreadyDecided``, ``DecisionRefused``.
    """
    if stance not in Stance.values:
        raise DecisionRefused(_("Choose: agrees, stands aside or blocks."))
    if stance == Stance.BLOCK and not words.strip():
        raise DecisionRefused(_("Whoever blocks says why: write the reason down."))
    with transaction.atomic():
        current = _open(decision)
        if not organisations_of(current.place).filter(pk=organisation.pk).exists():
            raise DecisionRefused(
                _("%(name)s does not take part in %(place)s.") % {"name": organisation, "place": current.place.name}
            )
        before = Position.objects.filter(decision=current, organisation=organisation).first()
        made, _new = Position.objects.update_or_create(
            decision=current, organisation=organisation,
            defaults={"stance": stance, "words": screen(words.strip()).text, "entered_at": timezone.now(), "entered_by": by,
                      "themselves": themselves},
        )  # fmt: skip
        record(action="decisions.position_taken", subject=f"decision:{current.pk}", by=by, organisation=organisation.pk,
               stance=stance, before=before.stance if before else None, themselves=themselves,
               words=keyed_digest(made.words) if made.words else None)  # fmt: skip
    return made


def close_decision(*, decision: Decision, content: Any, by: str) -> Decision:
    """Record what came of it; ``content`` is what the thing asked about holds now. Returns it agreed.

    Raises ``NoQuorum`` and ``AlreadyDecided`` with nothing changed; ``Blocked`` and ``Stale`` after that outcome was
    stored, so do not call this inside a transaction of your own.
    """
    with transaction.atomic():
        current = _open(decision)
        now = standing(current)
        state = DecisionState.AGREED
        if digest_of(content) != current.content_digest:
            state = DecisionState.STALE
        elif now.missing:
            raise NoQuorum(" ".join(now.missing))
        elif now.blocked:
            state = DecisionState.BLOCKED
        _end(current, state, by)
        record(action="decisions.closed", subject=f"decision:{current.pk}", by=by, about=current.subject, state=str(state),
               content=current.content_digest, agree=now.agree, stand_aside=now.stand_aside, block=now.block)  # fmt: skip
    if state == DecisionState.STALE:
        raise Stale(_("What was asked about has changed since it was asked. Ask again about how it is now."))
    if state == DecisionState.BLOCKED:
        raise Blocked(_("An organisation blocks this. Talk about its reasons, change what is asked, and ask again."))
    return current


def withdraw_decision(*, decision: Decision, by: str) -> Decision:
    """Nobody is asked any more; what was said stays on record. Raises ``AlreadyDecided``."""
    with transaction.atomic():
        current = _open(decision)
        _end(current, DecisionState.WITHDRAWN, by)
        record(action="decisions.withdrawn", subject=f"decision:{current.pk}", by=by, about=current.subject)
    return current


def _open(decision: Decision) -> Decision:
    """The row, held, as it is now; refused once it is closed."""
    current = Decision.objects.select_for_update().select_related("place").get(pk=decision.pk)
    if current.state != DecisionState.OPEN:
        raise AlreadyDecided(
            _("This was closed already: %(state)s. Nothing was changed.") % {"state": current.get_state_display()}
        )
    return current


def _end(decision: Decision, state: DecisionState, by: str) -> None:
    decision.state, decision.closed_at, decision.closed_by = state, timezone.now(), by
    decision.save(update_fields=["state", "closed_at", "closed_by"])
