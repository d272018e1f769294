"""Prepare, open and close a wave; draw who is invited."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.jobs.actions import enqueue
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.polls import draws
from safetyzone.listen.polls.codes import digest_of, new_code
from safetyzone.listen.polls.margins import checked
from safetyzone.listen.polls.models import Answer, CodeSheet, FrameUnit, Questionnaire, Wave, WaveMode, WaveState
from safetyzone.listen.polls.screening import SMALLEST_ANSWERED

MIX: Final = "safetyzone.listen.polls.actions.mixing.mix"


class NotPossible(ValueError):
    """The wave's state or mode does not allow it; the sentence says what does."""


@dataclass(frozen=True)
class Address:
    """A unit of an address frame."""

    label: str
    stratum: str = ""
    cluster: str = ""


@dataclass(frozen=True)
class Community:
    """A cluster of an area frame: a community or cell with its number of households."""

    label: str
    households: int
    stratum: str = ""


@dataclass(frozen=True)
class Letter:
    """One invitation. The code exists here and on paper; the database keeps its digest."""

    label: str
    code: str
    cluster: str


def create_wave(
    *,
    zone: Place,
    questionnaire: Questionnaire,
    title: str,
    mode: str,
    opens: date,
    closes: date,
    by: str,
    margins: Sequence[dict[str, Any]] = (),
    sample: bool = False,
) -> Wave:
    """A wave in preparation. Raises ``NotPossible`` or ``WrongMargins``."""
    if zone.level != Level.ZONE:
        raise NotPossible(_("A poll is about a zone."))
    if closes < opens:
        raise NotPossible(_("The last day comes before the first."))
    targets = checked(questionnaire, list(margins))
    with transaction.atomic():
        wave = Wave.objects.create(
            zone=zone, questionnaire=questionnaire, title=title, mode=WaveMode(mode), opens=opens, closes=closes,
            margins=targets, sample=sample or zone.sample,
        )  # fmt: skip
        record(action="polls.wave_created", subject=f"wave:{wave.pk}", by=by, zone=zone.slug, mode=wave.mode)
    return wave


def set_margins(*, wave: Wave, margins: Sequence[dict[str, Any]], by: str) -> None:
    """Other population numbers: results computed from now on use them; earlier runs keep theirs."""
    targets = checked(wave.questionnaire, list(margins), complete=True)
    with transaction.atomic():
        wave.margins = targets
        wave.save(update_fields=["margins"])
        record(action="polls.margins_set", subject=f"wave:{wave.pk}", by=by, questions=[m["question"] for m in targets])


def set_quotas(*, wave: Wave, quotas: Sequence[dict[str, Any]], by: str) -> None:
    """How many people of each group are to be interviewed: [{where {question: answer}, target}]."""
    if wave.mode != WaveMode.QUOTA:
        raise NotPossible(_("Only a quota poll has quotas."))
    kept = [quota for quota in quotas if quota["target"] > 0]
    if not kept:
        raise NotPossible(_("Write at least one number above zero."))
    with transaction.atomic():
        wave.quotas = kept
        wave.save(update_fields=["quotas"])
        record(action="polls.quotas_set", subject=f"wave:{wave.pk}", by=by, cells=len(kept))


def invite_addresses(*, wave: Wave, frame: Sequence[Address], n: int, seed: int, by: str) -> list[Letter]:
    """Draw ``n`` households from a list of addresses, stratified; a code for each. The codes are returned this once."""
    can_invite(wave)
    drawn = draws.simple_random([unit.stratum for unit in frame], n, seed)
    chance = dict(zip(drawn.chosen.tolist(), drawn.probability.tolist(), strict=True))
    chosen = [frame[position] for position in chance]
    stored = stored_clusters([(unit.stratum, unit.cluster, 1) for unit in chosen])
    letters = [Letter(unit.label, new_code(), stored[unit.stratum, unit.cluster]) for unit in chosen]
    units = [
        FrameUnit(wave=wave, stratum=unit.stratum, cluster=unit.cluster, label=unit.label, drawn=position in chance,
                  probability=chance.get(position))
        for position, unit in enumerate(frame)
    ]  # fmt: skip
    sheets: dict[tuple[str, str, float], list[str]] = defaultdict(list)
    for unit, letter, probability in zip(chosen, letters, chance.values(), strict=True):
        sheets[unit.stratum, letter.cluster, 1 / probability].append(letter.code)
    design = {"frame": "list", "units": len(frame), "invited": len(letters), "seed": seed, "psu": "household",
              "draw": "stratified simple random sample", "strata": _counts([unit.stratum for unit in frame])}  # fmt: skip
    _store(wave=wave, units=units, sheets=sheets, design=design, by=by)
    return letters


def invite_communities(
    *, wave: Wave, frame: Sequence[Community], clusters: int, interviews: int, seed: int, by: str
) -> list[Letter]:
    """Draw communities by size, then a systematic walk of ``interviews`` households in each; a code for each interview."""
    can_invite(wave)
    drawn = draws.systematic_pps([unit.households for unit in frame], clusters, seed)
    chance = dict(zip(drawn.chosen.tolist(), drawn.probability.tolist(), strict=True))
    stored = stored_clusters([(frame[position].stratum, frame[position].label, interviews) for position in chance])
    units, letters = [], []
    sheets: dict[tuple[str, str, float], list[str]] = defaultdict(list)
    for position, unit in enumerate(frame):
        route = draws.walk(unit.households, interviews, seed + position) if position in chance else {}
        units.append(
            FrameUnit(wave=wave, stratum=unit.stratum, cluster=unit.label, label=unit.label, households=unit.households,
                      drawn=position in chance, probability=chance.get(position), walk=route)
        )  # fmt: skip
        if route:
            cluster = stored[unit.stratum, unit.label]
            weight = unit.households / interviews / chance[position]
            own = [Letter(f"{unit.label} {number}", new_code(), cluster) for number in range(1, interviews + 1)]
            sheets[unit.stratum, cluster, weight] += [letter.code for letter in own]
            letters += own
    design = {"frame": "clusters", "units": len(frame), "households": sum(unit.households for unit in frame),
              "clusters": clusters, "interviews": interviews, "invited": len(letters), "seed": seed, "psu": "cluster",
              "draw": "clusters with probability proportional to households, then a systematic walk"}  # fmt: skip
    _store(wave=wave, units=units, sheets=sheets, design=design, by=by)
    return letters


