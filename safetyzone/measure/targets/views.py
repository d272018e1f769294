"""What the programme promised, how it is judged, and the published figures beside it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safetyzone.foundation.access.queries import place_or_404, places_visible
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.area import area
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import zones_of
from safetyzone.measure.targets import shown
from safetyzone.measure.targets.actions import WrongFigure, enter_figure
from safetyzone.measure.targets.areas import areas_of, refreshed
from safetyzone.measure.targets.definitions import targets
from safetyzone.measure.targets.forms import FigureForm
from safetyzone.measure.targets.models import EnteredFigure
from safetyzone.measure.targets.queries import country_of


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every target of the area, and the figures that were entered."""
    if not places_visible(request.user, Permission.VIEW_ZONE).exists():
        raise Http404("nothing to see for you")
    pack = area().slug
    figures = EnteredFigure.objects.filter(place__pack=pack).select_related("place")
    context = {"targets": [shown.definition(target) for target in targets(pack)], "figures": figures,
               "may_enter": _place(request) is not None, "above": _above(request)}  # fmt: skip
    return render(request, "targets/overview.html", context)


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type a published figure in."""
    place = _place(request)
    if place is None or not isinstance(request.user, User):
        raise Http404("nothing to enter for you")
    form = FigureForm(request.POST or None, pack=place.pack)
    if request.method == "POST" and form.is_valid():
        try:
            enter_figure(place=place, by=f"user:{request.user.pk}", **form.cleaned_data)
        except WrongFigure as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The figure was entered."))
            return redirect("targets:overview")
    return render(request, "targets/enter.html", {"form": form}, status=400 if form.is_bound else 200)


def _above(request: HttpRequest) -> list[Place]:
    """Bureaus and the like whose zones the reader may compare."""
    levels = (Level.COUNTRY, Level.BUREAU, Level.PROVINCE)
    return list(places_visible(request.user, Permission.VIEW_BOARD).filter(level__in=levels, withdrawn=False)[:100])


def _place(request: HttpRequest) -> Place | None:
    """The country, for those who may enter its figures: whoever holds the permission at the top."""
    country = country_of(area().slug)
    allowed = places_visible(request.user, Permission.ENTER_FIGURES)
    return country if country and allowed.filter(pk=country.pk).exists() else None


@require_safe
def areas(request: HttpRequest, slug: str) -> HttpResponse:
    """The zones of a bureau side by side, steadied by each other where there are enough."""
    place = place_or_404(request, Permission.VIEW_BOARD, slug)
    ready = refreshed(place, by=f"user:{request.user.pk}")
    found = areas_of(place, by=f"user:{request.user.pk}")
    tables, run = [], None
    if found is not None:
        run, asked = found
        tables = shown.areas(run.result, asked, {zone.slug: zone.name for zone in zones_of(place)})
    crumbs = [(_("Targets"), reverse("targets:overview")), (place.name, "")]
    context = {"place": place, "tables": tables, "run": run, "ready": ready, "crumbs": crumbs}
    return render(request, "targets/areas.html", context)
