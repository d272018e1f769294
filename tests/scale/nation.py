"""A nation for the board: 1,484 SAMPLE stations with a zone each, and five years of what a board sums up.

Per zone: a picture and a poll's verdicts a year, four promises a year, a stage; 1,484 candidates in a compared selection. With
``--incidents`` as many records lie behind each picture; no page measured here reads one, but the database is as large.

    SAFETYZONE_DATA=/tmp/nation python -m tests.scale.nation --incidents 60
"""

import argparse
import json
import os
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import h3
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safetyzone.config.settings")
import django

django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 - after the set-up
from django.utils import timezone  # noqa: E402

from safetyzone.act.tasks.models import Task  # noqa: E402
from safetyzone.foundation.partners.actions import add_organisation  # noqa: E402
from safetyzone.foundation.partners.models import Organisation  # noqa: E402
from safetyzone.foundation.people.models import Membership, User  # noqa: E402
from safetyzone.foundation.places.actions import load_folder  # noqa: E402
from safetyzone.foundation.places.models import Level, Place  # noqa: E402
from safetyzone.foundation.places.packs.files import pack_folder  # noqa: E402
from safetyzone.foundation.runs.models import Run  # noqa: E402
from safetyzone.foundation.tables import bring_up_to_date  # noqa: E402
from safetyzone.listen.incidents.models import (  # noqa: E402
    Import,
    ImportState,
    Incident,
    PlacePrecision,
    TimePrecision,
)
from safetyzone.programme.board.actions import sum_up  # noqa: E402
from safetyzone.programme.committee.actions import give_seat, set_up  # noqa: E402
from safetyzone.programme.rollout.models import StageCode, ZoneStage  # noqa: E402
from safetyzone.programme.selection.actions import add_candidates, compare, prepare_selection, set_rules  # noqa: E402
from safetyzone.programme.selection.compute import choice_of, codes_of  # noqa: E402
from safetyzone.programme.selection.models import Selection  # noqa: E402
from safetyzone.programme.selection.reading import Row  # noqa: E402
from safetyzone.programme.selection.rules import Quota, Rules  # noqa: E402

BY: Final = "scale"
STATIONS: Final = 1_484
YEARS: Final = 5
TASKS_A_YEAR: Final = 4
BATCH: Final = 500
USERS: Final = 20
NEWEST: Final = datetime(2026, 6, 30, 12, tzinfo=UTC)


def stations(rng: np.random.Generator) -> list[Place]:
    """As many as the country has, spread over the pack's provinces; the pack's own fifteen among them."""
    load_folder(folder=pack_folder("thailand"), by=BY)
    provinces = list(Place.objects.filter(level=Level.PROVINCE).order_by("path"))
    missing = STATIONS - Place.objects.filter(level=Level.STATION).count()
    made = [
        _place(Level.STATION, f"sample-{number}", provinces[number % len(provinces)], rng) for number in range(missing)
    ]
    Place.objects.bulk_create(made, batch_size=BATCH)
    bare = list(Place.objects.filter(level=Level.STATION).exclude(children__level=Level.ZONE))
    Place.objects.bulk_create(
        [_place(Level.ZONE, f"{station.slug}-zone", station, rng) for station in bare], batch_size=BATCH
    )
    return list(Place.objects.filter(level=Level.STATION).order_by("path"))


def _place(level: str, slug: str, parent: Place, rng: np.random.Generator) -> Place:
    lon, lat = ((value or 0) + rng.normal(0, 0.25) for value in (parent.lon, parent.lat))
    return Place(
        level=level, slug=slug, path=f"{parent.path}{slug}/", parent=parent, pack="thailand", sample=True, added=True,
        names={"th": f"ตัวอย่าง {slug}", "en": f"SAMPLE {slug}"}, lon=lon, lat=lat,
    )  # fmt: skip


