"""Begin a zone with what an evaluated one did: problems, measures and the questionnaire as drafts; none of its records."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.partners.actions import PartnerRefused, ensure_police
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import station_of
from safetyzone.listen.polls.actions.waves import create_wave
from safetyzone.listen.polls.models import Wave
from safetyzone.plan.problems.actions.plans import add_measure, make_plan
from safetyzone.plan.problems.actions.problems import name_problem
from safetyzone.plan.problems.models import Plan, PlanState, Problem
from safetyzone.plan.problems.queries import plans_of
from safetyzone.plan.problems.refusals import Refused
from safetyzone.programme.rollout.models import StageCode, ZoneStage

GOOD: Final = (StageCode.EVALUATED, StageCode.SUSTAINED)
LONGEST_TITLE: Final = 160


class TemplateRefused(ValueError):
    """The sentence says why; nothing was changed."""


@dataclass(frozen=True)
class Copied:
    """How much was taken over."""

    problems: int
    measures: int
    poll: bool


def start_from(*, zone: Place, template: Place, by: str) -> Copied:
    """Draft a plan and a poll for ``zone`` like those of ``template``. Raises ``TemplateRefused``."""
    plan = _finished_plan(template)
    try:
        with transaction.atomic():
            held = _beginner(zone, template)
            owner = _police(zone, by)
            made = make_plan(
                zone=zone, title=_fit(_("Like %(name)s: %(title)s") % {"name": template.name, "title": plan.title}),
                starts=timezone.localdate() + timedelta(days=30), owner=owner, by=by, sample=held.sample,
                ends=timezone.localdate() + timedelta(days=30) + (plan.ends - plan.starts),
            )  # fmt: skip
            problems, measures = _copy_measures(plan, made, owner, by)
            poll = _copy_poll(zone, template, by)
            held.template = template
            held.save(update_fields=["template"])
            record(action="rollout.template_used", subject=f"zone:{zone.slug}", by=by, template=template.slug,
                   plan=made.pk, problems=problems, measures=measures)  # fmt: skip
    except (Refused, PartnerRefused) as refused:
        raise TemplateRefused(str(refused)) from refused
    return Copied(problems, measures, poll)


def _finished_plan(template: Place) -> Plan:
    stage = ZoneStage.objects.filter(zone=template, stage__in=GOOD).exists()
    plan = plans_of(template).filter(state=PlanState.FINISHED).order_by("-ended_on", "-pk").first()
    if not stage or plan is None:
        raise TemplateRefused(_("Only a zone whose finished plan has been evaluated can be a template."))
    return plan


def _beginner(zone: Place, template: Place) -> ZoneStage:
    held = ZoneStage.objects.select_for_update().filter(zone=zone).first()
    if held is None:
        raise TemplateRefused(_("%(zone)s takes no part in the roll-out yet.") % {"zone": zone.name})
    if zone.pk == template.pk or zone.pack != template.pack:
        raise TemplateRefused(_("Choose another zone of this area as the template."))
    if held.template_id is not None:
        raise TemplateRefused(_("This zone has begun from a template already. Nothing was changed."))
    return held


def _police(zone: Place, by: str) -> Organisation:
    station = station_of(zone)
    assert station is not None
    return ensure_police(station=station, by=by)


def _copy_measures(plan: Plan, made: Plan, owner: Organisation, by: str) -> tuple[int, int]:
    """Problems by their title and the measures against them. Whoever did it there is somebody else here: the same kind of
    partner where there is exactly one, else the police until somebody is asked. Costs are left to be asked anew."""
    problems: dict[int, Problem] = {}
    measures = list(plan.measures.select_related("problem", "organisation"))
    for planned in measures:
        if planned.problem_id not in problems:
            problems[planned.problem_id] = name_problem(
                zone=made.zone, title=planned.problem.title, owner=owner, by=by, sample=made.sample
            )
        add_measure(
            plan=made, problem=problems[planned.problem_id], measure=planned.measure, effort=planned.effort,
            expected_effect=planned.expected_effect, dose=planned.dose, by=by,
            organisation=_counterpart(planned.organisation, made.zone) or owner,
        )  # fmt: skip
    return len(problems), len(measures)


def _counterpart(there: Organisation, zone: Place) -> Organisation | None:
    same = list(organisations_of(zone).filter(kind=there.kind)[:2])
    return same[0] if len(same) == 1 else None


def _copy_poll(zone: Place, template: Place, by: str) -> bool:
    """A poll in preparation with the questionnaire the template was last measured by."""
    asked = Wave.objects.filter(zone=template).exclude(state="draft").select_related("questionnaire").first()
    if asked is None or Wave.objects.filter(zone=zone).exists():
        return False
    opens = timezone.localdate() + timedelta(days=14)
    create_wave(
        zone=zone, questionnaire=asked.questionnaire, title=_("Baseline"), mode=asked.mode, opens=opens,
        closes=opens + timedelta(days=30), by=by,
    )  # fmt: skip
    return True


def _fit(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
