"""Indicators from the zone's deciding poll: only a random sample gives one, because only it has an error."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.db.models import Count, Q, Sum

from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.models import Answer, Wave, WaveMode
from safetyzone.listen.polls.results.compute import response
from safetyzone.listen.polls.results.figures import share
from safetyzone.listen.polls.results.sample import Sample, sample_of
from safetyzone.measure.index.definitions import Indicator
from safetyzone.measure.index.measured import NO_POLL, NO_SAMPLE, NOT_ASKED, TOO_FEW, Family, Measured, missing
from safetyzone.measure.targets.queries import deciding_wave, deciding_waves
from zonestats.checks import BoolArray

PERCENT = 100.0


def stamps(zones: Sequence[Place]) -> Mapping[int, Any]:
    """Answers are only ever added, left out or taken back in: their numbers and weights tell."""
    waves = deciding_waves(zones)
    kept = Q(counted=True)
    seen = (
        Answer.objects.filter(wave__in=[wave.pk for wave in waves.values()])
        .values("wave")
        .annotate(every=Count("pk"), those=Count("pk", filter=kept), weight=Sum("base_weight", filter=kept))
        .order_by()
    )
    counts = {row["wave"]: [row["every"], row["those"], row["weight"]] for row in seen}
    return {
        zone: [wave.pk, wave.mode, wave.questionnaire.digest, wave.margins, wave.design, counts.get(wave.pk)]
        for zone, wave in waves.items()
    }


def measured(zone: Place, asked: Sequence[Indicator]) -> dict[str, Measured]:
    """Shares in percent, each with its interval."""
    wave = deciding_wave(zone)
    if wave is None:
        return {each.code: missing(NO_POLL) for each in asked}
    if wave.mode != WaveMode.PROBABILITY:
        return {each.code: missing(NO_SAMPLE, wave=wave.pk, title=wave.title) for each in asked}
    sample = sample_of(wave)
    names = {question["name"] for question in wave.questionnaire.questions}
    return {each.code: _of(wave, sample, each, names) for each in asked}


def _of(wave: Wave, sample: Sample, asked: Indicator, names: set[str]) -> Measured:
    about = {"wave": wave.pk, "title": wave.title, "question": asked.records["question"]}
    if asked.records["question"] not in names:
        return missing(NOT_ASKED, **about)
    counted, among = (_any_of(sample, asked, key) for key in ("counted", "denominator"))
    figure = share(sample, counted, among, probability=True, gamma=wave.gamma)
    if figure["kind"] != "estimate" or figure["refusal"]:
        refusal = figure["refusal"] or {}
        return missing(TOO_FEW, have=refusal.get("have"), need=refusal.get("need"), n=figure["n"], **about)
    return Measured(
        PERCENT * figure["share"], se=PERCENT * figure["se"], low=PERCENT * figure["low"], high=PERCENT * figure["high"],
        n=figure["n"], n_eff=figure["n_eff"] or figure["n"], day=wave.closes, about=about, sample=wave.sample,
    )  # fmt: skip


def _any_of(sample: Sample, asked: Indicator, key: str) -> BoolArray:
    found = np.zeros(sample.n, np.bool_)
    for value in asked.records[key]:
        found |= sample.columns.chose(asked.records["question"], value)
    return found


def participation(zone: Place, asked: Sequence[Indicator]) -> dict[str, Measured]:
    """Answers ÷ invitations of the deciding random sample: a full count, so without an error."""
    wave = deciding_wave(zone)
    if wave is None:
        return {each.code: missing(NO_POLL) for each in asked}
    if wave.mode != WaveMode.PROBABILITY:
        return {each.code: missing(NO_SAMPLE, wave=wave.pk, title=wave.title) for each in asked}
    counted = response(wave)
    if counted["rate"] is None:
        return {each.code: missing(NO_SAMPLE, wave=wave.pk, title=wave.title) for each in asked}
    found = Measured(
        PERCENT * counted["rate"], n=counted["invited"], day=wave.closes, sample=wave.sample,
        about={"wave": wave.pk, "title": wave.title, "definition": counted["definition"]},
    )  # fmt: skip
    return {each.code: found for each in asked}


SURVEY = Family(stamps, measured)
PARTICIPATION = Family(stamps, participation)
