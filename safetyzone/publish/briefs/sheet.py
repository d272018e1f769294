"""The brief as a sheet: numbers as numbers, one row a figure."""

from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from safetyzone.foundation.media.workbooks import timeless
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.publish.briefs.words import rows, told

WIDTHS: Final = (18, 26, 52, 12, 12, 12, 10, 60, 20)


def sheet(zone: Place, run: Run) -> bytes:
    """XLSX. Text is never read as a formula."""
    result: dict[str, Any] = run.result
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        page = book.add_worksheet(result["month"])
        bold = book.add_format({"bold": True})
        page.write_string(0, 0, _("Monthly brief: %(zone)s") % {"zone": zone.name}, bold)
        page.write_string(1, 0, f"{result['month']} · run {run.key}" + (" · SAMPLE" if result["sample"] else ""))
        heads = ("key", _("Part"), _("Figure"), _("Value"), _("From"), _("To"), "n", _("Rule of counting"), "run")
        page.write_row(3, 0, heads, bold)
        for line, cells in enumerate(_cells(zone, result), start=4):
            for column, value in enumerate(cells):
                if value is not None and value != "":
                    page.write(line, column, value)
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        page.freeze_panes(4, 0)
    return timeless(made.getvalue())


def _cells(zone: Place, result: dict[str, Any]) -> list[tuple[Any, ...]]:
    raw = {figure["key"]: figure for part in result["sections"] for figure in part["figures"]}
    return [
        (row.key, section.title, row.label, raw[row.key]["value"], raw[row.key].get("low"), raw[row.key].get("high"),
         raw[row.key].get("n"), row.rule, row.run[:16])
        for section, row in rows(told(zone, result))
    ]  # fmt: skip
