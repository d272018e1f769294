"""From what was understood to a stored picture, in a database of its own."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.findings import sentences
from safetyzone.analyse.pictures.queries import place_names
from safetyzone.config.commands.trying.kinds import GROUPS, categories_of
from safetyzone.config.commands.trying.telling import Teller
from safetyzone.config.commands.trying.understanding import Understood
from safetyzone.foundation.places.actions import make_local_zone
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import station_of
from safetyzone.foundation.runs.models import Run
from safetyzone.foundation.tables import bring_up_to_date
from safetyzone.listen.incidents.actions import import_file
from safetyzone.listen.incidents.report import ImportReport

BY = "try"


@dataclass(frozen=True)
class Pictured:
    """The zone, its import, its picture and the five sentences."""

    zone: Place
    report: ImportReport
    run: Run
    names: list[str]
    findings: list[str]

    def as_json(self, understood: Understood, begun: float) -> dict[str, Any]:
        said = {
            "key": self.run.key,
            "inputs": self.run.inputs,
            "seed": self.run.seed,
            "code_version": self.run.code_version,
        }
        file = {
            "rows": understood.rows,
            "understood": list(understood.notes),
            "mapping": understood.mapping.as_json(),
            "strays": understood.frame.strays,
            "position": "known" if understood.position_known else "unknown",
            "import": self.report.as_json(),
        }
        seconds = round(time.perf_counter() - begun, 2)
        return {
            "run": said, "file": file, "findings": self.findings, "place_names": self.names, "seconds": seconds,
            **self.run.result,
        }  # fmt: skip


def make_picture(path: Path, understood: Understood, teller: Teller) -> Pictured:
    """Raises ``Refused`` where the import does."""
    with teller.spinner("making a database of its own"):
        _forgetful()
        bring_up_to_date()
    categories, _ = categories_of(understood.survey.kinds)
    zone = make_local_zone(
        name=path.name,
        boundary=understood.frame.boundary,
        time_zone=understood.time_zone,
        by=BY,
        groups=GROUPS,
        categories=categories,
        position_known=understood.position_known,
    )
    station = station_of(zone)
    assert station is not None, "a local zone has a station above it"
    with teller.bar("importing") as advance:
        report = import_file(
            path=path, station=station, mapping=understood.mapping, by=BY, progress=advance, alone=True
        )
    with teller.spinner("computing"):
        run = picture_of(zone=zone, by=BY)
    names = place_names(run, addresses=True)
    language = "en" if teller.quiet else get_language() or "en"  # programs read one language, people their own
    return Pictured(zone, report, run, names, sentences(run, language, names))


def _forgetful() -> None:
    """The database is thrown away at the end: it need not survive a power cut, so nothing waits for the disk."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
