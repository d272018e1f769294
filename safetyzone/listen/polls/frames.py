"""Read a list of addresses or communities that somebody uploads: CSV or XLSX, headings in Thai or English."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from safetyzone.listen.polls.actions.waves import Address, Community

LARGEST: Final = 20 * 1024 * 1024
MOST_ROWS: Final = 200_000
_HEADINGS: Final = {
    "address": {"address", "house", "house number", "house_number", "ที่อยู่", "บ้านเลขที่"},
    "community": {"community", "cluster", "cell", "ชุมชน", "หมู่บ้าน"},
    "households": {"households", "houses", "number of households", "ครัวเรือน", "จำนวนครัวเรือน", "จำนวนบ้าน"},
    "stratum": {"stratum", "part", "part of the zone", "ชั้นภูมิ", "พื้นที่ย่อย", "ส่วนของพื้นที่"},
}  # fmt: skip
_LONGEST: Final = {"address": 200, "community": 80, "stratum": 80}


class WrongFrame(ValueError):
    """The file is no frame; the sentence says which line and column, and what to change."""


Frame = list[Address] | list[Community]
Row = tuple[int, dict[str, str]]  # line of the file, value by our heading


def read_frame(content: bytes, name: str) -> Frame:
    """Addresses (column "address"; "stratum", "community" if there are) or communities ("community", "households")."""
    if len(content) > LARGEST:
        raise WrongFrame(_("The file is larger than %(n)s MB.") % {"n": LARGEST // 1024 // 1024})
    rows = _rows(_sheet(content) if name.lower().endswith(".xlsx") else _text(content))
    if len(rows) > MOST_ROWS:
        raise WrongFrame(_("The file has more than %(n)s rows.") % {"n": MOST_ROWS})
    if not rows:
        raise WrongFrame(_("The file has headings and no rows below them."))
    return _communities(rows) if "households" in rows[0][1] else _addresses(rows)


def _text(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp874", "replace")  # what older Thai spreadsheets write
    if "\0" in text:
        raise WrongFrame(_("This is no text file. Save the list as CSV or XLSX."))
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _sheet(content: bytes) -> Iterator[list[str]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError):
        raise WrongFrame(_("This is no XLSX workbook. Save the list as CSV or XLSX.")) from None
    return ([_written(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True))


def _written(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _rows(lines: Iterator[list[str]]) -> list[Row]:
    try:
        headings = [_heading(text) for text in next(lines, [])]
        if "address" not in headings and not {"community", "households"} <= set(headings):
            raise WrongFrame(
                _("Line 1 holds the headings: “address” for a list of addresses, or “community” and “households”.")
            )
        found = []
        for line, cells in enumerate(lines, start=2):
            row = {heading: cell.strip() for heading, cell in zip(headings, cells, strict=False) if heading}
            if any(row.values()):
                found.append((line, row))
    except csv.Error as problem:
        raise WrongFrame(_("The file cannot be read as CSV: %(problem)s") % {"problem": problem}) from None
    return found


def _heading(text: str) -> str:
    wanted = text.strip().lower()
    return next((ours for ours, names in _HEADINGS.items() if wanted in names), "")


def _addresses(rows: list[Row]) -> list[Address]:
    seen: dict[tuple[str, str], int] = {}
    found = []
    for line, row in rows:
        unit = Address(_filled(line, row, "address"), _short(line, row, "stratum"), _short(line, row, "community"))
        _once(seen, (unit.cluster, unit.label), line)
        found.append(unit)
    return found


def _communities(rows: list[Row]) -> list[Community]:
    seen: dict[tuple[str, str], int] = {}
    found = []
    for line, row in rows:
        label, households = _filled(line, row, "community"), row.get("households", "").replace(",", "")
        if not households.isdecimal() or not 0 < int(households) < 1_000_000:
            raise WrongFrame(
                _(
                    "Line %(line)s, column households: “%(value)s” is not a number of households. Leave out communities without any."
                )
                % {"line": line, "value": households}
            )
        _once(seen, ("", label), line)
        found.append(Community(label, int(households), _short(line, row, "stratum")))
    return found


def _once(seen: dict[tuple[str, str], int], key: tuple[str, str], line: int) -> None:
    if key in seen:
        raise WrongFrame(
            _(
                "Lines %(first)s and %(second)s are the same: “%(value)s”. Each stands in the list once, or its chance doubles."
            )
            % {"first": seen[key], "second": line, "value": key[1]}
        )
    seen[key] = line


def _filled(line: int, row: dict[str, str], column: str) -> str:
    value = _short(line, row, column)
    if not value:
        raise WrongFrame(_("Line %(line)s, column %(column)s is empty.") % {"line": line, "column": column})
    return value


def _short(line: int, row: dict[str, str], column: str) -> str:
    value = row.get(column, "")
    if len(value) > _LONGEST[column]:
        raise WrongFrame(
            _("Line %(line)s, column %(column)s is longer than %(n)s letters.")
            % {"line": line, "column": column, "n": _LONGEST[column]}
        )
    return value
