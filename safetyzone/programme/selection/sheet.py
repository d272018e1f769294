"""The committee's paper as a workbook: the choice, the plans, and every candidate with why it is in or out."""

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from safetyzone.foundation.media.workbooks import timeless
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import named
from safetyzone.programme.selection import shown
from safetyzone.programme.selection.models import Selection
from safetyzone.programme.selection.paper import facts, heads, plan_heads
from safetyzone.programme.selection.queries import candidates_of

_WIDTHS = (6, 28, 28, 20, 20, 12, 14, 12, 30, 80)


def sheet(selection: Selection, places: dict[str, Place]) -> bytes:
    """Numbers are numbers, so that sums can be checked."""
    assert selection.run is not None
    book = Workbook()
    first = book.worksheets[0]
    first.title = _("Choice")
    if selection.sample:
        first.append([_("SAMPLE – for demonstration only")])
    for name, words in facts(selection, places):
        _text_row(first, [name, words])
    first.append([_("Run"), selection.run.key])
    _chosen(book.create_sheet(_("Areas")), selection, places)
    _plans(book.create_sheet(_("Plans")), selection)
    _everyone(book.create_sheet(_("Candidates")), selection, places)
    for page in book.worksheets:
        for cell, width in zip("ABCDEFGHIJ", _WIDTHS, strict=True):
            page.column_dimensions[cell].width = width
    written = io.BytesIO()
    book.save(written)
    return timeless(written.getvalue())


def _heading(page: Worksheet, names: list[str]) -> None:
    page.append(names)
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"


def _text_row(page: Worksheet, values: list[Any]) -> None:
    """Text stays text: a cell that begins with "=" is no formula."""
    page.append(values)
    for cell in page[page.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"


def _chosen(page: Worksheet, selection: Selection, places: dict[str, Place]) -> None:
    names = heads()
    _heading(page, [names[0], names[1], _("Station"), *names[2:]])
    for position, each in enumerate(shown.chosen_of(selection, places), start=1):
        reasons = "; ".join(f"{ground.name} {ground.score:g}: {ground.words}" for ground in each.grounds)
        _text_row(page, [position, each.area, each.station, each.province, each.kind, each.score, each.cost, each.share,
                         each.second, reasons])  # fmt: skip


def _plans(page: Worksheet, selection: Selection) -> None:
    _heading(page, plan_heads())
    for plan in shown.plans_of(selection):
        _text_row(page, [plan.number, plan.score, plan.cost, ", ".join(plan.instead)])


def _everyone(page: Worksheet, selection: Selection, places: dict[str, Place]) -> None:
    assert selection.run is not None
    result, labels = selection.run.result, shown.kinds(selection.place.pack)
    chosen = set(result["plans"][selection.plan]["chosen"])
    stations = dict(candidates_of(selection).values_list("station__slug", "station__names"))
    _heading(page, [_("Station"), _("Area"), _("Province"), _("Kind"), _("Readiness"), _("Score"), _("Cost"), _("Firmness"),
                    _("Result")])  # fmt: skip
    for row in result["rows"]:
        said = _("chosen") if row["station"] in chosen else str(shown.LEFT_OUT.get(row["left_out"], _("not chosen")))
        share = None if row["times"] is None else row["times"] / result["draws"]["n"]
        province, station = places.get(row["province"]), named(stations.get(row["station"], {}))
        _text_row(page, [station or row["station"], row["area"], province.name if province else row["province"],
                         labels.get(row["kind"], row["kind"]), row["readiness"], row["score"], row["cost"], share, said])  # fmt: skip
