"""An interview: a member of staff asks, ticks and sends, part by part."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safetyzone.foundation.access.roles import Permission
from safetyzone.listen.polls import queries
from safetyzone.listen.polls.actions.answers import Refused, submit
from safetyzone.listen.polls.answering.plain import Progress, offers_plain
from safetyzone.listen.polls.models import Channel, Wave, WaveMode
from safetyzone.listen.polls.screening import BadAnswer
from safetyzone.listen.polls.views.people import by
from safetyzone.listen.polls.views.waves import crumbs_to


@require_http_methods(["GET", "HEAD", "POST"])
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    """The same questions as on the public page; the answer says that it was an interview."""
    wave = queries.wave_or_404(request, Permission.INTERVIEW, pk)
    if not offers_plain(wave.questionnaire):
        messages.error(request, _("This questionnaire needs an interviewer's telephone with ODK Collect."))
        return redirect("polls:wave", pk=pk)
    if request.method != "POST":
        return _show(request, wave, Progress.begun(wave.questionnaire), 0)
    progress = Progress.read(wave.questionnaire, request.POST)
    last = len(progress.parts) - 1
    at = min(int(request.POST["part"]), last) if request.POST.get("part", "").isdecimal() else 0
    if "back" in request.POST:
        progress.errors.clear()
        return _show(request, wave, progress, max(0, at - 1))
    number = progress.next_part()
    if number is not None:
        return _show(request, wave, progress, number)
    try:
        submit(
            wave=wave, data=progress.given, code=request.POST.get("code", ""), channel=Channel.ASSISTED,
            instance_id=f"assisted:{request.POST.get('instance', '')[:64]}",
            by=by(request),
        )  # fmt: skip
    except (Refused, BadAnswer) as problem:
        return _show(request, wave, progress, at, refused=str(problem))
    messages.success(request, _("The answer is stored. You can start the next interview."))
    return redirect("polls:interview", pk=pk)


def _show(request: HttpRequest, wave: Wave, progress: Progress, number: int, *, refused: str = "") -> HttpResponse:
    context = {
        "wave": wave, "zone": wave.zone, "sample": wave.sample, "parts": len(progress.parts), "number": number,
        "part": progress.parts[number], "asked": progress.asked(number), "carried": progress.carried(number),
        "seen": progress.seen_after(number), "errors": progress.errors, "opened": progress.newly_shown(number),
        "refused": refused, "last": number == len(progress.parts) - 1, "code": request.POST.get("code", ""),
        "instance": request.POST.get("instance") or uuid.uuid4().hex, "coded": wave.mode == WaveMode.PROBABILITY,
        "quotas": queries.quota_cells(wave) if wave.mode == WaveMode.QUOTA else [],
        "crumbs": crumbs_to(wave, _("Interview")), "me": by(request),
    }  # fmt: skip
    return render(request, "polls/interview.html", context, status=422 if refused or progress.errors else 200)
