"""A wave's public pages. Thin: the form in ``plain``, what is kept in ``actions``; nobody needs an account here."""

import uuid
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from safetyzone.listen.polls.actions.answers import Refused, submit
from safetyzone.listen.polls.answering.floods import WATCH, TooMany, address_of, flags_for
from safetyzone.listen.polls.answering.plain import Progress, offers_plain
from safetyzone.listen.polls.models import Channel, Wave, WaveMode, WaveState
from safetyzone.listen.polls.queries import wave_by_token
from safetyzone.listen.polls.screening import BadAnswer

_SALT: Final = "poll-instance"
FORM_GOOD_FOR: Final = 7 * 24 * 3600
TOO_QUICK_SECONDS: Final = 10


def wave_or_404(token: str) -> Wave:
    """The wave behind a public link."""
    wave = wave_by_token(token)
    if wave is None:
        raise Http404("no such poll")
    return wave


def channel_of(request: HttpRequest, otherwise: Channel) -> Channel:
    """A link that was shared by LINE says so."""
    return Channel.LINE if request.GET.get("via") == "line" else otherwise


def why_closed(wave: Wave) -> str:
    """Why this poll takes no answers today; empty when it does."""
    today = timezone.localdate()
    if wave.state == WaveState.CLOSED or today > wave.closes:
        return "closed"
    return "early" if today < wave.opens else ""


def frame(wave: Wave, **more: Any) -> dict[str, Any]:
    """What every page about a wave knows."""
    return {
        "wave": wave,
        "zone": wave.zone,
        "sample": wave.sample,
        "coded": wave.mode == WaveMode.PROBABILITY,
        "interviewers_only": wave.mode == WaveMode.QUOTA,
        **more,
    }


def plain_address(request: HttpRequest, token: str) -> str:
    """The page without JavaScript, with the way by which the link came."""
    via = request.GET.get("via")
    return reverse("answer:plain", args=[token]) + (f"?{urlencode({'via': via})}" if via else "")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def plain(request: HttpRequest, token: str) -> HttpResponse:
    """The questionnaire part by part, without JavaScript."""
    wave = wave_or_404(token)
    if closed := why_closed(wave):
        return render(request, "answer/closed.html", frame(wave, closed=closed))
    if wave.mode == WaveMode.QUOTA or not offers_plain(wave.questionnaire):
        return render(request, "answer/not_plain.html", frame(wave))
    if request.method != "POST":
        return _show(request, wave, Progress.begun(wave.questionnaire), 0)
    progress = Progress.read(wave.questionnaire, request.POST)
    at = _whole(request.POST.get("part", ""))
    if "back" in request.POST:
        progress.errors.clear()
        return _show(request, wave, progress, min(max(0, at - 1), len(progress.parts) - 1))
    number = progress.next_part()
    if number is None:
        return _send(request, wave, progress, at)
    return _show(request, wave, progress, number)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _show(request: HttpRequest, wave: Wave, progress: Progress, number: int, *, refused: str = "") -> HttpResponse:
    parts = progress.parts
    shown = {
        "parts": len(parts), "number": number, "part": parts[number], "asked": progress.asked(number),
        "carried": progress.carried(number), "seen": progress.seen_after(number), "errors": progress.errors,
        "opened": progress.newly_shown(number), "refused": refused, "last": number == len(parts) - 1,
        "code": request.POST.get("code", ""),
        "instance": request.POST.get("instance") or TimestampSigner(salt=_SALT).sign(uuid.uuid4().hex),
    }  # fmt: skip
    return render(request, "answer/plain.html", frame(wave, **shown), status=422 if refused or progress.errors else 200)


def _send(request: HttpRequest, wave: Wave, progress: Progress, at: int) -> HttpResponse:
    last = len(progress.parts) - 1
    try:
        instance, quick = _instance(request.POST.get("instance", ""))
        if wave.mode == WaveMode.OPT_IN:
            WATCH.may_send(address_of(request))
        flags = flags_for(request, wave, progress.given, instance)
        submit(
            wave=wave, data=progress.given, channel=channel_of(request, Channel.PLAIN), instance_id=instance,
            code=request.POST.get("code", ""), flags=flags + (("quick",) if quick else ()),
        )  # fmt: skip
    except TooMany as flood:
        said = ngettext(
            "Many answers came from your connection just now. Please send yours again in %(n)s minute.",
            "Many answers came from your connection just now. Please send yours again in %(n)s minutes.",
            flood.minutes,
        )
        return _show(request, wave, progress, min(at, last), refused=said % {"n": flood.minutes})
    except (Refused, BadAnswer) as problem:
        return _show(request, wave, progress, 0 if _about_code(problem) else last, refused=str(problem))
    return redirect("answer:thanks", token=wave.token)


def _about_code(problem: ValueError) -> bool:
    return isinstance(problem, Refused) and problem.code in {"mistyped", "unknown", "used"}


def _instance(signed: str) -> tuple[str, bool]:
    """(instance id of this form, whether it was filled faster than anybody reads)."""
    signer = TimestampSigner(salt=_SALT)
    try:
        instance = signer.unsign(signed, max_age=FORM_GOOD_FOR)
    except BadSignature:
        raise Refused(
            "stale", _("This form is too old. Please open the link again; your answers stay below.")
        ) from None
    try:
        signer.unsign(signed, max_age=TOO_QUICK_SECONDS)
    except BadSignature:
        return f"plain:{instance}", False
    return f"plain:{instance}", True


@login_not_required
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """After an answer: what comes next."""
    return render(request, "answer/thanks.html", frame(wave_or_404(token)))
