"""Population numbers that an area pack brings in its folder ``population``: the margins of a new wave until others are entered.

One CSV or several with the columns ``place,question,answer,people,source``; a line for each answer of each question and zone.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.packs.mistakes import Mistake, PackRefused
from safetyzone.foundation.places.packs.parts import Part, register
from safetyzone.listen.polls.area import FOLDER as QUESTIONNAIRES
from safetyzone.listen.polls.area import forms_in
from safetyzone.listen.polls.communities import ELSEWHERE, value_of
from safetyzone.listen.polls.communities import QUESTION as COMMUNITY
from safetyzone.listen.polls.margins import WrongMargins, checked
from safetyzone.listen.polls.models import PopulationMargin, Questionnaire
from safetyzone.listen.polls.xlsform import BrokenForm, read

FOLDER: Final = "population"
COLUMNS: Final = ("place", "question", "answer", "people", "source")


@dataclass
class _Read:
    """What the files say: zone → question → its margin; and what is wrong with them."""

    margins: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def check(folder: Path) -> list[Mistake]:
    """Every line that cannot be read, and every zone whose numbers do not describe one population."""
    found = _read(folder)
    zones = _zones_of(folder.parent)
    core = _core(folder.parent)
    for slug, margins in found.margins.items():
        if slug not in zones:
            found.mistakes.append(Mistake(FOLDER, slug, "place", f"{slug!r} is not a zone of this pack's places.csv"))
        try:
            checked(_asking(core, margins), list(margins.values()), complete=True) if core else None
        except WrongMargins as problem:
            found.mistakes.append(Mistake(FOLDER, slug, "margins", str(problem)))
    return found.mistakes


def _asking(core: Questionnaire, margins: dict[str, dict[str, Any]]) -> Questionnaire:
    """The core questionnaire as a zone that counts its communities would ask it."""
    counted = margins.get(COMMUNITY)
    if counted is None:
        return core
    choices = [{"value": name, "labels": {}} for name in counted["targets"]]
    return Questionnaire(questions=[*core.questions, {"name": COMMUNITY, "choices": choices}])


def load_population(folder: Path, by: str) -> list[str]:
    """Keep each zone's numbers; what has not changed is not mentioned. Raises ``PackRefused``."""
    if mistakes := check(folder):
        raise PackRefused(mistakes)
    said = []
    zones = {zone.slug: zone for zone in Place.objects.filter(level=Level.ZONE)}
    for slug, margins in _read(folder).margins.items():
        if slug in zones and (changed := [name for name in margins if _kept(zones[slug], margins[name])]):
            record(action="polls.population_loaded", subject=f"place:{slug}", by=by, questions=changed)
            said.append(f"population numbers of {slug} by {', '.join(changed)}")
    return said


def _kept(zone: Place, margin: dict[str, Any]) -> bool:
    """Whether the margin is new or different from the one that was there."""
    held = PopulationMargin.objects.filter(zone=zone, question=margin["question"]).first()
    if held is not None and (held.targets, held.source) == (margin["targets"], margin["source"]):
        return False
    PopulationMargin.objects.update_or_create(
        zone=zone, question=margin["question"], defaults={"targets": margin["targets"], "source": margin["source"]}
    )
    return True


def margins_for(zone: Place, questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """The area's margins that this questionnaire can use: it asks the question and knows every answer."""
    found = []
    for held in PopulationMargin.objects.filter(zone=zone):
        targets = held.targets
        if held.question == COMMUNITY:
            targets = {ELSEWHERE: 0} | {value_of(name): people for name, people in targets.items()}
        margin = {"question": held.question, "targets": targets, "source": held.source}
        try:
            found += checked(questionnaire, [margin])
        except WrongMargins:  # another questionnaire's question or answers: nothing is weighted by guesswork
            continue
    return found


def _read(folder: Path) -> _Read:
    found = _Read()
    for path in sorted(folder.glob("*.csv")):
        name = f"{FOLDER}/{path.name}"
        for line, row in _rows(path, name, found.mistakes):
            try:
                people = float(row["people"])
            except ValueError:
                said = f"{row['people']!r} is not a number of people"
                found.mistakes.append(Mistake(name, f"line {line}, column people", "number", said))
                continue
            margins = found.margins.setdefault(row["place"], {})
            margin = margins.setdefault(
                row["question"], {"question": row["question"], "targets": {}, "source": row["source"]}
            )
            if row["answer"] in margin["targets"]:
                found.mistakes.append(Mistake(name, f"line {line}", "unique", f"{row['answer']!r} stands twice"))
            margin["targets"][row["answer"]] = people
    return found


def _rows(path: Path, name: str, mistakes: list[Mistake]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        mistakes.append(Mistake(name, "", "encoding", "this file is not UTF-8; save it as CSV in UTF-8"))
        return
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != COLUMNS:
        mistakes.append(Mistake(name, "line 1", "header", f"the first line must be {','.join(COLUMNS)}"))
        return
    for row in reader:
        if None in row or None in row.values():
            mistakes.append(Mistake(name, f"line {reader.line_num}", "columns", f"write {len(COLUMNS)} columns"))
            continue
        yield reader.line_num, {column: row[column].strip() for column in COLUMNS}


def _zones_of(pack: Path) -> set[str]:
    with (pack / "places.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["slug"] for row in csv.DictReader(file) if row.get("level") == Level.ZONE}


def _core(pack: Path) -> Questionnaire | None:
    """The pack's first questionnaire, not stored: what the numbers must fit."""
    folder = pack / QUESTIONNAIRES
    for path in forms_in(folder) if folder.exists() else ():
        try:
            return Questionnaire(questions=read(path.read_bytes(), path.name).questions)
        except BrokenForm:  # named by the check of the questionnaires
            continue
    return None


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Part(FOLDER, check, load_population))
