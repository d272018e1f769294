"""Prepare a round, take approvals, decide it once."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.budgets.models import Ballot, Project, Round, RoundState
from safetyzone.listen.budgets.outcome import outcome_of, purpose
from safetyzone.listen.suggestions.voters.ballots import Voter
from safetyzone.listen.suggestions.voters.refusals import Refused

ANONYMOUS: Final = "anonymous"
FEWEST_PROJECTS: Final = 2


def create_round(
    *, zone: Place, title: str, budget: Decimal, currency: str, opens: date, closes: date, ways: Sequence[str], by: str,
    sample: bool = False,
) -> Round:  # fmt: skip
    """A round in preparation. Raises ``Refused``."""
    if zone.level != Level.ZONE:
        raise Refused("zone", _("A budget is for a zone."))
    if budget <= 0:
        raise Refused("budget", _("The budget must be above zero."))
    if closes < opens:
        raise Refused("days", _("The last day comes before the first."))
    with transaction.atomic():
        made = Round.objects.create(
            zone=zone, title=title, budget=budget, currency=currency, opens=opens, closes=closes, ways=list(ways),
            sample=sample or zone.sample,
        )  # fmt: skip
        record(action="budgets.created", subject=f"round:{made.pk}", by=by, zone=zone.slug, budget=str(budget))
    return made


def add_project(
    *, held: Round, title: str, cost: Decimal, proposer: str, by: str, text: str = "", place: str = ""
) -> Project:  # fmt: skip
    """One more project to vote on. Raises ``Refused``."""
    if cost <= 0:
        raise Refused("cost", _("A project's cost must be above zero."))
    if cost > held.budget:
        asked = {"cost": f"{cost:,.2f}", "budget": f"{held.budget:,.2f}"}
        raise Refused(
            "dear", _("This costs %(cost)s and the whole budget is %(budget)s: it could never be chosen.") % asked
        )
    with transaction.atomic():
        _locked(held, RoundState.DRAFT, _("Projects can be changed only before voting begins."))
        if held.projects.filter(title__iexact=title).exists():
            raise Refused("twice", _("There is a project of this name already."))
        last = held.projects.order_by("-number").values_list("number", flat=True).first() or 0
        made = Project.objects.create(
            round=held, number=last + 1, title=title, text=text, cost=cost, proposer=proposer, place=place
        )
        record(action="budgets.project_added", subject=f"project:{made.pk}", by=by, cost=str(cost))
    return made


def remove_project(*, project: Project, by: str) -> None:
    """Take a project out before voting begins."""
    with transaction.atomic():
        _locked(project.round, RoundState.DRAFT, _("Projects can be changed only before voting begins."))
        record(action="budgets.project_removed", subject=f"project:{project.pk}", by=by)
        project.delete()


def open_round(*, held: Round, by: str) -> None:
    """Take votes between the first and the last day."""
    with transaction.atomic():
        _locked(held, RoundState.DRAFT, _("Only a round in preparation can be opened."))
        if held.projects.count() < FEWEST_PROJECTS:
            raise Refused("projects", _("There must be at least two projects to choose from."))
        _turn(held, RoundState.OPEN)
        record(action="budgets.opened", subject=f"round:{held.pk}", by=by)


def close_round(*, held: Round, by: str) -> None:
    """No more votes."""
    with transaction.atomic():
        _locked(held, RoundState.OPEN, _("Only an open round can be closed."))
        _turn(held, RoundState.CLOSED)
        record(action="budgets.closed", subject=f"round:{held.pk}", by=by)


def approve(*, held: Round, voter: Voter, numbers: Iterable[int], by: str = ANONYMOUS) -> None:
    """Put this voter's approvals in the place of any earlier ones. The event says neither who nor what."""
    chosen = sorted(set(numbers))
    with transaction.atomic():
        # Waits for somebody who is closing the round, so that no vote arrives after the count.
        current = Round.objects.select_for_update().get(pk=held.pk)
        if not current.open:
            raise Refused("closed", _("Voting has ended."))
        if set(chosen) - set(current.projects.values_list("number", flat=True)):
            raise Refused("project", _("There is no such project."))
        ballot = voter.ballot(purpose(held))
        if Ballot.objects.filter(round=held, ballot=ballot, approves=chosen).exists():
            return
        Ballot.objects.bulk_create(
            [Ballot(round=held, ballot=ballot, approves=chosen)],
            update_conflicts=True, unique_fields=["round", "ballot"], update_fields=["approves"],
        )  # fmt: skip
        record(action="budgets.voted", subject=f"round:{held.pk}", by=by)


def decide_round(*, held: Round, by: str) -> Round:
    """Compute what the money buys, once. Whoever comes second gets the same decision. Raises ``Refused``."""
    held.refresh_from_db()
    if held.state == RoundState.DECIDED:
        return held
    if held.state != RoundState.CLOSED:
        raise Refused("open", _("Close the voting first; then it can be decided."))
    run = outcome_of(held, by=by)  # the ballots cannot change any more, so this needs no lock
    if run is None:
        raise Refused("nobody", _("Nobody has voted, so there is nothing to decide."))
    with transaction.atomic():
        current = Round.objects.select_for_update().get(pk=held.pk)
        if current.state != RoundState.DECIDED:
            current.run, current.decided_at, current.state = run, timezone.now(), RoundState.DECIDED
            current.save(update_fields=["run", "decided_at", "state"])
            record(action="budgets.decided", subject=f"round:{held.pk}", by=by, run=run.key)
    held.refresh_from_db()
    return held


def _locked(held: Round, needed: RoundState, otherwise: str) -> None:
    """Hold the round's row, and refuse unless it is as needed."""
    held.state = Round.objects.select_for_update().get(pk=held.pk).state
    if held.state != needed:
        raise Refused("state", otherwise)


def _turn(held: Round, state: RoundState) -> None:
    held.state = state
    held.save(update_fields=["state"])
