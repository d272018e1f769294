"""Answers of made-up people, for demonstration only."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from safetyzone.foundation.audit.actions import record
from safetyzone.listen.polls.actions.waves import NotPossible
from safetyzone.listen.polls.models import Answer, Channel, CodeSheet, Wave, WaveMode
from safetyzone.listen.polls.screening import screened

Person = Callable[[str], dict[str, Any]]  # cluster → what somebody there would send


def add_made_up_answers(
    *, wave: Wave, person: Person, many: int, rng: random.Random, channels: Sequence[Channel], by: str
) -> int:
    """``many`` answers at once; in a random sample ``many`` of the invitations drawn by lot are used. Returns how many."""
    if not wave.sample:
        raise NotPossible("made-up answers belong to a poll that is marked as a sample")
    places = [("", "", 1.0)] * many
    with transaction.atomic():
        if sheets := list(wave.sheets.all()):
            places = _used(sheets, many, rng)
        days = (wave.closes - wave.opens).days
        rows = [
            _answer(wave, person(place[1]), place, timedelta(rng.randint(0, days)), rng.choice(channels))
            for place in places
        ]
        rng.shuffle(rows)
        Answer.objects.bulk_create(rows, batch_size=500)
        record(action="polls.made_up_answers_added", subject=f"wave:{wave.pk}", by=by, answers=len(rows))
    return len(rows)


def _used(sheets: list[CodeSheet], many: int, rng: random.Random) -> list[tuple[str, str, float]]:
    codes = [(sheet, digest) for sheet in sheets for digest in sheet.unused]
    chosen = rng.sample(codes, min(many, len(codes)))
    for sheet, digest in chosen:
        sheet.unused.remove(digest)
        sheet.used.append(digest)
    for sheet in sheets:
        sheet.used.sort()
        sheet.save(update_fields=["unused", "used"])
    return [(sheet.stratum, sheet.cluster, sheet.base_weight) for sheet, _digest in chosen]


def _answer(
    wave: Wave, sent: dict[str, Any], place: tuple[str, str, float], after: timedelta, channel: Channel
) -> Answer:
    kept = screened(wave.questionnaire.questions, sent)
    stratum, cluster, weight = place
    adults = kept.get("adults", 1) if wave.mode == WaveMode.PROBABILITY else 1
    return Answer(
        wave=wave, stratum=stratum, cluster=cluster, base_weight=weight * adults, received=wave.opens + after,
        channel=channel, data=kept,
    )  # fmt: skip
