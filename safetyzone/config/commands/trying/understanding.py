"""From a file to a mapping and a zone, before anything is stored."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from pathlib import Path

from safetyzone.config.commands.trying.kinds import categories_of, discovered_among
from safetyzone.config.commands.trying.sample import sample_of
from safetyzone.config.commands.trying.survey import Survey, survey_of
from safetyzone.config.commands.trying.telling import Teller
from safetyzone.config.commands.trying.zone import WIDEST_KM, Frame, frame_of, time_zone_at
from safetyzone.listen.incidents.dates.columns import settle
from safetyzone.listen.incidents.finder import Found, find
from safetyzone.listen.incidents.mapping import Mapping
from safetyzone.listen.incidents.readers import open_source


@dataclass(frozen=True)
class Understood:
    """All that is needed to make the zone and import the file, and what to tell about it."""

    mapping: Mapping
    survey: Survey
    frame: Frame
    time_zone: str
    position_known: bool
    rows: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Wishes:
    """What whoever tries a file may know better."""

    date_order: str | None = None
    crs: str | None = None
    time_zone: str | None = None
    columns: Table[str, str] | None = None


def understand(path: Path, wishes: Wishes, teller: Teller) -> Understood:
    """Raises ``Refused`` with a sentence that says what to do."""
    source = open_source(path)
    with teller.bar("reading") as advance:
        rows, count = sample_of(source, advance)
    found = find(
        source.columns,
        rows,
        date_order=wishes.date_order,
        crs=wishes.crs or source.crs or None,
        source=path.stem[:80] or "file",
        given=wishes.columns,
    )
    # Refuses dates that could be either before anything else is done.
    settled = settle(source.batches(columns=list(found.mapping.columns())), found.mapping)
    with teller.bar("looking where they are") as advance:
        survey = survey_of(source, found, advance)
    frame = frame_of(survey.lon, survey.lat)
    zone, zone_note = _time_zone(found, frame, wishes)
    notes = (*source.notes, *found.notes, *settled.notes, *_told(survey, frame, found), zone_note)
    return Understood(
        mapping=_mapping(found.mapping, survey, zone),
        survey=survey,
        frame=frame,
        time_zone=zone,
        position_known=not found.metres,
        rows=count,
        notes=tuple(note for note in notes if note),
    )


def _time_zone(found: Found, frame: Frame, wishes: Wishes) -> tuple[str, str]:
    if wishes.time_zone:
        return wishes.time_zone, ""
    if not found.offset or found.metres:
        return "UTC", ""  # times are taken as the file's own clocks show them
    zone = time_zone_at(frame.lon)
    return zone, (
        f"times say how far they are from Greenwich; shown by the sun's clock at this longitude ({zone}), "
        f"without daylight saving — --time-zone names the real one"
    )


def _mapping(mapping: Mapping, survey: Survey, time_zone: str) -> Mapping:
    _, codes = categories_of(survey.kinds)
    return replace(
        mapping,
        categories=codes,
        crs=survey.crs or mapping.crs,
        time_zone=time_zone,
        # An id that several rows share would make one incident of them.
        source_id="" if survey.repeated_ids else mapping.source_id,
    )


def _told(survey: Survey, frame: Frame, found: Found) -> list[str]:
    total = survey.lon.size
    notes = [
        f"zone: {frame.width_km:,.1f} by {frame.height_km:,.1f} km round the middle 99 % of {total:,} places; "
        f"{frame.strays:,} lie outside and are not in the picture"
    ]
    if survey.without:
        notes.append(f"{survey.without:,} rows say no place: counted, but not on the map")
    if found.metres:
        notes.append("coordinates are metres of an unknown system: position on Earth unknown, give --crs EPSG:number")
    if max(frame.width_km, frame.height_km) > WIDEST_KM:
        notes.append("this is far more than one city; a picture of one place at a time says more")
    if survey.repeated_ids:
        notes.append(f"ids in “{found.mapping.source_id}” repeat: every row counts as an incident of its own")
    if words := discovered_among(survey.kinds):
        notes.append(f"taken as found by police work, so not in the rates: {', '.join(words[:4])}")
    return notes
