"""A zone with neighbours, incidents by month, and finished plans."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.actions import make_local_zone
from safetyzone.foundation.places.models import AreaPack, Category, Level, Place
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.listen.incidents.models import Import, ImportState, Incident
from safetyzone.plan.problems.models import Evaluation, Plan

FIRST = np.datetime64("2024-01")
Finished = Callable[..., Plan]


@pytest.fixture
def zone(db: None) -> Place:
    boundary = sample_boundary("try", lon=100.0, lat=13.7, km2=1.0)
    made = make_local_zone(name="Try", boundary=boundary, time_zone="Asia/Bangkok", by="system")
    pack = AreaPack.objects.get(slug=made.pack)
    names = {"en": "Thefts", "th": "ลักทรัพย์"}
    pack.content = {**pack.content, "groups": [{"code": "property", "names": names, "origin": "reported"}]}
    pack.save()
    kept = {"group": "property", "names": names, "origin": "reported"}
    Category.objects.update_or_create(pack=made.pack, code="theft", defaults=kept)
    return made


def beside(zone: Place, number: int) -> Place:
    """Another zone of the same station, ten kilometres further east for each number."""
    name = f"Zone {number}"
    return Place.objects.create(
        level=Level.ZONE, slug=f"zone-{number}", path=f"{zone.path.removesuffix(f'{zone.slug}/')}zone-{number}/",
        parent=zone.parent, names={"en": name}, pack=zone.pack, time_zone=zone.time_zone,
        boundary=sample_boundary(name, lon=100.0 + number / 10, lat=13.7, km2=1.0),
    )  # fmt: skip


def record(counts: dict[Place, Sequence[int]]) -> None:
    """So many reported thefts in the middle of each zone in each month from January 2024; the station's files cover them all."""
    station = next(iter(counts)).parent
    done = Import.objects.create(
        station=station, source="t", file_name="t.csv", file_digest="a" * 64, state=ImportState.DONE
    )
    rows: list[Incident] = []

    def add(lon: float, month: int, day: int) -> None:
        when = (FIRST + month).astype("datetime64[D]") + day
        rows.append(Incident(
            station=station, identity=str(len(rows)).encode(), digest=b"d", category="theft", origin="reported",
            occurred_from=f"{when}T05:00:00+00:00", time_precision="exact", lon=lon, lat=13.7, cell=1, place_precision="exact",
            import_run=done,
        ))  # fmt: skip

    for number in range(max(map(len, counts.values()))):
        length = int(
            ((FIRST + number + 1).astype("datetime64[D]") - (FIRST + number).astype("datetime64[D]")).astype(int)
        )
        for day in (0, 9, 18, length - 1):  # far from every zone: the register was kept to the month's last day
            add(99.0, number, day)
    for place, months in counts.items():
        lon = 100.0 if place.slug == "local-zone" else 100.0 + int(place.slug.removeprefix("zone-")) / 10
        for number, many in enumerate(months):
            for k in range(many):
                add(lon, number, k % 28)
    Incident.objects.bulk_create(rows)


@pytest.fixture
def finished(zone: Place) -> Finished:
    """A finished plan of the zone, judged over 2024 against 2025 unless told otherwise."""

    def made(
        *, controls: Sequence[Place] = (), displaced: Sequence[Place] = (), displaced_controls: Sequence[Place] = (),
        state: str = "finished", **more: Any,
    ) -> Plan:  # fmt: skip
        plan = Plan.objects.create(zone=zone, title="Lamps in the lane", state=state, starts=date(2025, 1, 1), ends=date(2025, 12, 31),
                                   ended_on=date(2026, 1, 5))  # fmt: skip
        given = {"outcome": "incidents", "group": "property", "before_from": date(2024, 1, 1), "before_to": date(2024, 12, 31),
                 "after_from": date(2025, 1, 1), "after_to": date(2025, 12, 31), **more}  # fmt: skip
        evaluation = Evaluation.objects.create(
            plan=plan, treated=zone, fixed_at=timezone.now(), fixed_by="system", **given
        )
        evaluation.controls.set(controls)
        evaluation.displaced.set(displaced)
        evaluation.displaced_controls.set(displaced_controls)
        return plan

    return made


@pytest.fixture
def visitor() -> Callable[[str, Place], Client]:
    """A browser signed in with a role at a place, in English."""

    def visiting(role: str, place: Place) -> Client:
        user = User.objects.create_user(f"{role}-{place.slug}@example.org", None)
        Membership.objects.create(user=user, place=place, role=role)
        client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return visiting
