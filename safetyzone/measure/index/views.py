"""The index of a zone, zones side by side, and the marks it is made with."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import may, permissions_held, place_or_404, places_visible
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.pages.area import area
from safetyzone.foundation.pages.templatetags.figures import number
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import zones_of
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.index import comparison, export, forms, queries, shown
from safetyzone.measure.index.actions import Refused, change_weighting, enter_indicator, enter_sheet
from safetyzone.measure.index.changes import changes, run_before
from safetyzone.measure.index.compute import index_of_zone
from safetyzone.measure.index.definitions import hierarchy
from safetyzone.measure.index.reading import COLUMNS, MOST_BYTES, WrongFile, read_indicators
from safetyzone.measure.index.units import amount, unit_name
from safetyzone.measure.index.weighting import InForce, in_force, seen_mark, versions_of

PER_PAGE: Final = 25
ROWS: Final = 100
LINES: Final = 20  # of what is wrong in a file


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


def _held(place: Place) -> InForce:
    found = in_force(place)
    if found is None:
        raise Http404("the area pack states no index")
    return found


def _crumbs(place: Place, *more: tuple[str, str]) -> list[tuple[str, str]]:
    name = "index:zone" if place.level == Level.ZONE else "index:place"
    return [(_("Local index"), reverse("index:overview")), (place.name, reverse(name, args=[place.slug])), *more]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the index is made of, and the reader's zones."""
    if Permission.VIEW_ZONE not in permissions_held(request.user):
        raise Http404
    zones = places_visible(request.user, Permission.VIEW_ZONE).filter(level=Level.ZONE, withdrawn=False)
    page = Paginator(zones.defer("boundary").select_related("parent"), PER_PAGE).get_page(request.GET.get("page"))
    above = places_visible(request.user, Permission.VIEW_BOARD).filter(
        level__in=(Level.COUNTRY, Level.BUREAU), withdrawn=False
    )
    context = {"page": page, "lines": queries.lines(list(page.object_list)), "above": list(above.defer("boundary")[:30]),
               "hierarchy": hierarchy(area().slug)}  # fmt: skip
    return render(request, "index/overview.html", context)


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """Cards, domains, the whole, and what changed."""
    place = place_or_404(request, Permission.VIEW_ZONE, slug, level=Level.ZONE)
    held, run = _held(place), index_of_zone(place, by=_by(request))
    assert run is not None  # the area states an index
    before = run_before(run)
    found = changes(held.hierarchy, before, run) if before else None
    context = {
        "zone": place, "run": run, "result": run.result, "version": held.version, "before": before, "changes": found,
        "domains": shown.page(held.hierarchy, run.result), "among": queries.among(place),
        "change_lines": shown.change_lines(held.hierarchy, found) if found else [],
        "missing": shown.missing_names(held.hierarchy, run.result["missing_domains"]),
        "may_edit": may(request.user, Permission.EDIT_INDEX, place), "sample": run.result["sample"],
        "crumbs": [(_("Local index"), reverse("index:overview")), (place.name, "")],
    }  # fmt: skip
    return render(request, "index/zone.html", context)


@require_safe
def zone_numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """The same numbers as CSV."""
    place = place_or_404(request, Permission.VIEW_ZONE, slug, level=Level.ZONE)
    held, run = _held(place), index_of_zone(place, by=_by(request))
    assert run is not None
    of = {each.code: domain.code for domain in held.hierarchy.domains for each in domain.indicators}
    return _csv(export.zone_csv(run, of), f"index-{place.slug}")


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Type an indicator in."""
    place = place_or_404(request, Permission.EDIT_INDEX, slug, level=Level.ZONE)
    held = _held(place)
    first = {"indicator": request.GET.get("indicator")} if request.GET.get("indicator") else {}
    form = forms.IndicatorForm(request.POST or None, hierarchy=held.hierarchy, initial=first)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "n": form.cleaned_data["n"], "se": form.cleaned_data["se"]}
        try:
            enter_indicator(zone=place, by=_by(request), **given)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("The value was entered."))
            return redirect("index:zone", place.slug)
    context = {"form": form, "zone": place, "crumbs": _crumbs(place, (_("Enter an indicator"), "")),
               "entered": _entered(place, held)}  # fmt: skip
    return render(request, "index/enter.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a file of indicators in, of many zones at once: all lines or none."""
    found = place_or_404(request, Permission.EDIT_INDEX, slug)
    held = _held(found)
    wrong: list[str] = []
    if request.method == "POST":
        try:
            given = request.FILES.get("file")
            if given is None:
                raise WrongFile([_("Choose a file.")])
            many = enter_sheet(place=found, sheet=read_indicators(given.read(MOST_BYTES + 1)), by=_by(request))
        except WrongFile as refused:
            wrong = refused.lines
        else:
            said = ngettext("%(n)s value was entered.", "%(n)s values were entered.", many)
            messages.success(request, said % {"n": number(many)})
            return redirect("index:upload", slug)
    context = {
        "place": found, "wrong": wrong[:LINES], "more": max(len(wrong) - LINES, 0), "columns": COLUMNS,
        "indicators": [(each.code, each.name, each.unit, unit_name(each.unit)) for each in held.hierarchy.indicators],
        "crumbs": _crumbs(found, (_("Bring indicators in"), "")),
    }  # fmt: skip
    return render(request, "index/upload.html", context, status=422 if wrong else 200)


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """An empty file to fill in: a line for each zone and indicator of the place."""
    found = place_or_404(request, Permission.EDIT_INDEX, slug)
    return _csv(
        export.empty_sheet(list(zones_of(found).defer("boundary")), _held(found).hierarchy), f"indicators-{slug}"
    )


