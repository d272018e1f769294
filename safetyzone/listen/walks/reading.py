"""A stop as a browser sends it, read into what the action takes. Every fault names its entry."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from safetyzone.foundation.media.pictures import LARGEST_BYTES, BadPicture
from safetyzone.listen.walks.actions import WORDS, Told
from safetyzone.listen.walks.models import CHECKED, Finding
from safetyzone.listen.walks.refusals import Refused

LONGEST = 4 * WORDS  # more is cut by the action; this much is looked through


def told_from(request: HttpRequest) -> Told:
    """Raises ``Refused`` and ``BadPicture``."""
    given = request.POST
    lon, lat = _degrees(given, "lon"), _degrees(given, "lat")
    return Told(
        walk=_key(given, "walk"), key=_key(given, "key"), walked_on=_day(given), dark=given.get("dark") == "1",
        walkers=given.get("walkers", "")[:LONGEST], lon=lon, lat=lat, place_words=given.get("place_words", "")[:LONGEST],
        findings={kind: given.get(kind, Finding.UNSEEN) for kind in CHECKED}, other=given.get("other") == "1",
        words=given.get("words", "")[:LONGEST], picture=picture_from(request, "picture"),
    )  # fmt: skip


def picture_from(request: HttpRequest, name: str) -> bytes | None:
    """The bytes of an upload; None where none was chosen. Raises ``BadPicture`` before a large one is read."""
    upload = request.FILES.get(name)
    if not isinstance(upload, UploadedFile) or not upload.size:
        return None
    if upload.size > LARGEST_BYTES:
        most = LARGEST_BYTES // 1024 // 1024
        raise BadPicture(_("The picture is larger than %(most)s MB; take it with a smaller size.") % {"most": most})
    content: bytes = upload.read()
    return content


def _key(given: Mapping[str, Any], name: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(given.get(name, "")))
    except ValueError as wrong:
        raise Refused(
            name, _("The page is too old or incomplete. Open it again and enter this stop once more.")
        ) from wrong


def _day(given: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(str(given.get("walked_on", "")))
    except ValueError as wrong:
        raise Refused("walked_on", _("Say on which day you walked.")) from wrong


def _degrees(given: Mapping[str, Any], name: str) -> float | None:
    written = str(given.get(name, "")).strip()
    if not written:
        return None
    try:
        found = float(written)
    except ValueError as wrong:
        raise Refused("place", _("This is no position on Earth.")) from wrong
    if found != found or abs(found) > 180:
        raise Refused("place", _("This is no position on Earth."))
    return found
