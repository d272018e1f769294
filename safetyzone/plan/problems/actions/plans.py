"""Make a plan, put it to the organisations, begin it, end it. A plan changes only while it is a draft."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.decisions.actions import DecisionRefused, open_decision, withdraw_decision
from safetyzone.foundation.decisions.models import Decision, DecisionState
from safetyzone.foundation.decisions.queries import agreed, decision_about
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Level, Place
from safetyzone.plan.problems.catalogue import measures_catalogue
from safetyzone.plan.problems.content import plan_content, plan_told, subject_of
from safetyzone.plan.problems.models import Effort, Plan, PlannedMeasure, PlanState, Problem, ProblemState
from safetyzone.plan.problems.refusals import Refused

FIELDS: Final = ("title", "words", "owner", "starts", "ends")
BEGUN: Final = (PlanState.ACTING, PlanState.FINISHED)
RULE: Final = "plan"


def make_plan(
    *, zone: Place, title: str, starts: date, ends: date, owner: Organisation | None = None, words: str = "", by: str,
    sample: bool = False,
) -> Plan:  # fmt: skip
    """An empty draft. Raises ``Refused``."""
    if zone.level != Level.ZONE:
        raise Refused("zone", _("A plan belongs to a zone."))
    made = Plan(zone=zone, sample=sample or zone.sample)
    _fill(made, {"title": title, "starts": starts, "ends": ends, "owner": owner, "words": words})
    with transaction.atomic():
        made.save()
        record(action="plans.made", subject=f"plan:{made.pk}", by=by, zone=zone.slug)
    return made


def change_plan(*, plan: Plan, by: str, **fields: Any) -> Plan:
    """Title, words, owner or days of a draft. Raises ``Refused``."""
    with transaction.atomic():
        current = draft_of(plan)
        before = {name: getattr(current, name) for name in FIELDS}
        _fill(current, fields)
        changed = sorted(name for name in FIELDS if getattr(current, name) != before[name])
        if changed:
            current.save(update_fields=changed)
            record(action="plans.changed", subject=f"plan:{current.pk}", by=by, fields=changed)
    return current


def add_measure(
    *, plan: Plan, problem: Problem, measure: str, expected_effect: str, dose: str, organisation: Organisation,
    cost: int = 0, payer: Organisation | None = None, effort: str = "", words: str = "", by: str,
) -> PlannedMeasure:  # fmt: skip
    """A measure of the catalogue against a problem; ``cost`` in whole units of the currency. Raises ``Refused``.

    ``effort``: as the catalogue says where it is left out.
    """
    with transaction.atomic():
        current = draft_of(plan)
        known = measures_catalogue(current.zone.pack).get(measure)
        if known is None:
            raise Refused("measure", _("The area's catalogue has no such measure. Choose one of it."))
        used = effort or known.effort
        problem = Problem.objects.select_for_update().get(pk=problem.pk)  # as it is now
        _sound_measure(current, problem, expected_effect, dose, cost, payer, used)
        for name, who in (("organisation", organisation), ("payer", payer)):
            _works_here(name, who, current.zone)
        made = PlannedMeasure.objects.create(
            plan=current, problem=problem, measure=measure, words=words.strip(), expected_effect=expected_effect.strip(),
            dose=dose.strip(), cost=cost, payer=payer, organisation=organisation, effort=used,
        )  # fmt: skip
        record(action="plans.measure_added", subject=f"plan:{current.pk}", by=by, measure=measure, problem=problem.pk,
               organisation=organisation.pk, cost=cost, effort=used)  # fmt: skip
    return made


def remove_measure(*, planned: PlannedMeasure, by: str) -> None:
    """Taken out of a draft. Raises ``Refused``."""
    with transaction.atomic():
        current = draft_of(planned.plan)
        record(action="plans.measure_removed", subject=f"plan:{current.pk}", by=by, measure=planned.measure,
               problem=planned.problem_id)  # fmt: skip
        planned.delete()


def propose_plan(*, plan: Plan, by: str) -> Decision:
    """Ask the organisations whether they agree to exactly this. Raises ``Refused``: no owner, no measure, no comparison."""
    with transaction.atomic():
        current = draft_of(plan)
        if gaps := gaps_of(current):
            raise Refused("", " ".join(gaps))
        asked = _asked(current, by)
        _turn(current, PlanState.PROPOSED, by, decision=asked.pk)
        _turn_problems(current, ProblemState.OPEN, ProblemState.PLANNED)
    return asked


def _asked(plan: Plan, by: str) -> Decision:
    try:
        return open_decision(
            place=plan.zone, subject=subject_of(plan), content=plan_content(plan), told=plan_told(plan), rule=RULE,
            question=_("Do we agree to the plan “%(title)s”?") % {"title": plan.title}, by=by, sample=plan.sample,
        )  # fmt: skip
    except DecisionRefused as refused:
        raise Refused("", str(refused)) from refused


def gaps_of(plan: Plan) -> list[str]:
    """What a plan still lacks before it can be put to the organisations, in sentences."""
    evaluation = getattr(plan, "evaluation", None)
    lacks = [
        (plan.owner is None, _("Nobody owns the plan yet: choose the organisation that answers for it.")),
        (not plan.measures.exists(), _("The plan has no measure yet: add at least one.")),
        (evaluation is None, _("How the plan will be judged is not fixed yet: choose what it is compared with.")),
        (
            evaluation is not None and (evaluation.before_to >= plan.starts or evaluation.after_from < plan.starts),
            _("The periods of the evaluation do not fit the plan's days any more: fix the evaluation again."),
        ),
    ]  # fmt: skip
    return [sentence for missing, sentence in lacks if missing]


def take_back_plan(*, plan: Plan, by: str) -> Plan:
    """Back to a draft, to be changed and proposed anew; an open question is withdrawn. Raises ``Refused``."""
    with transaction.atomic():
        current = _held(plan)
        if current.state != PlanState.PROPOSED:
            raise _too_late(current)
        asked = decision_about(subject_of(current))
        if asked is not None and asked.state == DecisionState.OPEN:
            withdraw_decision(decision=asked, by=by)
        _turn(current, PlanState.DRAFT, by)
    return current


def start_plan(*, plan: Plan, by: str) -> Plan:
    """Work begins today. Raises ``Refused`` unless the organisations agreed to exactly this."""
    with transaction.atomic():
        current = _held(plan)
        if current.state != PlanState.PROPOSED:
            raise _too_late(current)
        if not agreed(subject_of(current), plan_content(current)):
            raise Refused("", _("The organisations have not agreed to this plan yet."))
        current.began_on = timezone.localdate()
        _turn(current, PlanState.ACTING, by)
        _turn_problems(current, ProblemState.PLANNED, ProblemState.ACTING)
    return current


def finish_plan(*, plan: Plan, words: str = "", by: str) -> Plan:
    """All that was planned is done or handed back; now it is judged as was fixed. Raises ``Refused``."""
    with transaction.atomic():
        current = _held(plan)
        if current.state != PlanState.ACTING:
            raise _too_late(current)
        current.ended_on, current.ended_words = timezone.localdate(), words.strip()
        _turn(current, PlanState.FINISHED, by)
    return current


def drop_plan(*, plan: Plan, words: str, by: str) -> Plan:
    """It is given up; ``words`` say why, for everybody. Raises ``Refused``."""
    if not words.strip():
        raise Refused("words", _("Write why the plan is given up."))
    with transaction.atomic():
        current = _held(plan)
        if current.state in (PlanState.FINISHED, PlanState.DROPPED):
            raise _too_late(current)
        asked = decision_about(subject_of(current))
        if asked is not None and asked.state == DecisionState.OPEN:
            withdraw_decision(decision=asked, by=by)
        current.ended_on, current.ended_words = timezone.localdate(), words.strip()
        _turn(current, PlanState.DROPPED, by)
        for state in (ProblemState.PLANNED, ProblemState.ACTING):
            _turn_problems(current, state, ProblemState.OPEN)
    return current


def draft_of(plan: Plan) -> Plan:
    """The row, held, as it is now; refused unless it is a draft."""
    current = _held(plan)
    if current.state == PlanState.PROPOSED:
        raise Refused("", _("The organisations are being asked about this plan. Take it back first, then change it."))
    if current.state != PlanState.DRAFT:
        raise Refused("", _("This plan is no draft any more: %(state)s. What was fixed before the start stays.") % {
            "state": current.get_state_display()})  # fmt: skip
    return current


def _held(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("zone", "owner").get(pk=plan.pk)


def _too_late(plan: Plan) -> Refused:
    return Refused(
        "", _("This plan stands here now: %(state)s. Nothing was changed.") % {"state": plan.get_state_display()}
    )


def _turn(plan: Plan, state: PlanState, by: str, **payload: Any) -> None:
    before, plan.state = plan.state, state
    plan.save(update_fields=["state", "began_on", "ended_on", "ended_words"])
    record(action=f"plans.{state}", subject=f"plan:{plan.pk}", by=by, before=before, **payload)


def _turn_problems(plan: Plan, before: ProblemState, after: ProblemState) -> None:
    """Problems follow the plan that works on them, unless another plan does too."""
    others = PlannedMeasure.objects.exclude(plan=plan).filter(plan__state__in=[PlanState.PROPOSED, PlanState.ACTING])
    found = Problem.objects.filter(measures__plan=plan, state=before)
    if after == ProblemState.OPEN:
        found = found.exclude(pk__in=others.values("problem"))
    Problem.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(state=after)


def _fill(plan: Plan, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"a plan has no field {name} to be set")
        setattr(plan, name, value.strip() if isinstance(value, str) else value)
    if not plan.title:
        raise Refused("title", _("Give the plan a title."))
    if plan.ends < plan.starts:
        raise Refused("ends", _("The last day comes before the first."))
    _works_here("owner", plan.owner, plan.zone)


def _works_here(field: str, organisation: Organisation | None, zone: Place) -> None:
    if organisation is not None and not organisations_of(zone).filter(pk=organisation.pk).exists():
        raise Refused(field, _("%(name)s does not work in this zone.") % {"name": organisation})


def _sound_measure(
    plan: Plan, problem: Problem, effect: str, dose: str, cost: int, payer: Organisation | None, effort: str
) -> None:
    if problem.zone_id != plan.zone_id:
        raise Refused("problem", _("This problem belongs to another zone."))
    if not problem.is_open:
        raise Refused("problem", _("This problem has ended already. Choose one that is open."))
    if not effect.strip():
        raise Refused("expected_effect", _("Write what is expected to change."))
    if not dose.strip():
        raise Refused("dose", _("Write how much is planned: how many lamps, which hours, how often."))
    if cost < 0:
        raise Refused("cost", _("A cost cannot be below zero."))
    if cost > 0 and payer is None:
        raise Refused("payer", _("Say who pays, or leave the cost at zero."))
    if effort not in Effort.values:
        raise Refused("effort", _("Say whether this is prevention or suppression."))
