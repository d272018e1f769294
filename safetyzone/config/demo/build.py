"""Build the demo: the pack, a person per role, fifteen stations' files through the real import, fifteen pictures."""

import json
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.queries import stored_picture
from safetyzone.config.demo import index, meetings, partners, polls, publishing, rollout, tasks, voices, walks
from safetyzone.config.demo import plans as plans_made
from safetyzone.config.demo.files import SHAPES, write_file
from safetyzone.config.demo.people import BY, make_people
from safetyzone.config.demo.plan import PLANS, Plan
from safetyzone.config.demo.records import MONTHS, make_records
from safetyzone.config.demo.steps import step
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.actions import load_folder
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.packs.files import pack_folder
from safetyzone.listen.incidents.actions import import_file
from safetyzone.listen.incidents.models import Import, ImportState

PACK: Final = "thailand"


class NotADemo(Exception):
    """The database holds somebody's real work; the sentence says what to do."""


def build(*, folder: Path, plans: tuple[Plan, ...] = PLANS) -> None:
    """Everything that is not there yet; what a former run has built is left as it is."""
    refuse_real_data()
    first_month = chosen_month(folder)
    with step("Loading the area pack of Thailand"):
        load_folder(folder=pack_folder(PACK), by=BY)
    with step("Making a person for each role"):
        make_people()
    missing = [plan for plan in plans if not _imported(plan)]
    for number, plan in enumerate(missing, start=1):
        with step(f"Sample records of {plan.zone} ({number} of {len(missing)})"):
            bring_in(plan, folder=folder, first_month=first_month)
    for poll in polls.waiting({plan.zone for plan in plans}):
        with step(f"Sample poll in {poll.zone}"):
            polls.make_poll(poll)
    for heard in voices.missing_voices({plan.zone for plan in plans}):
        with step(f"Sample suggestions of {heard.zone}"):
            voices.make_voices(heard)
    zones = [Place.objects.get(slug=plan.zone) for plan in plans]
    for zone in partners.without_partners(zones):
        with step(f"Sample partners of {zone.slug}"):
            partners.make_partners(zone)
    waiting = [zone for zone in zones if stored_picture(zone, Filters()) is None]
    for number, zone in enumerate(waiting, start=1):
        with step(f"Computing the picture of {zone.slug} ({number} of {len(waiting)})"):
            picture_of(zone=zone, by=BY)
    walk_and_plan(zones)
    for number, zone in enumerate(tasks.without_tasks(zones)):
        with step(f"Sample tasks of {zone.slug}"):
            tasks.make_tasks(zone, number=number)
    for held in meetings.without_meetings({plan.zone for plan in plans}):
        with step(f"Sample meetings in {held.zone}"):
            meetings.make_meetings(held)
    for title, work in index.steps(zones):
        with step(title):
            work()
    for zone in publishing.unpublished(zones):
        with step(f"Publishing the page of {zone.slug}"):
            publishing.publish(zone)
    with step("Sample committees, a choice of areas, and the board"):
        rollout.make_programme()


def walk_and_plan(zones: list[Place]) -> None:
    """Walks first: what they find belongs to the problems."""
    for zone in walks.unwalked(zones):
        with step(f"Sample walk through {zone.slug}"):
            walks.walk_through(zone)
    for zone in plans_made.unplanned(zones):
        with step(f"Sample problems and plan of {zone.slug}"):
            plans_made.plan_for(zone)


def refuse_real_data() -> None:
    """The demo never mixes its sample records with real ones."""
    if Import.objects.filter(sample=False).exists() or User.objects.filter(sample=False).exists():
        raise NotADemo(
            f"{settings.DATA} holds real accounts or records, and the demo would mix sample records into them. "
            "Point SAFETYZONE_DATA to another folder, or leave it unset."
        )


def chosen_month(folder: Path) -> str:
    """The first of the two years' months, settled when the demo is first built."""
    note = folder / "demo.json"
    if note.exists():
        return str(json.loads(note.read_text())["first_month"])
    first = month_before(timezone.localdate(), MONTHS)
    folder.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"first_month": first}))
    return first


def month_before(today: date, months: int) -> str:
    """The month so many months before this one."""
    number = today.year * 12 + today.month - 1 - months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def bring_in(plan: Plan, *, folder: Path, first_month: str) -> None:
    """Write the station's file and import it as anybody would."""
    station, zone = Place.objects.get(slug=plan.station), Place.objects.get(slug=plan.zone)
    assert zone.boundary is not None
    records = make_records(plan, boundary=zone.boundary, first_month=first_month)
    files = folder / "sample-files"
    files.mkdir(parents=True, exist_ok=True)
    path = write_file(records, shape=plan.shape, folder=files, name=plan.station)
    import_file(path=path, station=station, mapping=SHAPES[plan.shape].mapping, by=BY, sample=True)


def _imported(plan: Plan) -> bool:
    return Import.objects.filter(station__slug=plan.station, state=ImportState.DONE, sample=True).exists()
