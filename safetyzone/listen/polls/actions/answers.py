"""Take an answer in: once, whole, and cut loose from whoever gave it."""

import secrets
import uuid
from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safetyzone.foundation.audit.actions import Entry, keyed_digest, record_each
from safetyzone.foundation.media.pictures import cleaned
from safetyzone.listen.polls.actions.mixing import scatter, without_time
from safetyzone.listen.polls.actions.together import Together
from safetyzone.listen.polls.codes import digest_of, tidy
from safetyzone.listen.polls.models import Answer, Attachment, CodeSheet, Receipt, Wave, WaveMode, WaveState
from safetyzone.listen.polls.screening import PICTURES, missing, screened

ANONYMOUS = "anonymous"


class Refused(ValueError):
    """The answer was not taken; the sentence says why. ``code`` is stable for programs."""

    def __init__(self, code: str, message: str | Promise) -> None:
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
    asked = _Asked(wave, receipt, code, kept, channel, flags, shown, by)
    if refusal := _why_not(wave, kept):
        if Receipt.objects.filter(wave=wave, digest=receipt).exists():
            return Outcome("already", None)
        raise refusal
    outcome = _STORE(asked)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@dataclass(frozen=True)
class _Asked:
    """One answer on its way in, looked through and ready to be written."""

    wave: Wave
    receipt: str
    code: str
    kept: dict[str, Any]
    channel: str
    flags: tuple[str, ...]
    pictures: dict[str, bytes]
    by: str


def _why_not(wave: Wave, kept: Mapping[str, Any]) -> Refused | None:
    try:
        _must_be_open(wave)
    except Refused as refusal:
        return refusal
    if gaps := missing(wave.questionnaire.questions, kept):
        return Refused("incomplete", _("These questions are still open: %(names)s") % {"names": ", ".join(gaps)})
    return None


def _store(batch: list[_Asked]) -> list[Outcome | Refused]:
    """Store what several threads have brought, and commit once. Answers are told apart only by what they say."""
    try:
        with transaction.atomic():
            return _write(batch)
    except IntegrityError:
        # Another process has stored one of them meanwhile: one by one, that one is found to be there already.
        return [_store_alone(asked) for asked in batch]


def _store_alone(asked: _Asked) -> Outcome | Refused:
    try:
        with transaction.atomic():
            return _write([asked])[0]
    except IntegrityError:
        if Receipt.objects.filter(wave=asked.wave, digest=asked.receipt).exists():
            return Outcome("already", None)
        raise


_STORE: Together[_Asked, Outcome | Refused] = Together(_store)


def _write(batch: list[_Asked]) -> list[Outcome | Refused]:
    receipts = [asked.receipt for asked in batch]
    there = set(Receipt.objects.filter(digest__in=receipts).values_list("wave_id", "digest"))
    # Closed between the look at the wave and this transaction: what comes now is late.
    waves = {asked.wave.pk for asked in batch}
    # Held, so that closing waits for what is being stored and joins small clusters with it.
    held = Wave.objects.select_for_update(no_key=True).filter(pk__in=waves, state=WaveState.OPEN).order_by("pk")
    taking = set(held.values_list("pk", flat=True))
    outcomes: list[Outcome | Refused] = []
    new: list[tuple[_Asked, Answer]] = []
    for asked in batch:
        if (asked.wave.pk, asked.receipt) in there:
            outcomes.append(Outcome("already", None))
            continue
        if asked.wave.pk not in taking:
            outcomes.append(Refused("not_open", gettext_lazy("This poll is not open.")))
            continue
        try:
            answer = _answer(asked)
        except Refused as refusal:  # raised before anything is written
            outcomes.append(refusal)
            continue
        there.add((asked.wave.pk, asked.receipt))
        new.append((asked, answer))
        outcomes.append(Outcome("stored", answer))
    if new:
        _insert(new)
    return outcomes


def _answer(asked: _Asked) -> Answer:
    """The answer, its code marked as used."""
    stratum, cluster, weight = _use(asked.wave, asked.code)
    return Answer(
        wave=asked.wave, stratum=stratum, cluster=cluster, base_weight=weight * _adults(asked.kept),
        received=timezone.localdate(), channel=asked.channel, data=asked.kept, flags=list(asked.flags),
    )  # fmt: skip


def _insert(new: list[tuple[_Asked, Answer]]) -> None:
    Receipt.objects.bulk_create(Receipt(wave=asked.wave, digest=asked.receipt) for asked, _answer in new)
    Answer.objects.bulk_create(answer for _asked, answer in new)
    scatter([answer for _asked, answer in new])
    for asked, answer in new:
        for name, picture in asked.pictures.items():
            attachment = Attachment(
                pk=secrets.randbits(62), answer=answer, question=name, media_type="image/jpeg"
            )  # fmt: skip
            attachment.file.save(f"{uuid.uuid4().hex}.jpg", ContentFile(picture))
            without_time(attachment)
    record_each(
        [
            Entry("polls.answer_received", f"wave:{asked.wave.pk}", asked.by, {"channel": asked.channel})
            for asked, _answer in new
        ]
    )


def _must_be_open(wave: Wave) -> None:
    today = timezone.localdate()
    if wave.state != WaveState.OPEN or today < wave.opens:
        raise Refused("not_open", _("This poll is not open."))
    if today > wave.closes:
        raise Refused("closed", _("This poll closed on %(day)s.") % {"day": wave.closes.isoformat()})


def _use(wave: Wave, code: str) -> tuple[str, str, float]:
    """Mark the code as used; its stratum, cluster and weight. Refusals are put into words by whoever asked."""
    if wave.mode != WaveMode.PROBABILITY:
        return "", "", 1.0
    letters = tidy(code)
    if letters is None:
        raise Refused("mistyped", gettext_lazy("This is not a code of ours; please compare it with your letter."))
    digest = digest_of(letters)
    held = CodeSheet.objects.select_for_update().filter(wave=wave)
    sheet = held.filter(Q(unused__icontains=digest) | Q(used__icontains=digest)).first()
    if sheet is None:
        raise Refused("unknown", gettext_lazy("This code does not belong to this poll."))
    if digest in sheet.used:
        raise Refused("used", gettext_lazy("This code has been used: one answer per letter."))
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
