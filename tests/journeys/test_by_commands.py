"""One zone's whole story by the command line: records in, asked, planned, done, asked again, measured, published.

Where a step belongs to people at a table (agreeing, promising, checking) the same actions are called that the pages call.
"""

import csv
import io
import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone
from PIL import Image

from safetyzone.act.tasks.actions.answers import accept_task, check_task, report_done
from safetyzone.act.tasks.actions.asking import ask_task
from safetyzone.act.tasks.models import Side
from safetyzone.act.tasks.queries import promises
from safetyzone.config.cli import main
from safetyzone.foundation.audit.queries import verify
from safetyzone.foundation.decisions.actions import close_decision, take_position
from safetyzone.foundation.media.actions import keep_picture
from safetyzone.foundation.partners.actions import add_organisation, ensure_police
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.actions import load_folder
from safetyzone.foundation.places.geometry import bounds
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.packs.files import pack_folder
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.actions.made_up import add_made_up_answers
from safetyzone.listen.polls.actions.samples import draw_sample, set_frame
from safetyzone.listen.polls.actions.waves import Community, close_wave, create_wave, open_wave
from safetyzone.listen.polls.models import Channel, Questionnaire, Wave, WaveMode
from safetyzone.plan.problems.actions.evaluations import fix_evaluation
from safetyzone.plan.problems.actions.plans import add_measure, finish_plan, make_plan, propose_plan, start_plan
from safetyzone.plan.problems.actions.problems import Link, name_problem
from safetyzone.plan.problems.content import plan_content
from safetyzone.plan.problems.models import Plan, Problem
from safetyzone.publish.site.actions import publish_month, set_page

HERE, BESIDE = ("phuket-old-town", "mueang-phuket"), ("jomtien", "mueang-pattaya")
MAPPING = """
mapping: 1
source: register
columns: {source_id: id, category: kind, occurred_from: when, lon: x, lat: y}
origin: {default: reported}
"""
BY = "test"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def run(*arguments: str) -> Any:
    done = CliRunner().invoke(main, [*arguments, "--json"])
    assert done.exit_code == 0, f"{arguments}: {done.output}"
    return json.loads(done.stdout)


def month(back: int) -> date:
    """The first day of the month so many months ago."""
    number = timezone.localdate().year * 12 + timezone.localdate().month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def register(folder: Path, zone: Place, before: int, after: int, seed: int) -> Path:
    """Two years of thefts in the zone: ``before`` a month in the first, ``after`` a month since the plan began."""
    assert zone.boundary is not None
    rng = np.random.default_rng(seed)
    west, south, east, north = bounds(zone.boundary)
    x, y = (west + east) / 2, (south + north) / 2
    path = folder / f"{zone.slug}.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "kind", "when", "x", "y"])
        for back in range(24, 0, -1):
            first, days = month(back), (month(back - 1) - month(back)).days
            for k in range(before if back > 12 else after):
                day = first + timedelta(days=k * (days - 1) // max((before if back > 12 else after) - 1, 1))
                spot = rng.normal([x, y], [(east - west) / 12, (north - south) / 12])
                rows.writerow(
                    [f"{zone.slug}-{back}-{k}", "theft", f"{day} {int(rng.integers(24)):02d}:10", *spot.round(6)]
                )
    return path


def poll(zone: Place, title: str, age: int, fear: float, seed: int) -> Wave:
    """A random sample of made-up residents, of whom ``fear`` are afraid."""
    rng = random.Random(seed)
    opens = timezone.localdate() - timedelta(days=age)
    asked = Questionnaire.objects.filter(core=True).latest("added_at")
    wave = create_wave(zone=zone, questionnaire=asked, title=title, mode=WaveMode.PROBABILITY, opens=opens,
                       closes=opens + timedelta(days=20), by=BY, sample=True)  # fmt: skip
    set_frame(wave=wave, frame=[Community(f"C{number}", 100 + number) for number in range(30)], by=BY)
    draw_sample(wave=wave, clusters=20, invite=30, seed=seed, by=BY)
    open_wave(wave=wave, by=BY)

    def answer(_cluster: str) -> dict[str, Any]:
        afraid = rng.random() < fear
        return {"here": "resident", "adults": 2, "sex": rng.choice(["female", "male"]), "age-band": "30-44",
                "safe-after-dark": "very-unsafe" if afraid else "fairly-safe", "confidence-in-police": "yes"}  # fmt: skip

    add_made_up_answers(wave=wave, person=answer, many=480, rng=rng, channels=[Channel.PLAIN], by=BY)
    close_wave(wave=wave, by=BY)
    return wave


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (320, 240), (200, 180, 90)).save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
def records(tmp_path: Path) -> None:
    """Here thefts halve after the plan begins; in the comparison zone nothing changes."""
    load_folder(folder=pack_folder("thailand"), by=BY)
    (tmp_path / "m.yaml").write_text(MAPPING)
    for (slug, station), after, seed in ((HERE, 12, 1), (BESIDE, 30, 2)):
        path = register(tmp_path, Place.objects.get(slug=slug), 30, after, seed)
        report = run("import", "incidents", str(path), "--station", station, "--mapping", str(tmp_path / "m.yaml"))
        assert report["rejected"] == 0
        again = run("import", "incidents", str(path), "--station", station, "--mapping", str(tmp_path / "m.yaml"))
        assert again["accepted"] == 0