def years_of_runs(zones: list[Place], rng: np.random.Generator) -> None:
    """A picture and the verdicts of a poll for each zone and year."""
    runs = []
    for zone in zones:
        for year in range(YEARS):
            day = date(2022 + year, 6, 30)
            n, before = (int(value) for value in rng.integers(5, 400, 2))
            ratio = n / before
            trend = {"months": 12, "n": n, "last_year": before, "ratio": ratio, "low": ratio * 0.8, "high": ratio * 1.25,
                     "p": 0.2, "refusal": None}  # fmt: skip
            usual = {"schema": "picture/1", "group": "", "origin": "reported", "from": None, "to": None}
            result = {"sample": True, "basis": {"to": day.isoformat()}, "trend": {"year": trend, "refusal": None}}
            runs.append(_run("picture", zone, year, usual, result))
            runs.append(
                _run(
                    "targets",
                    zone,
                    year,
                    {"wave": year},
                    {"targets": [_verdict(code, rng) for code in ("fear", "confidence")]},
                )
            )
    Run.objects.bulk_create(runs, batch_size=BATCH)


def _run(method: str, zone: Place, year: int, parameters: dict[str, Any], result: dict[str, Any]) -> Run:
    return Run(
        method=method, place=zone, key=f"{method}-{zone.pk}-{year}".ljust(64, "0"), inputs="i" * 64, seed=0, duration_ms=1,
        parameters=parameters, code_version="scale", result=result, result_digest="d" * 64,
    )  # fmt: skip


def _verdict(code: str, rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(60, 900))
    share = float(np.clip(rng.normal(0.42, 0.08), 0.05, 0.95))
    half = 1.96 * (share * (1 - share) / n) ** 0.5
    figure = {"kind": "estimate", "n": n, "n_eff": n / 1.4, "share": share, "low": share - half, "high": share + half,
              "se": half / 1.96, "refusal": None}  # fmt: skip
    return {"code": code, "figure": figure, "verdict": {"status": "cannot_tell", "why": "both_sides"}}


def incidents(zones: list[Place], rng: np.random.Generator, a_year: int) -> None:
    """So many records of each zone's station and year."""
    held: list[Incident] = []
    for zone in zones:
        if zone.parent is None:
            continue
        brought = Import.objects.create(
            station=zone.parent, source="scale", file_name="sample.csv", file_digest="f" * 64, state=ImportState.DONE,
            rows_read=a_year * YEARS, accepted=a_year * YEARS, by=BY, sample=True,
        )  # fmt: skip
        days = rng.integers(0, 365 * YEARS, a_year * YEARS)
        places = rng.normal((zone.lon or 0.0, zone.lat or 0.0), 0.01, (len(days), 2))
        for day, (lon, lat) in zip(days, places, strict=True):
            moment = NEWEST - timedelta(days=int(day))
            held.append(Incident(
                station=zone.parent, identity=rng.bytes(16), digest=rng.bytes(16), category="theft", origin="reported",
                occurred_from=moment, occurred_to=moment, time_precision=TimePrecision.EXACT, lon=lon, lat=lat,
                cell=h3.str_to_int(h3.latlng_to_cell(lat, lon, 12)), place_precision=PlacePrecision.EXACT,
                import_run=brought,
            ))  # fmt: skip
        if len(held) >= 20 * BATCH:
            Incident.objects.bulk_create(held, batch_size=BATCH)
            held = []
    Incident.objects.bulk_create(held, batch_size=BATCH)


def promises(zones: list[Place], rng: np.random.Generator) -> None:
    """Tasks of five years, some late, some running."""
    today = timezone.localdate()
    police = [Organisation(place=zone, kind="police", name=f"ตำรวจ {zone.slug}", sample=True) for zone in zones]
    Organisation.objects.bulk_create(police, batch_size=BATCH)
    tasks = []
    for organisation in police:
        for number in range(YEARS * TASKS_A_YEAR):
            day = today - timedelta(days=int(rng.integers(-60, 365 * YEARS)))
            done = day < today and rng.random() < 0.85
            tasks.append(Task(
                zone=organisation.place, organisation=organisation, title=f"Task {number}", effort="prevention", sample=True,
                state="checked" if done else "accepted", due=day, promised=day, link_until=day, accepted_at=timezone.now(),
                done_on=day + timedelta(days=int(rng.integers(-10, 8))) if done else None,
            ))  # fmt: skip
    Task.objects.bulk_create(tasks, batch_size=BATCH)


