"""OpenRosa's addresses. Thin: documents in ``documents``, writing in ``actions``."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from safetyzone.foundation.media.pictures import LARGEST_BYTES, BadPicture
from safetyzone.listen.polls.actions.answers import Refused, submit
from safetyzone.listen.polls.answering.floods import flags_for
from safetyzone.listen.polls.models import Channel, Wave, WaveMode
from safetyzone.listen.polls.openrosa import documents
from safetyzone.listen.polls.openrosa.keys import client_by_key, takes_answers
from safetyzone.listen.polls.openrosa.recent import recent_wave
from safetyzone.listen.polls.queries import open_waves, wave_by_token
from safetyzone.listen.polls.screening import BadAnswer

LARGEST_SUBMISSION = 4 * LARGEST_BYTES
LARGEST_DOCUMENT = 2 * 1024 * 1024  # a hundred pages of text; pictures come beside it


def answered(body: bytes, status: int = 200, **headers: str) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type="text/xml; charset=utf-8")
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(LARGEST_SUBMISSION)
    response["Date"] = timezone.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def base_of(request: HttpRequest, key: str) -> str:
    """The absolute address below which this client finds everything, up to its last slash."""
    return request.build_absolute_uri(f"/openrosa/key/{key}/" if key else "/openrosa/")


@login_not_required
@require_safe
def form_list(request: HttpRequest, key: str = "") -> HttpResponse:
    """The polls that are open to everybody or to whoever holds a code; to an interviewer, the poll of their key."""
    if key:
        holder = client_by_key(key)
        if holder is None:
            return _unknown_key()
        waves = [holder.wave] if takes_answers(holder.wave) else []
    else:
        waves = open_waves()
    if wanted := request.GET.get("formID"):
        waves = [wave for wave in waves if documents.form_id(wave) == wanted]
    return answered(documents.form_list(waves, base_of(request, key)))


def _unknown_key() -> HttpResponse:
    said = _("This address is not valid any more. Ask the station for a new one.")
    return answered(documents.response(said, "submit_error"), 403)


def _wave(form: str, key: str, find: Callable[[str], Wave | None] = wave_by_token) -> Wave:
    """The form's wave, if this client may have it: interviewers' waves need their key, and a key opens its wave alone."""
    wave = find(documents.token_of(form))
    if wave is None or documents.form_id(wave) != form:
        raise Http404
    if key:
        holder = client_by_key(key)
        if holder is None or holder.wave_id != wave.pk:
            raise Http404
    elif wave.mode == WaveMode.QUOTA:
        raise Http404
    return wave


@login_not_required
@require_safe
def form(request: HttpRequest, form: str, key: str = "") -> HttpResponse:
    """One wave's XForm."""
    return answered(documents.xform(_wave(form, key)).encode())


@login_not_required
@require_safe
def manifest(request: HttpRequest, form: str, key: str = "") -> HttpResponse:
    """One wave's media files."""
    _wave(form, key)
    return answered(documents.manifest())


@csrf_exempt
@login_not_required
def submission(request: HttpRequest, key: str = "") -> HttpResponse:
    """Take one answer. 201 only after it is on disk; the same answer sent again is acknowledged again."""
    if key and client_by_key(key) is None:
        return _unknown_key()
    if request.method == "HEAD":
        return answered(b"", 204, Location=request.build_absolute_uri())
    if request.method != "POST":
        return answered(documents.response(_("POST a submission here."), "submit_error"), 405, Allow="HEAD, POST")
    if too_much := larger_than_taken(request):
        return answered(documents.response(too_much, "submit_error"), 413)
    try:
        return _taken(request, key)
    except (documents.BadSubmission, MultiPartParserError) as problem:
        return answered(documents.response(str(problem), "submit_error"), 400)
    except (Refused, BadAnswer, BadPicture) as problem:
        return answered(documents.response(str(problem), "submit_error"), 422)


def larger_than_taken(request: HttpRequest) -> str:
    """In words, that a request is too large, before any of it is read; empty when it is not."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= LARGEST_SUBMISSION:
        return ""
    said = _("This answer is larger than %(n)s MB; take the pictures with a smaller size.")
    return said % {"n": LARGEST_SUBMISSION // 1024 // 1024}


def attached(request: HttpRequest) -> tuple[str, str, dict[str, Any], dict[str, bytes]]:
    """(form id, instance id, answers, files by name) of a submission."""
    # A small submission need not touch the disk before it is stored.
    request.upload_handlers = [MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    upload = request.FILES.get("xml_submission_file")
    if upload is not None and (upload.size or 0) > LARGEST_DOCUMENT:
        raise documents.BadSubmission(
            _("The answer's XML is larger than %(n)s MB.") % {"n": LARGEST_DOCUMENT // 1024 // 1024}
        )
    if upload is None:
        raise documents.BadSubmission(_("The part xml_submission_file is missing."))
    form, instance, data = documents.read_submission(upload.read())
    files: dict[str, bytes] = {
        name: part.read()
        for name, part in request.FILES.items()
        if isinstance(part, UploadedFile) and name != "xml_submission_file" and part.size
    }
    return form, instance, data, files


def _taken(request: HttpRequest, key: str) -> HttpResponse:
    form, instance, data, files = attached(request)
    wave = _wave(form, key, recent_wave)
    # Somebody whom we gave a key is known to us; what comes without one may be a flood.
    flags = () if key else flags_for(request, wave, data, instance)
    outcome = submit(
        wave=wave,
        data=data,
        code=_one(data.get(documents.CODE)),
        channel=Channel.OPENROSA,
        instance_id=instance,
        flags=flags,
        pictures=files,
    )
    said = (
        _("Thank you. Your answer has arrived.") if outcome.kind == "stored" else _("This answer had arrived already.")
    )
    return answered(documents.response(said, "submit_success"), 201, Location=request.build_absolute_uri())


def _one(value: Any) -> str:
    return value if isinstance(value, str) else ""
