"""Name a problem, say why it is believed, set a goal, end it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.suggestions.models import State, Statement
from safetyzone.listen.walks.models import RiskPoint
from safetyzone.plan.problems.models import Evidence, EvidenceKind, GoalMeasure, Problem, ProblemState
from safetyzone.plan.problems.models.problem import LINK_OF
from safetyzone.plan.problems.refusals import Refused

FIELDS: Final = (
    "title", "place_words", "harm", "causes", "goal_words", "goal_measure", "goal_value", "goal_by", "owner",
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """One piece of evidence: exactly one of run, wave, statement and risk point, or words alone. ``cell``: of a run."""

    run: Run | None = None
    wave: Wave | None = None
    statement: Statement | None = None
    risk_point: RiskPoint | None = None
    cell: int | None = None
    words: str = ""

    @property
    def kind(self) -> str:
        given = [kind for kind, name in LINK_OF.items() if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError("evidence links to one thing")
        return given[0] if given else EvidenceKind.WORDS


def name_problem(
    *, zone: Place, title: str, cell: int | None = None, evidence: Iterable[Link] = (), by: str, sample: bool = False,
    **fields: Any,
) -> Problem:  # fmt: skip
    """A problem with its first evidence, in one step. ``fields``: of ``FIELDS``. Raises ``Refused``."""
    if zone.level != Level.ZONE:
        raise Refused("zone", _("A problem belongs to a zone."))
    made = Problem(zone=zone, cell=cell, sample=sample or zone.sample)
    _fill(made, {"title": title, **fields})
    with transaction.atomic():
        made.save()
        links = [_stored(made, link) for link in evidence]
        record(action="problems.named", subject=f"problem:{made.pk}", by=by, zone=zone.slug, evidence=len(links))
    return made


def change_problem(*, problem: Problem, by: str, **fields: Any) -> Problem:
    """Say more about it: place, harm, causes, goal, owner. Raises ``Refused``."""
    with transaction.atomic():
        current = _going_on(problem)
        before = {name: getattr(current, name) for name in FIELDS}
        _fill(current, fields)
        changed = sorted(name for name in FIELDS if getattr(current, name) != before[name])
        if changed:
            current.save(update_fields=changed)
            record(action="problems.changed", subject=f"problem:{current.pk}", by=by, fields=changed)
    return current


def add_evidence(*, problem: Problem, link: Link, by: str) -> Evidence:
    """One more reason to believe it. The same thing is linked once. Raises ``Refused``."""
    with transaction.atomic():
        current = _going_on(problem)
        made = _stored(current, link)
        record(action="problems.evidence_added", subject=f"problem:{current.pk}", by=by, kind=made.kind)
    return made


def remove_evidence(*, evidence: Evidence, by: str) -> None:
    """The link was a mistake; the thing itself stays where it is. Raises ``Refused``."""
    with transaction.atomic():
        current = _going_on(evidence.problem)
        record(action="problems.evidence_removed", subject=f"problem:{current.pk}", by=by, kind=evidence.kind)
        evidence.delete()


def solve_problem(*, problem: Problem, words: str, by: str) -> Problem:
    """The goal was checked and is reached; ``words`` say how that is known. Raises ``Refused``."""
    return _ended(problem, ProblemState.SOLVED, words, _("Write how it is known that the goal is reached."), by)


def drop_problem(*, problem: Problem, words: str, by: str) -> Problem:
    """It is not pursued; ``words`` say why. Raises ``Refused``."""
    return _ended(problem, ProblemState.DROPPED, words, _("Write why it is not pursued."), by)


def _ended(problem: Problem, state: ProblemState, words: str, missing: str, by: str) -> Problem:
    if not words.strip():
        raise Refused("words", missing)
    with transaction.atomic():
        current = _going_on(problem)
        current.state, current.ended_words = state, words.strip()
        current.save(update_fields=["state", "ended_words"])
        record(action=f"problems.{state}", subject=f"problem:{current.pk}", by=by)
    return current


def _going_on(problem: Problem) -> Problem:
    """The row, held, as it is now; refused once it has ended."""
    current = Problem.objects.select_for_update().get(pk=problem.pk)
    if not current.is_open:
        raise Refused("", _("This problem has ended: %(state)s. Nothing was changed.") % {
            "state": current.get_state_display()})  # fmt: skip
    return current


def _fill(problem: Problem, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"a problem has no field {name} to be set")
        setattr(problem, name, value.strip() if isinstance(value, str) else value)
    if not problem.title:
        raise Refused("title", _("Say in one line what the problem is."))
    if problem.goal_measure not in GoalMeasure.values:
        raise Refused("goal_measure", _("Choose what the goal is checked with."))
    if problem.goal_value is not None and problem.goal_value < 0:
        raise Refused("goal_value", _("A goal cannot be below zero."))
    if problem.goal_by is not None and "goal_by" in fields and problem.goal_by < _today():
        raise Refused("goal_by", _("The day of the goal is over. Choose a later day."))
    _works_here(problem.owner, problem.zone)


def _today() -> date:
    return timezone.localdate()


def _works_here(organisation: Organisation | None, zone: Place) -> None:
    if organisation is not None and not organisations_of(zone).filter(pk=organisation.pk).exists():
        raise Refused("owner", _("%(name)s does not work in this zone.") % {"name": organisation})


def _stored(problem: Problem, link: Link) -> Evidence:
    """The link's row. What lies in another zone is no evidence here."""
    kind = link.kind
    if kind == EvidenceKind.WORDS and not link.words.strip():
        raise Refused("words", _("Write what is known, or link to a figure, a suggestion or a risk point."))
    where = {
        EvidenceKind.RUN: link.run and link.run.place_id, EvidenceKind.POLL: link.wave and link.wave.zone_id,
        EvidenceKind.STATEMENT: link.statement and link.statement.conversation.zone_id,
        EvidenceKind.RISK_POINT: link.risk_point and link.risk_point.zone_id,
    }.get(EvidenceKind(kind), problem.zone_id)  # fmt: skip
    if where != problem.zone_id:
        raise Refused("link", _("This belongs to another zone, so it is no evidence here."))
    if link.statement is not None and link.statement.state != State.SHOWN:
        raise Refused("link", _("Only a suggestion that everybody may read can be evidence."))
    stated: dict[str, Any] = {
        "problem": problem, "run": link.run, "wave": link.wave, "statement": link.statement,
        "risk_point": link.risk_point, "cell": link.cell, "words": link.words.strip(),
    }  # fmt: skip
    # The problem's row is held, so nobody links the same between the question and the answer.
    if Evidence.objects.filter(**stated).exists():
        raise Refused("link", _("This is linked already."))
    return Evidence.objects.create(kind=kind, **stated)
