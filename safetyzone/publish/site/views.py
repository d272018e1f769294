"""The public page of a zone for everybody, and the page on which the team publishes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from safetyzone.foundation.access.queries import place_or_404, places_visible
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.templatetags.figures import month as month_words
from safetyzone.foundation.places.models import Level, Place
from safetyzone.publish.site import page as made
from safetyzone.publish.site.actions import NotPublished, publish_month
from safetyzone.publish.site.actions import set_page as set_public_page
from safetyzone.publish.site.forms import MonthForm, PageForm
from safetyzone.publish.site.models import PublicPage
from safetyzone.publish.site.queries import latest_release, open_pages, public_page_of, releases_of
from safetyzone.publish.site.share import share_picture

SHARED_SECONDS = 3600


@login_not_required
@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    """Every zone that has a public page."""
    return render(request, "site/zones.html", {"pages": open_pages()})


@login_not_required
@require_safe
@gzip_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a resident wants to know, in a minute."""
    return render(request, "site/page.html", made.context(request, public_page_of(slug)))


@login_not_required
@require_safe
def figures(request: HttpRequest, slug: str) -> JsonResponse:
    """The released figures as data: exactly what the page shows."""
    return JsonResponse(made.figures(public_page_of(slug).zone), json_dumps_params={"ensure_ascii": False, "indent": 1})


@login_not_required
@require_safe
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that messengers show beside the address."""
    found = public_page_of(slug)
    picture = share_picture(found.zone, latest_release(found.zone), language=get_language() or "en")
    response = HttpResponse(picture, content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={SHARED_SECONDS}"
    return response


@require_safe
def team_zones(request: HttpRequest) -> HttpResponse:
    """The zones the reader may publish about."""
    found = places_visible(request.user, Permission.PUBLISH).filter(level=Level.ZONE, withdrawn=False)
    rows = list(found.select_related("parent", "public_page")[:500])
    if not rows:
        raise Http404("nothing to publish for you")
    if len(rows) == 1:
        return redirect("site:team", slug=rows[0].slug)
    return render(request, "site/team_zones.html", {"zones": rows})


@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """What is public about a zone now, and the button that publishes the next month."""
    return _team(request, place_or_404(request, Permission.PUBLISH, slug, Level.ZONE))


def _team(request: HttpRequest, zone: Place, status: int = 200, **forms: Any) -> HttpResponse:
    held = PublicPage.objects.filter(zone=zone).first()
    months = made.months_to_publish(zone)
    context = {
        "zone": zone, "page": held, "releases": releases_of(zone)[:24], "months": months,
        "page_form": PageForm(initial={"open": held.open if held else False, "contact": held.contact if held else ""}),
        "month_form": MonthForm(months=months),
        "crumbs": [(_("Public pages"), reverse("site:team_zones")), (zone.name, "")],
    }  # fmt: skip
    return render(request, "site/team.html", context | forms, status=status)


@require_POST
def set_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Open or close the page."""
    zone = place_or_404(request, Permission.PUBLISH, slug, Level.ZONE)
    form = PageForm(request.POST)
    if not form.is_valid():
        return _team(request, zone, 422, page_form=form)
    set_public_page(zone=zone, by=f"user:{request.user.pk}", **form.cleaned_data)
    messages.success(request, _("The page is open.") if form.cleaned_data["open"] else _("The page is closed."))
    return redirect("site:team", slug=slug)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the figures of one more month."""
    zone = place_or_404(request, Permission.PUBLISH, slug, Level.ZONE)
    form = MonthForm(request.POST, months=made.months_to_publish(zone))
    if form.is_valid():
        try:
            release = publish_month(zone=zone, month=form.cleaned_data["month"], by=f"user:{request.user.pk}")
        except NotPublished as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Published up to %(month)s.") % {"month": month_words(release.month)})
            return redirect("site:team", slug=slug)
    return _team(request, zone, 422, month_form=form)
