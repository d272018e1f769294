"""Imports as pages and downloads show them."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from safetyzone.listen.incidents.report import FLAGS

_REFUSALS: Final = {
    "unreadable": _("The file cannot be read."),
    "encoding": _("The letters of the file cannot be read."),
    "empty": _("The file holds no records."),
    "no_such_column": _("A column is missing."),
    "ambiguous_dates": _("Day and month could be exchanged. Choose their order."),
    "mixed_dates": _("The dates mix two orders of day and month."),
    "no_crs": _("The coordinates are metres. Say which coordinate system they are in."),
    "unknown_crs": _("There is no such coordinate system."),
    "ambiguous_point": _("Longitude and latitude could be exchanged."),
    "unknown_category": _("A kind of incident is not in the area’s list."),
    "nothing_taken": _("Not one row could be taken."),
    "busy": _("Another file of this station is being read. Try again later."),
}
# A cell that begins like this is a formula to a spreadsheet.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def refusal_title(code: str) -> str:
    """A sentence in the reader's language; the details beside it are as the importer wrote them."""
    return str(_REFUSALS.get(code, ""))


def flags_of(quality: dict[str, int]) -> list[tuple[int, str]]:
    """(count, meaning) of every flag that was raised."""
    return [(count, str(FLAGS[flag])) for flag, count in quality.items() if count and flag in FLAGS]


class _Line:
    """csv wants something to write to; each line is handed on at once."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """A CSV line by line, safe to open in a spreadsheet, with a mark so that it shows Thai."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(["line", "column", "value", "code", "reason"])
    for line, column, value, code, reason in rows:
        cells = [column, value, code, gettext(reason)]
        yield writer.writerow([line, *(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)])
