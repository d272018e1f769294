"""Exactly what the organisations agree to when they agree to a plan."""

from typing import Any

from django.utils.translation import gettext as _

from safetyzone.foundation.pages.templatetags.figures import day, money
from safetyzone.plan.problems.catalogue import measures_catalogue
from safetyzone.plan.problems.models import Evaluation, Plan


def subject_of(plan: Plan) -> str:
    """Under this name decisions are about the plan."""
    return f"plan:{plan.pk}"


def plan_content(plan: Plan) -> dict[str, Any]:
    """JSON: whatever changes here makes an agreement void."""
    measures = plan.measures.order_by("pk").values(
        "problem_id", "measure", "words", "expected_effect", "dose", "cost", "payer_id", "organisation_id", "effort"
    )
    evaluation = Evaluation.objects.filter(plan=plan).first()
    return {
        "title": plan.title, "words": plan.words, "owner": plan.owner_id, "starts": plan.starts.isoformat(),
        "ends": plan.ends.isoformat(), "measures": [dict(measure) for measure in measures],
        "evaluation": evaluation_content(evaluation) if evaluation else None,
    }  # fmt: skip


def evaluation_content(evaluation: Evaluation) -> dict[str, Any]:
    """JSON: how the plan will be judged, places by their slugs."""
    places = {
        name: sorted(getattr(evaluation, name).values_list("slug", flat=True))
        for name in ("controls", "displaced", "displaced_controls")
    }
    periods = ("before_from", "before_to", "after_from", "after_to")
    return {
        "outcome": evaluation.outcome, "group": evaluation.group, "treated": evaluation.treated.slug, **places,
        "no_comparison": evaluation.no_comparison,
        **{name: getattr(evaluation, name).isoformat() for name in periods},
    }  # fmt: skip


def plan_told(plan: Plan) -> list[str]:
    """The same in sentences, for those who are asked."""
    known = measures_catalogue(plan.zone.pack)
    told = [
        _("%(owner)s answers for the plan, from %(starts)s to %(ends)s.") % {
            "owner": plan.owner, "starts": day(plan.starts), "ends": day(plan.ends)},
    ]  # fmt: skip
    for planned in plan.measures.select_related("problem", "organisation", "payer"):
        measure = known.get(planned.measure)
        told.append(
            _("%(measure)s against “%(problem)s”: %(who)s does %(dose)s.") % {
                "measure": measure.name if measure else planned.measure, "problem": planned.problem,
                "who": planned.organisation, "dose": planned.dose}
        )  # fmt: skip
        if planned.cost:
            told.append(_("It costs %(cost)s; %(payer)s pays.") % {"cost": money(planned.cost), "payer": planned.payer})
    evaluation = Evaluation.objects.filter(plan=plan).first()
    if evaluation is not None:
        told.append(evaluation_told(evaluation))
    return told


def evaluation_told(evaluation: Evaluation) -> str:
    """How the plan will be judged, in one sentence."""
    said = {
        "outcome": evaluation.get_outcome_display(), "before": f"{day(evaluation.before_from)} – {day(evaluation.before_to)}",
        "after": f"{day(evaluation.after_from)} – {day(evaluation.after_to)}",
        "places": ", ".join(place.name for place in evaluation.controls.order_by("path")),
        "why": evaluation.no_comparison,
    }  # fmt: skip
    if evaluation.no_comparison:
        return _(
            "It is judged by %(outcome)s, %(before)s against %(after)s, without a comparison (%(why)s), "
            "so nobody will be able to tell whether the plan worked."
        ) % said  # fmt: skip
    return _("It is judged by %(outcome)s, %(before)s against %(after)s, compared with %(places)s.") % said
