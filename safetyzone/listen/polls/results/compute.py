"""All figures of a wave in one run."""

import hashlib
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, Max, Min, Q, Sum

from safetyzone.foundation.audit.memory import once
from safetyzone.foundation.runs.actions import computed, run_key
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Answer, Wave, WaveMode
from safetyzone.listen.polls.results.columns import counted
from safetyzone.listen.polls.results.domains import Domain
from safetyzone.listen.polls.results.fearmap import fear_map
from safetyzone.listen.polls.results.figures import question
from safetyzone.listen.polls.results.sample import sample_of
from zonestats.survey import kish

METHOD: Final = "poll"
SCHEMA: Final = 3  # of the run's result
REMEMBERED_SECONDS: Final = 300


def results_of(wave: Wave, *, by: str, only: Domain | None = None) -> Run:
    """The stored run of the wave's figures as they stand now; computed when answers, weights or margins changed."""
    return computed(
        method=METHOD, place=wave.zone, inputs=inputs_of(wave), parameters=parameters_of(wave, only), seed=0,
        compute=lambda: figures_of(wave, only), by=by,
    )  # fmt: skip


def key_of(wave: Wave, only: Domain | None = None) -> str:
    """The run's name, known before it is computed."""
    return run_key(method=METHOD, place=wave.zone, inputs=inputs_of(wave), parameters=parameters_of(wave, only), seed=0)


def stored_results(wave: Wave, only: Domain | None = None) -> Run | None:
    """The run if it was computed before from the answers of now; never computes."""
    return Run.objects.filter(key=key_of(wave, only)).first()


def parameters_of(wave: Wave, only: Domain | None) -> dict[str, Any]:
    """What the run's key is made of beside its inputs."""
    return {"wave": wave.pk, "gamma": wave.gamma, "schema": SCHEMA, "only": only.stated() if only else None}


def inputs_of(wave: Wave) -> str:
    """Digest of everything the figures depend on. Answers never change, so their ids stand for them.

    Reading 50,000 ids and the lists of codes takes a while, so each process remembers the digest for as long as a few counts
    are the same: the codes change only with an answer, with the state, or with a printing, which the design counts.
    """
    return once(("polls.inputs", wave.pk), lambda: _inputs_of(wave))


def _inputs_of(wave: Wave) -> str:
    stated = f"{wave.mode}|{wave.questionnaire.digest}|{wave.margins}|{wave.design}|"
    stamp = hashlib.sha256(f"{wave.state}|{stated}|{_stamp(wave)}".encode()).hexdigest()
    return str(cache.get_or_set(f"polls.inputs.{wave.pk}.{stamp}", lambda: _digest(wave, stated), REMEMBERED_SECONDS))


def _stamp(wave: Wave) -> str:
    """Answers are only ever added, left out or taken back in: their numbers and weights tell, but for a rare swap."""
    kept = Q(counted=True)
    seen = wave.answers.aggregate(
        every=Count("pk"), those=Count("pk", filter=kept), weight=Sum("base_weight", filter=kept)
    )
    return str(seen)


def _digest(wave: Wave, stated: str) -> str:
    sheets = "".join(
        f"{sheet.stratum}|{sheet.cluster}|{len(sheet.used)}|{sheet.invited}\n" for sheet in wave.sheets.order_by("pk")
    )
    digest = hashlib.sha256(f"{stated}{sheets}".encode())
    for pk, cluster in counted(wave).values_list("pk", "cluster").iterator(chunk_size=10_000):
        digest.update(f"{pk.hex}{cluster}\n".encode())
    return digest.hexdigest()


def figures_of(wave: Wave, only: Domain | None = None) -> dict[str, Any]:
    """JSON-ready: how the sample came about, its weights, and every question's figures."""
    sample = sample_of(wave)
    probability = wave.mode == WaveMode.PROBABILITY
    domain = only.of(sample) if only else None
    asked = [item for item in wave.questionnaire.questions if item["choices"]]
    return {
        "mode": wave.mode,
        "n": sample.n,
        "only": only.stated() | {"n": int(only.of(sample).sum())} if only else None,
        "not_counted": Answer.objects.filter(wave=wave, counted=False).count(),
        "response": response(wave) if probability else None,
        "weighting": sample.notes | {"kish": round(kish(sample.weight), 4) if sample.n else None},
        "channels": _counts(wave, "channel"),
        "received": _received(wave),
        "flags": flags(wave),
        "questions": [
            question(sample, item, probability=probability, gamma=wave.gamma, domain=domain) for item in asked
        ],
        "map": fear_map(wave, sample),
    }


def _counts(wave: Wave, field: str) -> dict[str, int]:
    return dict(wave.answers.values_list(field).annotate(n=Count("pk")).order_by(field))


def _received(wave: Wave) -> list[str] | None:
    days = wave.answers.aggregate(first=Min("received"), last=Max("received"))
    return [day.isoformat() for day in days.values()] if days["first"] else None


def flags(wave: Wave) -> dict[str, dict[str, int]]:
    """How many answers carry each mark, and how many of those count. Nothing is dropped in silence."""
    found: dict[str, dict[str, int]] = {}
    marked = wave.answers.exclude(flags=[]).values_list("flags", "counted")
    for marks, is_counted in marked.iterator(chunk_size=10_000):
        for mark in marks:
            row = found.setdefault(str(mark), {"n": 0, "counted": 0})
            row["n"] += 1
            row["counted"] += bool(is_counted)
    return dict(sorted(found.items()))


def response(wave: Wave) -> dict[str, Any]:
    """Response rate 2 of AAPOR's Standard Definitions: answers ÷ everybody invited, nobody's eligibility assumed away."""
    used = invited = 0
    for sheet in wave.sheets.all():
        used, invited = used + len(sheet.used), invited + sheet.invited
    return {
        "answered": used,
        "invited": invited,
        "rate": used / invited if invited else None,
        "definition": "AAPOR RR2",
    }