def partners(zone: Place) -> dict[str, Organisation]:
    assert zone.parent is not None
    found = {"police": ensure_police(station=zone.parent, by=BY)}
    for kind, name in (("local-government", "City"), ("business", "Market"), ("residents", "Lane 4")):
        found[kind] = add_organisation(place=zone, kind=kind, name=name, by=BY, sample=True)
    return found


def agreed_plan(zone: Place, who: dict[str, Organisation], evidence: list[Link]) -> tuple[Plan, Problem]:
    problem = name_problem(zone=zone, title="Thefts in the dark lane", owner=who["police"], evidence=evidence,
                           goal_words="fewer thefts", by=BY)  # fmt: skip
    plan = make_plan(zone=zone, title="Light and feet", starts=month(12), ends=month(0), owner=who["police"], by=BY)
    add_measure(plan=plan, problem=problem, measure="street-lighting", expected_effect="a fifth fewer", dose="18 lamps",
                organisation=who["local-government"], payer=who["local-government"], cost=250_000, by=BY)  # fmt: skip
    fix_evaluation(
        plan=plan, outcome="incidents", group="", controls=[Place.objects.get(slug=BESIDE[0])],
        before_from=month(24), before_to=month(12) - timedelta(days=1), after_from=month(12),
        after_to=month(0) - timedelta(days=1), by=BY,
    )  # fmt: skip
    asked = propose_plan(plan=plan, by=BY)
    for organisation in who.values():
        take_position(decision=asked, organisation=organisation, stance="agree", by=BY)
    close_decision(decision=asked, content=plan_content(plan), by=BY)
    start_plan(plan=plan, by=BY)
    return plan, problem


def done_by(zone: Place, organisation: Organisation, problem: Problem) -> None:
    """Asked, promised, done with a photo, checked."""
    before = keep_picture(place=zone, raw=photo(), purpose="task", by=BY)
    task = ask_task(zone=zone, organisation=organisation, title=f"Work of {organisation.name}", effort="prevention",
                    due=timezone.localdate() + timedelta(days=9), problem=problem, before=before, by=BY)  # fmt: skip
    accept_task(task=task, by=BY, side=Side.LINK)
    report_done(task=task, by=BY, side=Side.LINK, photo=photo())
    check_task(task=task, by=BY, show_pictures=True)


def test_from_records_to_what_was_published(records: None, client: Client, tmp_path: Path) -> None:
    zone = Place.objects.get(slug=HERE[0])
    picture = run("picture", zone.slug)
    assert picture["counts"]["n"] == 12 * 30 + 12 * 12

    who = partners(zone)
    first = poll(zone, "Before", 60, 0.55, 1)
    evidence = [Link(wave=first), Link(run=Run.objects.get(key=picture["run"]["key"]))]
    plan, problem = agreed_plan(zone, who, evidence)
    for kind in ("local-government", "business", "residents"):
        done_by(zone, who[kind], problem)
    finish_plan(plan=plan, words="all lamps burn", by=BY)
    poll(zone, "After", 25, 0.25, 2)
    assert promises(zone).kept == 3

    effect = run("effects", zone.slug)[0]
    assert (effect["treated"]["before"], effect["treated"]["after"]) == (360, 144)
    assert effect["status"] == "better"
    assert effect["effect"]["high"] < 0

    index = run("index", zone.slug)
    assert [domain["code"] for domain in index["domains"]] == ["capacity", "process", "legitimacy", "outcomes"]
    assert (index["overall"] is None) == bool(index["missing_domains"]), "no overall score while a domain is missing"

    last = f"{month(1):%Y-%m}"
    brief = run("brief", zone.slug, "--month", last, "--to", str(tmp_path / "brief.pdf"))
    told = {figure["key"]: figure["value"] for part in brief["sections"] for figure in part["figures"]}
    assert (told["inc.n"], told["tasks.kept"]) == (12, 3)
    assert told["target.fear"] < 40
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF")

    publish_month(zone=zone, month=last, by=BY)
    set_page(zone=zone, open=True, contact="", by=BY)
    html = client.get(f"/z/{zone.slug}/", headers={"accept-language": "en"}).content.decode()
    for words in (
        "goal reached", "Thefts in the dark lane", "3 kept in time", "Light and feet", "better than the comparison",
        "a look back", "SAMPLE",
    ):  # fmt: skip
        assert words in html
    assert verify().sound
