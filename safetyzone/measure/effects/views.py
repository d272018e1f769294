"""What came of finished plans."""

import csv
import io
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safetyzone.foundation.access.queries import permissions_held
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.effects import charts, shown
from safetyzone.measure.effects.compute import NotFinished, effect_of, stored_effects
from safetyzone.plan.problems.models import Outcome, Plan, PlanState
from safetyzone.plan.problems.queries import plan_or_404, plans_visible

PER_PAGE: Final = 25


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The finished plans of the reader's zones, in the order of the zones; nothing is computed."""
    if Permission.VIEW_ZONE not in permissions_held(request.user):
        raise Http404
    plans = (
        plans_visible(request, Permission.VIEW_ZONE)
        .filter(state=PlanState.FINISHED)
        .order_by("zone__path", "-ended_on")
    )
    page = Paginator(plans, PER_PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    runs = stored_effects(listed)
    rows = [(plan, shown.STATUS[runs[plan.pk].result["status"]] if plan.pk in runs else None) for plan in listed]
    return render(request, "effects/overview.html", {"page": page, "rows": rows})


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One finished plan: the sentence, the months, every method."""
    held = plan_or_404(request, pk, Permission.VIEW_ZONE)
    run = _run_or_404(request, held)
    result = run.result
    spec = charts.months(result, held.zone.name) if result["outcome"] == Outcome.INCIDENTS else None
    study = result.get("study")  # only where incidents are counted
    context = {
        "plan": held, "zone": held.zone, "run": run, "result": result, "told": shown.told(run), "spec": spec,
        "methods": shown.methods(result), "months": _months(result), "names": shown.zone_names(result),
        "sample": result["sample"], "what": shown.what(run), "study": study, "study_spec": charts.quarters(study),
        "study_words": shown.moved_alike(study),
        "crumbs": [(_("Did it work?"), reverse("effects:overview")), (held.title, "")],
    }  # fmt: skip
    return render(request, "effects/plan.html", context)


def _run_or_404(request: HttpRequest, held: Plan) -> Run:
    try:
        return effect_of(held, by=f"user:{request.user.pk}")
    except NotFinished as problem:
        raise Http404("not finished") from problem


def _months(result: dict[str, Any]) -> list[tuple[str, int, int, bool]]:
    """Month, count here, count in the comparison, whether it lies after."""
    if "series" not in result or not result["control"]["zones"]:
        return []
    before, after = result["months"]["before"], result["months"]["after"]
    rows = zip([*before, *after], result["series"]["treated"], result["series"]["control"], strict=True)
    return [(name, here, there, name in after) for name, here, there in rows]


@require_safe
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """The months and the methods as CSV, each row with the run's name."""
    held = plan_or_404(request, pk, Permission.VIEW_ZONE)
    run = _run_or_404(request, held)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["row", "name", "here", "comparison", "low", "high", "p", "run"])
    for name, here, there, after in _months(run.result):
        writer.writerow(["after" if after else "before", name, here, there, "", "", "", run.key])
    effect = run.result["effect"]
    if effect:
        ends = [effect["low"], effect["high"], effect.get("p", "")]
        writer.writerow(["effect", run.result["status"], effect["value"], "", *ends, run.key])
    for row in run.result.get("methods", ()):
        writer.writerow(["method", row["code"], row["value"], row["unit"], row["low"], row["high"], row["p"], run.key])
    for row in (run.result.get("study") or {}).get("quarters", ()):
        ends = [row["low"], row["high"], row["p"]]
        writer.writerow(["quarter", f"{row['from']}/{row['to']}", row["ratio"], "ratio", *ends, run.key])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="effect-{held.pk}.csv"'
    return answer
