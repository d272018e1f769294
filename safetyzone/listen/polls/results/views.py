"""The page of a poll's results: the part asked for, and the panels that each step has registered for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safetyzone.foundation.access.queries import may
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.pages.panels import rendered
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.results import shown
from safetyzone.listen.polls.results.domains import parts_of
from safetyzone.listen.polls.results.export import NoPurpose, left_out, lines, look_at_answers
from safetyzone.listen.polls.results.page import page_of, wave_or_404
from safetyzone.listen.polls.results.topics import words_of

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
        "may_read": may(request.user, Permission.READ_ANSWERS, wave.zone),
        "panels": {slot: rendered(request, page="poll", slot=slot, place=wave.zone, subject=page) for slot in SLOTS},
        "crumbs": [(wave.zone.name, reverse("pictures:zone", args=[wave.zone.slug])), (wave.title, "")],
    }
    return render(request, "poll_results/results.html", context, status=400 if page.unknown_part else 200)


@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Single answers as a file, after saying what for; every look is logged."""
    wave = wave_or_404(request, Permission.READ_ANSWERS, pk)
    if request.method == "POST":
        try:
            look_at_answers(wave=wave, purpose=request.POST.get("purpose", ""), by=f"user:{request.user.pk}")
        except NoPurpose as problem:
            return render(request, "poll_results/answers.html", _asked(wave, str(problem)), status=400)
        sent = StreamingHttpResponse(lines(wave), content_type="text/csv; charset=utf-8")
        sample = "SAMPLE-" if wave.sample else ""
        sent["Content-Disposition"] = f'attachment; filename="{sample}answers-{wave.zone.slug}-{wave.pk}.csv"'
        return sent
    return render(request, "poll_results/answers.html", _asked(wave, ""))


def _asked(wave: Wave, problem: str) -> dict[str, Any]:
    crumbs = [(wave.zone.name, reverse("pictures:zone", args=[wave.zone.slug])),
              (wave.title, reverse("poll_results:results", args=[wave.pk])), (_("Answers"), "")]  # fmt: skip
    return {"wave": wave, "zone": wave.zone, "sample": wave.sample, "problem": problem, "left_out": left_out(wave),
            "n": wave.answers.filter(counted=True).count(), "crumbs": crumbs}  # fmt: skip


@require_safe
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """What people wrote, by topic, with personal data taken out."""
    wave = wave_or_404(request, Permission.VIEW_ZONE, pk)
    run = words_of(wave, by=f"user:{request.user.pk}")
    crumbs = [(wave.zone.name, reverse("pictures:zone", args=[wave.zone.slug])),
              (wave.title, reverse("poll_results:results", args=[wave.pk])), (_("In people's own words"), "")]  # fmt: skip
    context = {"wave": wave, "zone": wave.zone, "sample": wave.sample, "run": run, "crumbs": crumbs,
               "questions": shown.topics(run.result)}  # fmt: skip
    return render(request, "poll_results/words.html", context)
