"""What a mapping makes of the first rows of a file, before anything is stored."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.finder import ColumnNotFound, find
from safetyzone.listen.incidents.interpret import interpret
from safetyzone.listen.incidents.mapping import Mapping
from safetyzone.listen.incidents.plan import plan_import
from safetyzone.listen.incidents.readers import open_source
from safetyzone.listen.incidents.refusals import Refused, RejectRow

ROWS: Final = 500
_SHOWN: Final = 8
_PROBLEMS: Final = 10
_WORDS: Final = 40


@dataclass(frozen=True)
class Preview:
    """``problem``: why the file cannot be taken with this mapping; else the first rows as they would be stored."""

    rows: tuple[dict[str, Any], ...] = ()
    problems: tuple[RejectRow, ...] = ()
    read: int = 0
    good: int = 0
    notes: tuple[str, ...] = ()
    unknown_words: tuple[str, ...] = ()  # categories that the area does not know
    code: str = ""
    problem: str = ""


def preview(path: Path, station: Place, mapping: Mapping, *, name: str) -> Preview:
    """Of the first rows; never raises for what is wrong with the file. ``name``: what people call it."""
    try:
        plan = plan_import(path, station, mapping)
        batch = next(iter(plan.source.batches(plan.columns, rows=ROWS)))
        found = interpret(batch, plan.setting)
    except Refused as refused:
        return Preview(code=refused.code, problem=refused.about(path, name).message)
    words = found.frame.filter((pl.col("category") == "") & (pl.col("category_text") != ""))["category_text"]
    often = words.value_counts(sort=True)["category_text"].to_list() if len(words) else []
    return Preview(
        rows=tuple(_shown(row) for row in found.frame.head(_SHOWN).to_dicts()),
        problems=tuple(found.rejects[:_PROBLEMS]),
        read=batch.frame.height + len(batch.problems),
        good=found.frame.height,
        notes=plan.notes,
        unknown_words=tuple(often[:_WORDS]),
    )


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    for name in ("occurred_from", "occurred_to", "reported_at"):
        row[name] = None if row[name] is None else datetime.fromtimestamp(row[name], UTC)
    return row


def guess(path: Path, *, source: str) -> tuple[Mapping | None, tuple[str, ...], str]:
    """A first mapping by the column finder, why it chose so, and what it could not find.

    Without a place there is a mapping of the rest: records can be counted without one, or their reader names its columns.
    """
    opened = open_source(path)
    head = opened.head()
    lacking = ""
    for place_needed in (True, False):
        try:
            found = find(head.columns, head.rows(), source=source, place_needed=place_needed)
        except ColumnNotFound as missing:
            lacking = lacking or missing.looked
        else:
            return replace(found.mapping, source=source), (*opened.notes, *found.notes), lacking
    return None, tuple(opened.notes), lacking