def stages(zones: list[Place], rng: np.random.Generator) -> None:
    """Every zone takes part somewhere; the pilots already do."""
    taken = set(ZoneStage.objects.values_list("zone_id", flat=True))
    codes = rng.choice([str(code) for code in StageCode.values], len(zones))
    ZoneStage.objects.bulk_create([
        ZoneStage(zone=zone, stage=str(code), phase=3, since=timezone.now(), sample=True)
        for zone, code in zip(zones, codes, strict=True) if zone.pk not in taken
    ], batch_size=BATCH)  # fmt: skip


def selection(places: list[Place], rng: np.random.Generator, *, coupled: bool) -> dict[str, Any]:
    """Every station as a candidate, compared without a shared budget and quotas, ``coupled`` also with: how long each took.

    Before any station takes part, so that all but the pilots can be chosen.
    """
    country = Place.objects.get(slug="thailand")
    committee = set_up(place=country, name="คณะขับเคลื่อน", mandate="SAMPLE", quorum=1, by=BY, sample=True)
    give_seat(
        committee=committee, organisation=add_organisation(place=country, kind="police", name="ตร.", by=BY), by=BY
    )
    codes = codes_of("thailand")
    rows = [
        Row(station.slug, f"SAMPLE {station.slug}", codes[int(rng.integers(0, 3))],
            {code: {"score": float(rng.integers(1, 101)), "words": "SAMPLE", "source": ""} for code in codes},
            int(rng.integers(0, 101)), int(rng.integers(1, 20)) * 100_000)
        for station in places
    ]  # fmt: skip
    told: dict[str, Any] = {}
    held: Selection = prepare_selection(committee=committee, title="SAMPLE: every station", phase=2, by=BY, sample=True)
    started = time.perf_counter()
    add_candidates(selection=held, rows=rows, by=BY)
    told["candidates_s"] = round(time.perf_counter() - started, 2)
    weights = dict(zip(codes, (0.5, 0.2, 0.3), strict=True))
    tried = {"by_province": Rules(weights, floor=20)}
    if coupled:
        shared = Rules(weights, floor=20, budget=45_000_000, kinds={code: Quota(15, None) for code in codes})
        tried = {"coupled": shared} | tried
    for name, rules in tried.items():
        held = set_rules(selection=held, rules=rules, by=BY)
        run = choice_of(held, by=BY)
        told[f"{name}_s"] = run.duration_ms / 1000
        told[f"{name}_by_province"] = (run.result["draws"] or {}).get("by_province")
    compare(selection=held, by=BY)
    return told | {"selection": held.pk}


def sessions() -> list[str]:
    """Keys of twenty readers of the whole country."""
    country, keys = Place.objects.get(slug="thailand"), []
    for number in range(USERS):
        user = User.objects.create_user(f"reader-{number}@example.org", None, sample=True)
        Membership.objects.create(user=user, place=country, role="programme")
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys


def build(incidents_a_year: int = 0, *, coupled: bool = False) -> dict[str, Any]:
    """Everything, and what the measuring needs to know of it."""
    bring_up_to_date()
    rng = np.random.default_rng(1484)
    places = stations(rng)
    told = selection(places, rng, coupled=coupled)
    zones = list(Place.objects.filter(level=Level.ZONE).order_by("path"))
    years_of_runs(zones, rng)
    if incidents_a_year:
        incidents(zones, rng, incidents_a_year)
    promises(zones, rng)
    stages(zones, rng)
    started = time.perf_counter()
    sum_up(by=BY)
    told["sum_up_s"] = round(time.perf_counter() - started, 2)
    return told | {"zones": len(zones), "incidents": Incident.objects.count(), "sessions": sessions()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=0, help="records of each zone and year")
    parser.add_argument("--coupled", action="store_true", help="also compare under a shared budget and quotas")
    options = parser.parse_args()
    print(json.dumps(build(options.incidents, coupled=options.coupled)))
