"""Sample records as files in the shapes that stations really use: Buddhist years, Thai month names, old encodings, Excel."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import openpyxl
from pyproj import Transformer

from safetyzone.config.demo.records import DISCOVERED, Records
from safetyzone.listen.incidents.mapping import Mapping, Moment

BUDDHIST: Final = 543
THAI_MONTHS: Final = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
THAI_CATEGORIES: Final = {
    "theft": "ลักทรัพย์", "theft-of-motorcycle": "โจรกรรมรถจักรยานยนต์", "assault": "ทำร้ายร่างกาย",
    "burglary-home": "ลักทรัพย์ในเคหสถาน", "fraud": "ฉ้อโกง", "snatching": "วิ่งราวทรัพย์", "damage": "ทำให้เสียทรัพย์",
    "theft-from-vehicle": "ลักทรัพย์จากรถ", "pickpocketing": "ล้วงกระเป๋า", "threat": "ข่มขู่", "robbery": "ชิงทรัพย์",
    "drugs-use": "เสพหรือครอบครองยาเสพติด", "drugs-trade": "จำหน่ายยาเสพติด", "gambling": "การพนัน",
    "weapons": "อาวุธปืนและวัตถุระเบิด",
}  # fmt: skip
CAUGHT, NOT_CAUGHT = "จับกุมแล้ว", "ยังไม่จับกุม"
Row = list[Any]


@dataclass(frozen=True)
class One:
    """One record as a clerk would copy it."""

    number: int
    when: datetime
    timed: bool
    until: datetime | None
    code: str
    lon: float
    lat: float
    lane: int
    solved: bool

    @property
    def place(self) -> str:
        return f"ซอยตัวอย่าง {self.lane}"

    @property
    def outcome(self) -> str:
        return CAUGHT if self.solved else NOT_CAUGHT

    @property
    def thai_day(self) -> str:
        return f"{self.when:%d/%m}/{self.when.year + BUDDHIST}"


@dataclass(frozen=True)
class Shape:
    """How a station writes: its columns, one row of them, what goes wrong in it, and the mapping that reads it."""

    columns: Sequence[str]
    row: Callable[[One], Row]
    mapping: Mapping
    suffix: str = ".csv"
    encoding: str = "utf-8-sig"
    separator: str = ","


def _mapping(**given: Any) -> Mapping:
    return Mapping(source="sample", origin_by_category=dict.fromkeys(DISCOVERED, "discovered"), **given)


_THAI: Final = ("เลขคดี", "วันที่เกิดเหตุ", "เวลาเกิดเหตุ", "ฐานความผิด", "ละติจูด", "ลองจิจูด", "สถานที่เกิดเหตุ", "ผลคดี")
_THAI_MAPPING: Final = _mapping(
    source_id="เลขคดี", occurred_from=Moment(date="วันที่เกิดเหตุ", time="เวลาเกิดเหตุ"), category="ฐานความผิด",
    lat="ละติจูด", lon="ลองจิจูด", address="สถานที่เกิดเหตุ", solved="ผลคดี", solved_values=(CAUGHT,), unsolved_values=(NOT_CAUGHT,),
)  # fmt: skip


def _degrees(one: One) -> Row:
    return [f"{one.lat:.6f}", f"{one.lon:.6f}"] if one.lat else ["", ""]


def _case(one: One) -> str:
    return f"{one.number}/{one.when.year + BUDDHIST}"


def _thai(one: One) -> Row:
    time = f"{one.when:%H:%M}" if one.timed else ""
    return [_case(one), one.thai_day, time, THAI_CATEGORIES[one.code], *_degrees(one), one.place, one.outcome]


def _typewriter(one: One) -> Row:
    day = f"{one.when.day} {THAI_MONTHS[one.when.month - 1]} {one.when.year + BUDDHIST}"
    time = f"{one.when:%H.%M} น." if one.timed else ""
    return [_case(one), day, time, THAI_CATEGORIES[one.code], *_degrees(one), one.place, one.outcome]


def _excel(one: One) -> Row:
    begin: Any = one.when if one.timed else f"{one.when:%Y-%m-%d}"
    place = [one.lat, one.lon] if one.lat else [None, None]
    return [_case(one), begin, one.until, THAI_CATEGORIES[one.code], *place, one.place, one.outcome]


def _utm(one: One) -> Row:
    metres = [f"{value:.1f}" for value in _TO_UTM.transform(one.lon, one.lat)] if one.lat else ["", ""]
    time = f"{one.when:%H:%M}" if one.timed else ""
    return [_case(one), f"{one.when:%Y-%m-%d}", time, one.code, *metres, one.place, "yes" if one.solved else "no"]


def _parts(one: One) -> Row:
    clock = [one.when.hour, one.when.minute] if one.timed else ["", ""]
    day = [one.when.day, THAI_MONTHS[one.when.month - 1], one.when.year + BUDDHIST]
    return [_case(one), *day, *clock, THAI_CATEGORIES[one.code], *_degrees(one), one.place, one.outcome]


_TO_UTM: Final = Transformer.from_crs("EPSG:4326", "EPSG:32647", always_xy=True)
SHAPES: Final = {
    "thai-csv": Shape(_THAI, _thai, _THAI_MAPPING),
    "thai-tis": Shape(_THAI, _typewriter, _THAI_MAPPING, encoding="cp874"),
    "excel": Shape(
        ("เลขคดี", "ตั้งแต่", "ถึง", "ฐานความผิด", "ละติจูด", "ลองจิจูด", "สถานที่เกิดเหตุ", "ผลคดี"), _excel,
        _mapping(
            source_id="เลขคดี", occurred_from=Moment(date="ตั้งแต่"), occurred_to=Moment(date="ถึง"), category="ฐานความผิด",
            lat="ละติจูด", lon="ลองจิจูด", address="สถานที่เกิดเหตุ", solved="ผลคดี", solved_values=(CAUGHT,),
            unsolved_values=(NOT_CAUGHT,),
        ), suffix=".xlsx",
    ),
    "utm": Shape(
        ("case", "date", "time", "offence", "easting", "northing", "lane", "arrest"), _utm,
        _mapping(
            source_id="case", occurred_from=Moment(date="date", time="time"), category="offence", lon="easting",
            lat="northing", crs="EPSG:32647", address="lane", solved="arrest",
        ), encoding="utf-8", separator=";",
    ),
    "parts": Shape(
        ("เลขคดี", "วันที่", "เดือน", "ปี", "ชั่วโมง", "นาที", "ฐานความผิด", "ละติจูด", "ลองจิจูด", "สถานที่เกิดเหตุ", "ผลคดี"), _parts,
        _mapping(
            source_id="เลขคดี", occurred_from=Moment(day="วันที่", month="เดือน", year="ปี", hour="ชั่วโมง", minute="นาที"),
            category="ฐานความผิด", lat="ละติจูด", lon="ลองจิจูด", address="สถานที่เกิดเหตุ", solved="ผลคดี", solved_values=(CAUGHT,),
            unsolved_values=(NOT_CAUGHT,),
        ),
    ),
}  # fmt: skip
NO_PLACE_EVERY: Final = 90  # a clerk leaves the place out
FAR_AWAY_EVERY: Final = 150  # or types a wrong digit


def write_file(records: Records, *, shape: str, folder: Path, name: str) -> Path:
    """The records as the station would hand them over, slips of the pen included."""
    kind = SHAPES[shape]
    path = folder / f"{name}{kind.suffix}"
    rows = [kind.row(one) for one in _copied(records)]
    if kind.suffix == ".xlsx":
        _write_sheet(path, kind.columns, rows)
    else:
        with path.open("w", encoding=kind.encoding, newline="") as handle:
            writer = csv.writer(handle, delimiter=kind.separator)
            writer.writerow(kind.columns)
            writer.writerows(rows)
    return path


def _copied(records: Records) -> list[One]:
    made = []
    for i in range(records.n):
        when = records.when[i].astype(datetime)
        span = int(records.minutes[i])
        lon, lat = float(records.lon[i]), float(records.lat[i])
        if i % NO_PLACE_EVERY == NO_PLACE_EVERY - 1:
            lon = lat = 0.0
        elif i % FAR_AWAY_EVERY == FAR_AWAY_EVERY - 1:
            lat += 2.0
        until = (records.when[i] + span).astype(datetime) if span else None
        made.append(
            One(i + 1, when, bool(records.timed[i]), until, str(records.category[i]), lon, lat, int(records.lane[i]),
                bool(records.solved[i]))
        )  # fmt: skip
    return made


def _write_sheet(path: Path, columns: Sequence[str], rows: list[Row]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("คดี")
    sheet.append(list(columns))
    for row in rows:
        sheet.append(row)
    book.save(path)
