"""The page of a poll's results: the part asked for, and the panels that each step has registered for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import rendered
from safetyzone.listen.polls.models import WaveMode
from safetyzone.listen.polls.results import shown
from safetyzone.listen.polls.results.domains import parts_of
from safetyzone.listen.polls.results.page import page_of, wave_or_404

SLOTS = ("top", "main", "side")


@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the house knows from one wave, for everybody who may see its zone."""
    wave = wave_or_404(request, Permission.VIEW_ZONE, pk)
    page = page_of(request, wave)
    parts = [
        {"question": part["question"], "name": shown.part_name(part), "choices": shown.choices_of(part)}
        for part in parts_of(wave)
    ]
    context = {
        "wave": wave,
        "zone": wave.zone,
        "page": page,
        "parts": parts,
        "sample": wave.sample,
        "probability": wave.mode == WaveMode.PROBABILITY,
        "panels": {slot: rendered(request, page="poll", slot=slot, place=wave.zone, subject=page) for slot in SLOTS},
        "crumbs": [(wave.zone.name, reverse("pictures:zone", args=[wave.zone.slug])), (wave.title, "")],
    }
    return render(request, "poll_results/results.html", context, status=400 if page.unknown_part else 200)
