"""The brief on a page, and to take along."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from safetyzone.foundation.access.queries import may, place_or_404, places_visible
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.templatetags.figures import month as month_words
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.runs.models import Run
from safetyzone.publish.briefs.actions import NoBrief, make_brief
from safetyzone.publish.briefs.forms import MonthForm
from safetyzone.publish.briefs.printed import printed
from safetyzone.publish.briefs.queries import brief_of, months_with_briefs
from safetyzone.publish.briefs.sheet import sheet
from safetyzone.publish.briefs.words import told

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    """The zones whose briefs the reader may see."""
    found = places_visible(request.user, Permission.VIEW_ZONE).filter(level=Level.ZONE, withdrawn=False)
    rows = list(found.select_related("parent")[:500])
    if len(rows) == 1:
        return redirect("briefs:zone", slug=rows[0].slug)
    return render(request, "briefs/zones.html", {"zones": rows})


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """A zone's briefs, and the form that makes one."""
    return _zone(request, place_or_404(request, Permission.VIEW_ZONE, slug, Level.ZONE))


def _zone(request: HttpRequest, place: Place, form: MonthForm | None = None) -> HttpResponse:
    context = {
        "zone": place, "months": months_with_briefs(place), "form": form or MonthForm(),
        "may_make": may(request.user, Permission.RUN_MEETING, place), "crumbs": _crumbs(place),
    }  # fmt: skip
    return render(request, "briefs/zone.html", context, status=422 if form else 200)


def _crumbs(place: Place, month: str = "") -> list[tuple[str, str]]:
    above = [(_("Monthly briefs"), reverse("briefs:zones"))]
    if month:
        return [*above, (place.name, reverse("briefs:zone", args=[place.slug])), (month_words(month), "")]
    return [*above, (place.name, "")]


@require_POST
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the brief of a month from the records of now."""
    place = place_or_404(request, Permission.RUN_MEETING, slug, Level.ZONE)
    form = MonthForm(request.POST)
    if form.is_valid():
        try:
            run = make_brief(zone=place, month=form.cleaned_data["month"], by=f"user:{request.user.pk}")
        except NoBrief as problem:
            form.add_error("month", str(problem))
        else:
            messages.success(request, _("The brief is made."))
            return redirect("briefs:brief", slug=slug, month=run.result["month"])
    return _zone(request, place, form)


def _held(request: HttpRequest, slug: str, month: str) -> tuple[Place, Run]:
    place = place_or_404(request, Permission.VIEW_ZONE, slug, Level.ZONE)
    run = brief_of(place, month)
    if run is None:
        raise Http404("no brief of this month")
    return place, run


@require_safe
def brief(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """The brief as a page."""
    place, run = _held(request, slug, month)
    context: dict[str, Any] = {
        "zone": place, "run": run, "month": month, "sections": told(place, run.result), "sample": run.result["sample"],
        "may_make": may(request.user, Permission.RUN_MEETING, place), "crumbs": _crumbs(place, month),
    }  # fmt: skip
    return render(request, "briefs/brief.html", context)


@require_safe
def as_pdf(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """The brief to print."""
    place, run = _held(request, slug, month)
    return _download(printed(place, run), "application/pdf", f"brief-{slug}-{month}.pdf")


@require_safe
def as_sheet(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """The brief to calculate with."""
    place, run = _held(request, slug, month)
    return _download(sheet(place, run), XLSX, f"brief-{slug}-{month}.xlsx")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
