"""A list of candidates as a CSV file, and the checks that every candidate passes."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from safetyzone.foundation.places.models import Place
from safetyzone.programme.selection.models import Candidate, Forced, Selection
from safetyzone.programme.selection.refusals import SelectionRefused

PLAIN_COLUMNS: Final = ("station", "area", "kind", "readiness", "cost", "forced", "forced_reason")
NEEDED: Final = ("station", "area", "kind", "readiness", "cost")
MOST_ROWS: Final = 5_000
MOST_COST: Final = 10**12
FULL: Final = 100


class WrongCandidate(ValueError):
    """What is wrong with one candidate; ``field`` names the entry."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field

    def at(self, row: "Row") -> str:
        """The sentence with its place in the file."""
        where = _("Line %(line)s") % {"line": row.line} if row.line else row.station
        return f"{where}: {self}"


@dataclass(frozen=True)
class Row:
    """A candidate before it is stored; ``line`` of the file, 0 if it was typed."""

    station: str
    area: str
    kind: str
    grounds: Mapping[str, Mapping[str, Any]]
    readiness: int
    cost: int
    forced: str = ""
    forced_reason: str = ""
    line: int = 0

    def candidate(self, selection: Selection, station: Place) -> Candidate:
        return Candidate(
            selection=selection, station=station, area=self.area, kind=self.kind, readiness=self.readiness, cost=self.cost,
            grounds={code: dict(ground) for code, ground in self.grounds.items()}, forced=self.forced,
            forced_reason=self.forced_reason,
        )  # fmt: skip


def checked_row(row: Row, codes: list[str]) -> None:
    """Raises ``WrongCandidate``."""
    wrong = [
        (not row.area, "area", _("write the name of the area")),
        (row.kind not in codes, "kind", _("the kind is one of %(codes)s") % {"codes": ", ".join(codes)}),
        (not 0 <= row.readiness <= FULL, "readiness", _("readiness goes from 0 to 100")),
        (not 0 <= row.cost <= MOST_COST, "cost", _("the cost is a whole number of zero or more")),
        (row.forced not in Forced.values, "forced", _("“forced” is in, out or empty")),
        (bool(row.forced) and not row.forced_reason, "forced_reason", _("say why the score shall not decide")),
    ]
    for code, ground in row.grounds.items():
        wrong += [
            (not 0 <= ground["score"] <= FULL, f"{code}_score", _("a score goes from 0 to 100")),
            (ground["score"] > 0 and not ground["words"], f"{code}_words", _("a score needs its reason in writing")),
        ]
    bare = row.grounds.get(row.kind, {}).get("score", 0) <= 0
    wrong.append(
        (bare, "kind", _("it is proposed for %(kind)s and has no score and reason there") % {"kind": row.kind})
    )
    for broken, field, sentence in wrong:
        if broken:
            raise WrongCandidate(field, sentence)


def columns(codes: list[str]) -> list[str]:
    """The file's heading."""
    return [*PLAIN_COLUMNS, *(f"{code}_{part}" for code in codes for part in ("score", "words", "source"))]


def read_candidates(raw: bytes, codes: list[str]) -> list[Row]:
    """The rows of a CSV file in UTF-8. Raises ``SelectionRefused`` with the line and what to do."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SelectionRefused("file", _("The file is not in UTF-8; save it as CSV UTF-8.")) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = list(reader.fieldnames or [])
        if gap := [name for name in NEEDED if name not in heading]:
            raise SelectionRefused("file", _("The column %(name)s is missing; the file's first line names the columns: %(all)s.")
                                   % {"name": gap[0], "all": ", ".join(columns(codes))})  # fmt: skip
        if strange := [name for name in heading if name not in columns(codes)]:
            raise SelectionRefused("file", _("There is no column %(name)s; possible are %(all)s.")
                                   % {"name": strange[0], "all": ", ".join(columns(codes))})  # fmt: skip
        rows = [_row(written, reader.line_num, codes) for written in reader]
    except csv.Error as error:
        raise SelectionRefused("file", _("Line %(line)s cannot be read as CSV: %(error)s.")
                               % {"line": reader.line_num, "error": error}) from None  # fmt: skip
    if not rows:
        raise SelectionRefused("file", _("The file has no candidates."))
    if len(rows) > MOST_ROWS:
        raise SelectionRefused("file", _("The file has more than %(n)s candidates.") % {"n": MOST_ROWS})
    seen: dict[str, int] = {}
    for row in rows:
        if row.station in seen:
            raise SelectionRefused("file", _("Line %(line)s: station %(slug)s stands in line %(first)s already.")
                                   % {"line": row.line, "slug": row.station, "first": seen[row.station]})  # fmt: skip
        seen[row.station] = row.line
    return rows


def _row(written: dict[str, Any], line: int, codes: list[str]) -> Row:
    if None in written or None in written.values():
        raise SelectionRefused("file", _("Line %(line)s has more or fewer fields than the heading.") % {"line": line})
    cell = {name: str(value).strip() for name, value in written.items()}
    grounds = {
        code: {"score": _number(cell, f"{code}_score", line), "words": cell.get(f"{code}_words", ""),
               "source": cell.get(f"{code}_source", "")}
        for code in codes
        if cell.get(f"{code}_score")
    }  # fmt: skip
    return Row(
        station=cell["station"], area=cell["area"], kind=cell["kind"], grounds=grounds,
        readiness=int(_number(cell, "readiness", line)), cost=int(_number(cell, "cost", line)),
        forced=cell.get("forced", ""), forced_reason=cell.get("forced_reason", ""), line=line,
    )  # fmt: skip


def _number(cell: Mapping[str, str], name: str, line: int) -> float:
    """A plain number; the cost and the readiness are whole. "1,000" and "1e3" are asked for again, not guessed."""
    text = cell[name]
    whole = name in {"readiness", "cost"}
    digits = text.removeprefix("-")
    fine = digits.isascii() and (digits.isdigit() if whole else digits.replace(".", "", 1).isdigit())
    if not fine or len(text) > 15:
        wanted = _("a whole number without signs or spaces") if whole else _("a number")
        raise SelectionRefused("file", _("Line %(line)s, column %(name)s: “%(text)s” is not %(wanted)s.")
                               % {"line": line, "name": name, "text": text[:40], "wanted": wanted})  # fmt: skip
    return float(text)
