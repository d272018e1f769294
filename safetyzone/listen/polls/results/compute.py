"""All figures of a wave in one run."""

import hashlib
from collections import Counter
from typing import Any

from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Answer, Wave, WaveMode
from safetyzone.listen.polls.results.fearmap import fear_map
from safetyzone.listen.polls.results.figures import question
from safetyzone.listen.polls.results.sample import sample_of
from zonestats.survey import kish


def results_of(wave: Wave, *, by: str) -> Run:
    """The stored run of the wave's figures as they stand now; computed when answers, weights or margins changed."""
    return computed(
        method="poll", place=wave.zone, inputs=inputs_of(wave), parameters={"wave": wave.pk, "gamma": wave.gamma}, seed=0,
        compute=lambda: figures_of(wave), by=by,
    )  # fmt: skip


def inputs_of(wave: Wave) -> str:
    """Digest of everything the figures depend on. Answers never change, so their ids stand for them."""
    digest = hashlib.sha256(f"{wave.mode}|{wave.questionnaire.digest}|{wave.margins}|{wave.design}".encode())
    rows = Answer.objects.filter(wave=wave, counted=True).order_by("pk").values_list("pk", "cluster")
    for pk, cluster in rows.iterator(chunk_size=10_000):
        digest.update(f"{pk.hex}{cluster}\n".encode())
    for sheet in wave.sheets.all():
        digest.update(f"{sheet.stratum}|{sheet.cluster}|{len(sheet.used)}|{len(sheet.unused)}\n".encode())
    return digest.hexdigest()


def figures_of(wave: Wave) -> dict[str, Any]:
    """JSON-ready: how the sample came about, its weights, and every question's figures."""
    sample = sample_of(wave)
    probability = wave.mode == WaveMode.PROBABILITY
    asked = [item for item in wave.questionnaire.questions if item["choices"]]
    return {
        "mode": wave.mode,
        "n": sample.n,
        "not_counted": Answer.objects.filter(wave=wave, counted=False).count(),
        "response": response(wave) if probability else None,
        "weighting": sample.notes | {"kish": round(kish(sample.weight), 4) if sample.n else None},
        "channels": dict(sorted(Counter(Answer.objects.filter(wave=wave).values_list("channel", flat=True)).items())),
        "questions": [question(sample, item, probability=probability, gamma=wave.gamma) for item in asked],
        "map": fear_map(wave, sample),
    }


def response(wave: Wave) -> dict[str, Any]:
    """Response rate 2 of AAPOR's Standard Definitions: answers ÷ everybody invited, nobody's eligibility assumed away."""
    used = unused = 0
    for sheet in wave.sheets.all():
        used, unused = used + len(sheet.used), unused + len(sheet.unused)
    invited = used + unused
    return {
        "answered": used,
        "invited": invited,
        "rate": used / invited if invited else None,
        "definition": "AAPOR RR2",
    }
