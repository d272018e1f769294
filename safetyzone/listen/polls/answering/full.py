"""What the page with the full engine asks the server for: itself, the form, a challenge, and to take an answer."""

from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from safetyzone.foundation.media.pictures import BadPicture
from safetyzone.foundation.pages.built import offline_worker
from safetyzone.listen.polls.actions.answers import Refused, submit
from safetyzone.listen.polls.answering import work
from safetyzone.listen.polls.answering.floods import flags_for
from safetyzone.listen.polls.answering.plain import offers_plain
from safetyzone.listen.polls.answering.views import channel_of, frame, plain_address, wave_or_404, why_closed
from safetyzone.listen.polls.answering.words import words
from safetyzone.listen.polls.models import Channel, Wave, WaveMode
from safetyzone.listen.polls.openrosa import documents
from safetyzone.listen.polls.openrosa.views import attached, larger_than_taken
from safetyzone.listen.polls.screening import BadAnswer

# This page alone: the engine's parser is WebAssembly (docs/decisions/0021-poll-page.md). No foreign host at all.
POLICY: Final = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ]
)


@login_not_required
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The wave's page: the full engine where the browser can, the plain form without JavaScript."""
    wave = wave_or_404(token)
    if closed := why_closed(wave):
        return render(request, "answer/closed.html", frame(wave, closed=closed))
    if wave.mode == WaveMode.QUOTA:
        return render(request, "answer/not_plain.html", frame(wave))
    shown = {"settings": settings_of(wave), "plain_url": plain_address(request, token), "ready": True,
             "plain": offers_plain(wave.questionnaire)}  # fmt: skip
    response = render(request, "answer/page.html", frame(wave, **shown))
    response["Content-Security-Policy"] = POLICY
    return response


def settings_of(wave: Wave) -> dict[str, Any]:
    """What the script needs to know; ``code``: the name of the question for the code, where codes were sent."""
    return {
        "token": wave.token,
        "version": wave.questionnaire.digest[:16],
        "form": reverse("answer:form", args=[wave.token]),
        "answers": reverse("answer:answers", args=[wave.token]),
        "challenge": reverse("answer:challenge", args=[wave.token]),
        "worker": reverse("answer:worker"),
        "code": documents.CODE if wave.mode == WaveMode.PROBABILITY else "",
        "boundary": wave.zone.boundary,
        "words": words(),
    }


@login_not_required
@require_safe
def form(request: HttpRequest, token: str) -> HttpResponse:
    """The wave's XForm, as foreign clients get it too."""
    return HttpResponse(documents.xform(wave_or_404(token)), content_type="text/xml; charset=utf-8")


@login_not_required
@require_safe
@never_cache
def challenge(request: HttpRequest, token: str) -> HttpResponse:
    """Work to do before an answer is taken; none where codes were sent."""
    wave = wave_or_404(token)
    return JsonResponse({"challenge": work.challenge_for(wave), "bits": work.bits_for(wave)})


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; served from here because it may only look after addresses below its own."""
    return offline_worker()


def refused(status: int, code: str, message: str, **details: Any) -> JsonResponse:
    """The one error shape."""
    return JsonResponse({"error": {"code": code, "message": message, "details": details}}, status=status)


@csrf_exempt  # no session and no account is used: there is nothing that a forged request could borrow
@login_not_required
@require_POST
def answers(request: HttpRequest, token: str) -> HttpResponse:
    """Take one answer. 201 only after it is on disk; the same one sent again is acknowledged again."""
    wave = wave_or_404(token)
    if wave.mode == WaveMode.QUOTA:
        return refused(
            422, "interviewers_only", _("In this poll interviewers ask; it cannot be answered through a link.")
        )
    if too_much := larger_than_taken(request):
        return refused(413, "too_large", too_much)
    try:
        return _taken(request, wave)
    except work.NoWork:
        return refused(428, "no_work", _("Ask for a challenge and do its work first."))
    except (documents.BadSubmission, MultiPartParserError) as problem:
        return refused(400, "bad_submission", str(problem))
    except Refused as problem:
        return refused(422, problem.code, str(problem))
    except BadAnswer as problem:
        return refused(422, "bad_answer", str(problem), question=problem.question)
    except BadPicture as problem:
        return refused(422, "bad_picture", str(problem))


def _taken(request: HttpRequest, wave: Wave) -> HttpResponse:
    _form, instance, data, pictures = attached(request)
    work.check(
        wave, challenge=request.POST.get("challenge", ""), instance_id=instance, number=request.POST.get("number", "")
    )
    code = data.pop(documents.CODE, "")
    flags = flags_for(request, wave, data, instance)
    outcome = submit(
        wave=wave, data=data, channel=channel_of(request, Channel.WEB), instance_id=instance,
        code=code if isinstance(code, str) else "", flags=flags, pictures=pictures,
    )  # fmt: skip
    return JsonResponse({"kind": outcome.kind}, status=201)
