"""Indicators of many zones as a CSV file: every line read or named with what is wrong in it."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

COLUMNS: Final = ("zone", "indicator", "value", "unit", "day", "n", "se", "source", "below_one")
FILLED: Final = ("value", "day", "source")
NEEDED: Final = ("zone", "indicator", "value", "unit", "day", "source")
MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 5_000_000
LONGEST: Final = {"source": 300}
YES: Final = ("1", "yes", "ใช่")


class WrongFile(ValueError):
    """Nothing was taken; ``lines`` say what to mend, one sentence a line of the file."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(" ".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Row:
    """One value as the file gives it; ``given``: what ``enter_indicator`` takes."""

    line: int
    zone: str
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """``digest`` of the file's bytes, for the audit chain."""

    rows: list[Row]
    digest: str


def read_indicators(raw: bytes) -> Sheet:
    """Raises ``WrongFile`` with every line that cannot be read."""
    if len(raw) > MOST_BYTES:
        raise WrongFile([_("The file is larger than five megabytes.")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongFile([_("The file is not in UTF-8; save it as CSV UTF-8.")]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    wrong: list[str] = []
    try:
        _check_heading(list(reader.fieldnames or []))
        rows = list(_rows(reader, wrong))
    except csv.Error as error:
        said = {"line": reader.line_num, "error": error}
        raise WrongFile([_("Line %(line)s cannot be read as CSV: %(error)s.") % said]) from None
    if not rows and not wrong:
        wrong.append(_("The file holds no value."))
    if wrong:
        raise WrongFile(wrong)
    return Sheet(rows, hashlib.sha256(raw).hexdigest())


def _check_heading(heading: list[str]) -> None:
    said = {"all": ", ".join(COLUMNS)}
    if gap := [name for name in NEEDED if name not in heading]:
        said["name"] = gap[0]
        sentence = _("The column %(name)s is missing; the file's first line names the columns: %(all)s.")
        raise WrongFile([sentence % said])
    if strange := [name for name in heading if name not in COLUMNS]:
        said["name"] = strange[0]
        raise WrongFile([_("There is no column %(name)s; possible are %(all)s.") % said])


def _rows(reader: "csv.DictReader[str]", wrong: list[str]) -> Iterator[Row]:
    for number, written in enumerate(reader, start=1):
        line = reader.line_num
        if number > MOST_ROWS:
            raise WrongFile([_("The file has more than %(n)s lines.") % {"n": MOST_ROWS}])
        if None in written or None in written.values():
            wrong.append(_("Line %(line)s has more or fewer fields than the heading.") % {"line": line})
            continue
        cell = {name: str(value).strip() for name, value in written.items()}
        if not any(cell[name] for name in FILLED):
            continue  # a line of the empty file that nobody filled in
        try:
            yield _row(line, cell)
        except ValueError as problem:
            wrong.append(_("Line %(line)s: %(problem)s") % {"line": line, "problem": problem})


def _row(line: int, cell: dict[str, str]) -> Row:
    for name, most in LONGEST.items():
        if len(cell[name]) > most:
            raise ValueError(_("%(name)s is longer than %(n)s characters.") % {"name": name, "n": most})
    given = {
        "indicator": cell["indicator"], "value": _number(cell, "value"), "unit": cell["unit"], "day": _day(cell["day"]),
        "source": cell["source"], "below_one": cell.get("below_one", "").lower() in YES,
        "se": _number(cell, "se") if cell.get("se") else None, "n": _whole(cell, "n") if cell.get("n") else None,
    }  # fmt: skip
    return Row(line, cell["zone"], given)


def _number(cell: dict[str, str], name: str) -> float:
    """A plain number with a decimal point. "1,000" and "80 %" are asked for again, not guessed."""
    text = cell[name]
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.replace(".", "", 1).isdigit()) or len(text) > 20:
        raise ValueError(_("%(name)s: “%(text)s” is not a number like 38.5.") % {"name": name, "text": text[:40]})
    return float(text)


def _whole(cell: dict[str, str], name: str) -> int:
    text = cell[name]
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ValueError(_("%(name)s: “%(text)s” is not a whole number.") % {"name": name, "text": text[:40]})
    return int(text)


def _day(text: str) -> date:
    """2026-03-31, in Gregorian years."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("day: “%(text)s” is not a day like 2026-03-31.") % {"text": text[:40]}) from None