def open_wave(*, wave: Wave, by: str) -> None:
    """From now on answers are taken, between the wave's first and last day."""
    if wave.state != WaveState.DRAFT:
        raise NotPossible(_("Only a poll in preparation can be opened."))
    if wave.mode == WaveMode.PROBABILITY and not wave.sheets.exists():
        raise NotPossible(_("A random sample needs invitations first: upload a list of addresses or communities."))
    _turn(wave, WaveState.OPEN, "polls.wave_opened", by)


def close_wave(*, wave: Wave, by: str) -> None:
    """No more answers. Clusters with fewer than five answers are joined, so that no code can be guessed from them."""
    if wave.state != WaveState.OPEN:
        raise NotPossible(_("Only an open poll can be closed."))
    with transaction.atomic():
        _turn(
            wave, WaveState.CLOSED, "polls.wave_closed", by
        )  # first: answers that are being stored now are waited for
        _join_small_clusters(wave)
        enqueue(MIX, key=f"poll-mixed:{wave.pk}", wave=wave.pk, by=by)


def _turn(wave: Wave, state: WaveState, action: str, by: str) -> None:
    with transaction.atomic():
        if not Wave.objects.filter(pk=wave.pk, state=wave.state).update(state=state):
            raise NotPossible(_("Somebody else has just changed this poll. Look at it again."))
        wave.state = state
        record(action=action, subject=f"wave:{wave.pk}", by=by)


def can_invite(wave: Wave) -> None:
    """Raises ``NotPossible`` when no sample can be drawn for the wave (any more)."""
    if wave.mode != WaveMode.PROBABILITY:
        raise NotPossible(_("Codes belong to a random sample; this poll is answered without."))
    if wave.state != WaveState.DRAFT or wave.sheets.exists():
        raise NotPossible(_("The sample of this poll is drawn already; start a new poll to draw another."))


def stored_clusters(rows: Sequence[tuple[str, str, int]]) -> dict[tuple[str, str], str]:
    """(stratum, cluster) → the label it is stored under: small neighbours joined inside their stratum."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for stratum, cluster, codes in rows:
        counts[stratum][cluster] += codes
    return {
        (stratum, cluster): label
        for stratum, own in counts.items()
        for cluster, label in zip(own, draws.merged(list(own), list(own.values())), strict=True)
    }


def _store(
    *,
    wave: Wave,
    units: list[FrameUnit],
    sheets: dict[tuple[str, str, float], list[str]],
    design: dict[str, Any],
    by: str,
) -> None:
    with transaction.atomic():
        FrameUnit.objects.bulk_create(units, batch_size=2000)
        CodeSheet.objects.bulk_create(
            CodeSheet(wave=wave, stratum=stratum, cluster=cluster, base_weight=weight,
                      unused=sorted(digest_of(code.replace("-", "")) for code in codes))
            for (stratum, cluster, weight), codes in sheets.items()
        )  # fmt: skip
        wave.design = design
        wave.save(update_fields=["design"])
        record(
            action="polls.sample_drawn",
            subject=f"wave:{wave.pk}",
            by=by,
            invited=design["invited"],
            seed=design["seed"],
        )


def _join_small_clusters(wave: Wave) -> None:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for stratum, cluster in wave.sheets.order_by("pk").values_list("stratum", "cluster"):
        counts[stratum][cluster] += 0
    for stratum, cluster in Answer.objects.filter(wave=wave).values_list("stratum", "cluster"):
        counts[stratum][cluster] += 1
    for stratum, own in counts.items():
        labels = draws.merged(list(own), list(own.values()), SMALLEST_ANSWERED)
        for cluster, label in zip(own, labels, strict=True):
            if cluster != label:
                Answer.objects.filter(wave=wave, stratum=stratum, cluster=cluster).update(cluster=label)
                _move_sheets(wave, stratum, cluster, label)


def _move_sheets(wave: Wave, stratum: str, cluster: str, label: str) -> None:
    for sheet in CodeSheet.objects.select_for_update().filter(wave=wave, stratum=stratum, cluster=cluster):
        into = CodeSheet.objects.filter(
            wave=wave, stratum=stratum, cluster=label, base_weight=sheet.base_weight
        ).first()
        if into is None:
            sheet.cluster = label
            sheet.save(update_fields=["cluster"])
        else:
            into.unused, into.used = sorted(into.unused + sheet.unused), sorted(into.used + sheet.used)
            into.replaced += sheet.replaced
            into.save(update_fields=["unused", "used", "replaced"])
            sheet.delete()


def _counts(labels: list[str]) -> dict[str, int]:
    names, many = np.unique(np.asarray(labels, dtype=object).astype(str), return_counts=True)
    return dict(zip(names.tolist(), many.tolist(), strict=True))
