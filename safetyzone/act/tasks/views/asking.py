"""The form for asking: what it starts with, and how its answers become a task."""

from typing import Any, Final

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from safetyzone.act.tasks.actions.asking import ask_task
from safetyzone.act.tasks.forms import Ask
from safetyzone.act.tasks.models import Task
from safetyzone.foundation.media.actions import keep_picture
from safetyzone.foundation.media.pictures import BadPicture
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.models import State as StatementState
from safetyzone.listen.suggestions.models import Statement
from safetyzone.listen.suggestions.voters.refusals import Refused
from safetyzone.listen.walks.models import PointState, RiskPoint
from safetyzone.plan.problems.models import PlannedMeasure, PlanState, Problem, ProblemState
from safetyzone.plan.problems.queries import measures_catalogue

LONGEST_NUMBER: Final = 12


def answerable(zone: Place) -> dict[str, QuerySet[Any]]:
    """What a task of the zone can answer, by the form's field."""
    over = [ProblemState.SOLVED, ProblemState.DROPPED]
    ended = [PlanState.FINISHED, PlanState.DROPPED]
    return {
        "planned_measure": PlannedMeasure.objects.filter(plan__zone=zone).exclude(plan__state__in=ended)
        .select_related("plan", "problem", "organisation"),
        "problem": Problem.objects.filter(zone=zone).exclude(state__in=over),
        "statement": Statement.objects.filter(conversation__zone=zone, state=StatementState.SHOWN),
        "risk_point": RiskPoint.objects.filter(zone=zone, state=PointState.OPEN),
    }  # fmt: skip


def starting(request: HttpRequest, zone: Place, **known: Any) -> Ask:
    """With what is known, and what the page before it was about: ``?statement=``, ``?problem=``, ``?planned_measure=`` …"""
    sources = answerable(zone)
    names = {measure.code: measure.name for measure in measures_catalogue(zone.pack).values()}
    initial: dict[str, Any] = dict(known)
    for name in ("organisation", *sources):
        given = request.GET.get(name, "")[:LONGEST_NUMBER]
        if given.isdecimal():
            initial[name] = given
    for name, rows in sources.items():
        if name in initial and (row := rows.filter(pk=initial[name]).first()):
            initial = words_of(row, names) | initial
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return Ask(*sent, initial=initial, organisations=organisations_of(zone), sources=sources, measures=names)


def words_of(row: Model, measures: dict[str, str]) -> dict[str, Any]:
    """What the form can take from the page before it."""
    if isinstance(row, PlannedMeasure):
        return {
            "title": measures.get(row.measure, row.measure), "words": row.dose, "organisation": row.organisation_id,
            "payer": row.payer_id, "estimate": row.cost or None, "effort": row.effort, "problem": row.problem_id,
        }  # fmt: skip
    if isinstance(row, RiskPoint):
        return {
            "title": str(row)[:120],
            "words": row.words,
            "where": row.place_words[:200],
            "organisation": row.owner_id,
        }
    return {"title": str(row)[:120]}


def ask_with(form: Ask, zone: Place, *, by: str) -> Task | None:
    """The task; None with the form saying what is wrong."""
    told: dict[str, Any] = dict(form.cleaned_data)
    photo = told.pop("photo")
    try:
        before = keep_picture(place=zone, raw=photo, purpose="task", by=by) if photo else None
        return ask_task(zone=zone, by=by, before=before, **told)
    except BadPicture as problem:
        form.add_error("photo", str(problem))
    except Refused as refused:
        form.add_error(refused.code if refused.code in form.fields else None, str(refused))
    return None