def _entered(place: Place, held: InForce) -> list[dict[str, Any]]:
    rows = queries.entered_of(place)
    known = {each.code: each for each in held.hierarchy.indicators}
    return [
        {"row": row, "name": known[row.indicator].name, "amount": amount(row.value, known[row.indicator].unit)}
        for row in rows if row.indicator in known
    ]  # fmt: skip


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Zones side by side, in the order of the hierarchy, with rank intervals."""
    found = place_or_404(request, Permission.VIEW_BOARD, slug)
    held = _held(found)
    run = comparison.compared(found, by=_by(request))
    assert run is not None
    zones = {zone.slug: zone for zone in zones_of(found).defer("boundary")}
    page = Paginator(run.result["zones"], ROWS).get_page(request.GET.get("page"))
    depends = comparison.newest(found, comparison.SENSITIVITY)
    context = {
        "place": found, "run": run, "result": run.result, "version": held.version, "page": page,
        "rows": [{**row, "zone": zones[row["slug"]]} for row in page.object_list if row["slug"] in zones],
        "apart": [(zones[row["slug"]], shown.missing_names(held.hierarchy, row["missing"]))
                  for row in run.result["apart"][:ROWS] if row["slug"] in zones],
        "depends": shown.factors(depends.result) if depends else [], "depends_run": depends,
        "not_computed": len(zones) - len(run.result["zones"]) - len(run.result["apart"]),
        "may_edit": may(request.user, Permission.EDIT_INDEX, found), "crumbs": _crumbs(found),
        "sample": any(each.sample for each in zones.values()),
    }  # fmt: skip
    return render(request, "index/place.html", context)


@require_safe
def place_numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """The same numbers as CSV."""
    found = place_or_404(request, Permission.VIEW_BOARD, slug)
    _held(found)
    run = comparison.compared(found, by=_by(request))
    assert run is not None
    return _csv(export.place_csv(run), f"index-{found.slug}")


@require_POST
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Compute every zone anew, and what the ranks depend on, by a worker."""
    found = place_or_404(request, Permission.VIEW_BOARD, slug)
    _held(found)
    newest = Run.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    key = f"index:{found.slug}:{newest}"
    enqueue("safetyzone.measure.index.tasks.compare", key=key, place=found.slug, by=_by(request))
    messages.success(request, _("The zones are being computed. Look again in a while."))
    return redirect("index:place", found.slug)


@require_http_methods(["GET", "POST"])
def weights(request: HttpRequest, slug: str) -> HttpResponse:
    """Weights and goalposts at a place, and every version of them."""
    found = place_or_404(request, Permission.EDIT_INDEX, slug)
    held = _held(found)
    form = forms.WeightingForm(
        request.POST or None, hierarchy=held.hierarchy, initial={"seen": seen_mark(held)}, auto_id="m-%s"
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_weighting(
                place=found, weights=form.weights, goalposts=form.goalposts, reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"], by=_by(request),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("The new weights and goalposts hold from now on."))
            return redirect("index:weights", found.slug)
    versions = versions_of(found)
    context = {
        "form": form, "place": found, "held": held, "versions": versions, "editors": queries.editors(versions),
        "crumbs": _crumbs(found, (_("Weights and goalposts"), "")),
    }  # fmt: skip
    return render(request, "index/weights.html", context, status=422 if form.is_bound else 200)


def _csv(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
