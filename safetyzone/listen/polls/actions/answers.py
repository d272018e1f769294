"""Take an answer in: once, whole, and cut loose from whoever gave it."""

import uuid
from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import keyed_digest, record
from safetyzone.foundation.media.pictures import cleaned
from safetyzone.listen.polls.codes import digest_of, tidy
from safetyzone.listen.polls.models import Answer, Attachment, CodeSheet, Receipt, Wave, WaveMode, WaveState
from safetyzone.listen.polls.screening import PICTURES, missing, screened

ANONYMOUS = "anonymous"


class Refused(ValueError):
    """The answer was not taken; the sentence says why. ``code`` is stable for programs."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Outcome:
    """``already``: the same submission had arrived before; nothing was stored twice."""

    kind: Literal["stored", "already"]
    answer: Answer | None


def submit(
    *,
    wave: Wave,
    data: Mapping[str, Any],
    channel: str,
    instance_id: str,
    code: str = "",
    flags: tuple[str, ...] = (),
    pictures: Mapping[str, bytes] | None = None,
    by: str = ANONYMOUS,
) -> Outcome:
    """Store one answer in one transaction: receipt, code marked as used, answer without either's key.

    ``data`` is screened to what the questionnaire asks. Raises ``Refused`` (wave not open, code unknown or used, question
    left out) and ``BadAnswer``; nothing is changed then.
    """
    kept = screened(wave.questionnaire.questions, data)
    shown = _pictures(wave, kept, pictures or {})
    receipt = keyed_digest("poll-instance:" + instance_id)
    if Receipt.objects.filter(wave=wave, digest=receipt).exists():
        return Outcome("already", None)
    _must_be_open(wave)
    if gaps := missing(wave.questionnaire.questions, kept):
        raise Refused("incomplete", _("These questions are still open: %(names)s") % {"names": ", ".join(gaps)})
    try:
        with transaction.atomic():
            Receipt.objects.create(wave=wave, digest=receipt)
            stratum, cluster, weight = _use(wave, code)
            answer = Answer.objects.create(
                wave=wave,
                stratum=stratum,
                cluster=cluster,
                base_weight=weight * _adults(kept),
                received=timezone.localdate(),
                channel=channel,
                data=kept,
                flags=list(flags),
            )
            for name, picture in shown.items():
                attachment = Attachment(answer=answer, question=name, media_type="image/jpeg")
                attachment.file.save(f"{uuid.uuid4().hex}.jpg", ContentFile(picture))
            record(action="polls.answer_received", subject=f"wave:{wave.pk}", by=by, channel=channel)
    except IntegrityError:
        if Receipt.objects.filter(wave=wave, digest=receipt).exists():
            return Outcome("already", None)
        raise
    return Outcome("stored", answer)


def _must_be_open(wave: Wave) -> None:
    today = timezone.localdate()
    if wave.state != WaveState.OPEN or today < wave.opens:
        raise Refused("not_open", _("This poll is not open."))
    if today > wave.closes:
        raise Refused("closed", _("This poll closed on %(day)s.") % {"day": wave.closes.isoformat()})


def _use(wave: Wave, code: str) -> tuple[str, str, float]:
    """Mark the code as used; its stratum, cluster and weight."""
    if wave.mode != WaveMode.PROBABILITY:
        return "", "", 1.0
    letters = tidy(code)
    if letters is None:
        raise Refused("mistyped", _("This is not a code of ours; please compare it with your letter."))
    digest = digest_of(letters)
    held = CodeSheet.objects.select_for_update().filter(wave=wave)
    sheet = held.filter(Q(unused__icontains=digest) | Q(used__icontains=digest)).first()
    if sheet is None:
        raise Refused("unknown", _("This code does not belong to this poll."))
    if digest in sheet.used:
        raise Refused("used", _("This code has been used: one answer per letter."))
    sheet.unused.remove(digest)
    insort(sheet.used, digest)
    sheet.save(update_fields=["unused", "used"])
    return sheet.stratum, sheet.cluster, sheet.base_weight


def _pictures(wave: Wave, kept: dict[str, Any], uploads: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pictures that questions ask for, cleaned, by question; the answer then holds no file name of the sender's."""
    found: dict[str, bytes] = {}
    for question in wave.questionnaire.questions:
        name = question["name"]
        if question["type"] in PICTURES and name in kept:
            upload = uploads.get(str(kept.pop(name)))
            if upload is not None:
                found[name] = cleaned(upload)
                kept[name] = "picture"
    return found


def _adults(kept: Mapping[str, Any]) -> int:
    """Adults in the household: one of them was to answer. Unknown counts as one."""
    adults = kept.get("adults")
    return adults if isinstance(adults, int) and adults > 0 else 1
