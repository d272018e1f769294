"""OpenRosa's addresses. Thin: documents in ``documents``, writing in ``actions``."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from safetyzone.foundation.media.pictures import LARGEST_BYTES, BadPicture
from safetyzone.listen.polls.actions.answers import Refused, submit
from safetyzone.listen.polls.models import Channel, Wave
from safetyzone.listen.polls.openrosa import documents
from safetyzone.listen.polls.queries import open_waves, wave_by_token
from safetyzone.listen.polls.screening import BadAnswer

LARGEST_SUBMISSION = 4 * LARGEST_BYTES


def answered(body: bytes, status: int = 200, **headers: str) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type="text/xml; charset=utf-8")
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(LARGEST_SUBMISSION)
    response["Date"] = timezone.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def base_of(request: HttpRequest) -> str:
    return request.build_absolute_uri("/openrosa/")


@login_not_required
@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    """The polls that are open to everybody or to whoever holds a code."""
    waves = open_waves()
    if wanted := request.GET.get("formID"):
        waves = [wave for wave in waves if documents.form_id(wave) == wanted]
    return answered(documents.form_list(waves, base_of(request)))


def _wave(form: str) -> Wave:
    wave = wave_by_token(documents.token_of(form))
    if wave is None or documents.form_id(wave) != form:
        raise Http404
    return wave


@login_not_required
@require_safe
def form(request: HttpRequest, form: str) -> HttpResponse:
    """One wave's XForm."""
    return answered(documents.xform(_wave(form)).encode())


@login_not_required
@require_safe
def manifest(request: HttpRequest, form: str) -> HttpResponse:
    """One wave's media files."""
    _wave(form)
    return answered(documents.manifest())


@csrf_exempt
@login_not_required
def submission(request: HttpRequest) -> HttpResponse:
    """Take one answer. 201 only after it is on disk; the same answer sent again is acknowledged again."""
    if request.method == "HEAD":
        return answered(b"", 204, Location=request.build_absolute_uri())
    if request.method != "POST":
        return answered(documents.response("POST a submission here.", "submit_error"), 405, Allow="HEAD, POST")
    try:
        return _taken(request)
    except documents.BadSubmission as problem:
        return answered(documents.response(str(problem), "submit_error"), 400)
    except (Refused, BadAnswer, BadPicture) as problem:
        return answered(documents.response(str(problem), "submit_error"), 422)


def attached(request: HttpRequest) -> tuple[str, str, dict[str, Any], dict[str, bytes]]:
    """(form id, instance id, answers, files by name) of a submission."""
    upload = request.FILES.get("xml_submission_file")
    if upload is None:
        raise documents.BadSubmission(_("The part xml_submission_file is missing."))
    form, instance, data = documents.read_submission(upload.read())
    files: dict[str, bytes] = {
        name: part.read() for name, part in request.FILES.items() if name != "xml_submission_file" and part.size
    }
    return form, instance, data, files


def _taken(request: HttpRequest) -> HttpResponse:
    form, instance, data, files = attached(request)
    outcome = submit(
        wave=_wave(form),
        data=data,
        code=_one(data.get(documents.CODE)),
        channel=Channel.OPENROSA,
        instance_id=instance,
        pictures=files,
    )
    said = (
        _("Thank you. Your answer has arrived.") if outcome.kind == "stored" else _("This answer had arrived already.")
    )
    return answered(documents.response(said, "submit_success"), 201, Location=request.build_absolute_uri())


def _one(value: Any) -> str:
    return value if isinstance(value, str) else ""
