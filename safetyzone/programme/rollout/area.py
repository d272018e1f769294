"""Where the area pack says its zones stand: taken once, when a zone is not in the roll-out yet."""

from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.packs.files import read
from safetyzone.foundation.places.packs.parts import Part, register
from safetyzone.programme.rollout.actions import nominate
from safetyzone.programme.rollout.models import StageCode, ZoneStage

FILE = "rollout.yaml"


def load(file: Path, by: str) -> list[str]:
    """Each listed zone that takes no part yet begins at the stage and phase its line gives."""
    listed = (read(file.parent).data.get(FILE) or {}).get("zones", [])
    known = set(ZoneStage.objects.values_list("zone__slug", flat=True))
    zones = {
        zone.slug: zone for zone in Place.objects.filter(level=Level.ZONE, slug__in=[row["zone"] for row in listed])
    }
    said = []
    for row in listed:
        zone = zones.get(row["zone"])
        if zone is None or zone.slug in known:
            continue
        since = _moment(row["since"], zone.time_zone) if "since" in row else timezone.now()
        stage = row.get("stage", StageCode.NOMINATED)
        # A pilot is a fact also where its place is drawn as a sample.
        nominate(zone=zone, phase=row["phase"], stage=stage, since=since, reason=row.get("source", ""), by=by)
        said.append(f"zone {zone.slug}: phase {row['phase']}, {stage}")
    return said


def _moment(day: str, time_zone: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day).date(), time(), ZoneInfo(time_zone))


def register_all() -> None:
    """Called when first asked for (``foundation.late``). The file's mistakes are found with the pack's other files."""
    register(Part(FILE, lambda _file: [], load))
