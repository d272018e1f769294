"""The effect of a finished plan as a run, against the comparison that was fixed before it started."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.results.compute import inputs_of
from safetyzone.measure.effects import incidents, polls
from safetyzone.measure.effects.gathering import figure_of, material_of, months_of, places_of, waves_of
from safetyzone.measure.effects.study import study
from safetyzone.plan.problems.models import Evaluation, Outcome, Plan, PlanState

METHOD: Final = "effects"
SCHEMA: Final = "effects/2"


class NotFinished(ValueError):
    """Only a finished plan with a fixed evaluation is judged."""


def effect_of(plan: Plan, *, by: str) -> Run:
    """The stored run of now, or a new one. Raises ``NotFinished``."""
    evaluation = Evaluation.objects.filter(plan=plan).select_related("treated").first()
    if plan.state != PlanState.FINISHED or evaluation is None:
        raise NotFinished(f"plan {plan.pk} is not finished or was never given an evaluation")
    if evaluation.outcome == Outcome.INCIDENTS:
        return _of_incidents(plan, evaluation, by)
    return _of_polls(plan, evaluation, by)


def _of_incidents(plan: Plan, evaluation: Evaluation, by: str) -> Run:
    places = places_of(evaluation)
    runs = months_of(evaluation, places, by=by)
    return computed(
        method=METHOD, place=plan.zone, inputs=_digest([run.key for of_role in runs.values() for run in of_role]),
        parameters=_parameters(plan, evaluation, places), seed=incidents.SEED,
        compute=lambda: _whole(plan, evaluation, _judged(material_of(evaluation, runs))), by=by,
    )  # fmt: skip


def _judged(material: incidents.Material) -> dict[str, Any]:
    return {**incidents.judge(material), "study": study(material)}


def _of_polls(plan: Plan, evaluation: Evaluation, by: str) -> Run:
    places = places_of(evaluation)
    waves = {zone.pk: waves_of(evaluation, zone) for zone in [*places["treated"], *places["controls"]]}
    known = [wave for pair in waves.values() for wave in pair if wave is not None]

    def asked(zone: Place) -> polls.Asked:
        pair = waves[zone.pk]
        figures = [figure_of(wave, evaluation.outcome, by=by) if wave else None for wave in pair]
        return polls.Asked(zone.slug, figures[0], figures[1], (_pk(pair[0]), _pk(pair[1])))

    return computed(
        method=METHOD, place=plan.zone, inputs=_digest([[wave.pk, inputs_of(wave)] for wave in known]),
        parameters=_parameters(plan, evaluation, places), seed=0,
        compute=lambda: _whole(plan, evaluation, polls.judge(
            asked(evaluation.treated), [asked(zone) for zone in places["controls"]],
            less_is_better=evaluation.outcome == Outcome.FEAR, compared=bool(places["controls"]),
        )), by=by,
    )  # fmt: skip


def _pk(row: Any) -> int | None:
    return None if row is None else int(row.pk)


def _digest(stated: Sequence[Any]) -> str:
    return hashlib.sha256(canonical(list(stated))).hexdigest()


def _parameters(plan: Plan, evaluation: Evaluation, places: dict[str, list[Place]]) -> dict[str, Any]:
    periods = ("before_from", "before_to", "after_from", "after_to")
    return {
        "schema": SCHEMA, "plan": plan.pk, "outcome": evaluation.outcome, "group": evaluation.group,
        **{role: [zone.slug for zone in zones] for role, zones in places.items()},
        **{name: getattr(evaluation, name).isoformat() for name in periods},
    }  # fmt: skip


def _whole(plan: Plan, evaluation: Evaluation, found: dict[str, Any]) -> dict[str, Any]:
    return {
        "schema": SCHEMA, "plan": plan.pk, "outcome": evaluation.outcome, "group": evaluation.group,
        "no_comparison": evaluation.no_comparison, "looked_back": evaluation.looked_back,
        "sample": plan.sample or plan.zone.sample, **found,
    }  # fmt: skip


def effects_of(plan: Plan) -> Run | None:
    """The newest stored effect of a plan; nothing is computed."""
    return stored_effects([plan]).get(plan.pk)


def stored_effects(plans: Sequence[Plan]) -> dict[int, Run]:
    """By plan, the newest stored effect; one query."""
    wanted = {plan.pk for plan in plans}
    runs = Run.objects.filter(method=METHOD, place__in={plan.zone_id for plan in plans}).order_by("computed_at", "pk")
    return {number: run for run in runs if (number := run.parameters["plan"]) in wanted}


def finished_plans(zone: Place) -> list[Plan]:
    """The zone's finished plans, the latest first."""
    found = Plan.objects.filter(zone=zone, state=PlanState.FINISHED).select_related("zone", "owner", "evaluation")
    return list(found.order_by("-ended_on", "-pk"))
