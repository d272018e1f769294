"""Rows from the whole file, not only from its beginning: files are often sorted by year or by district."""

from collections.abc import Callable
from typing import Final

import polars as pl

from safetyzone.listen.incidents.readers import Source

FIRST: Final = 500
PER_BATCH: Final = 40

Progress = Callable[[int, int], None]


def sample_of(source: Source, progress: Progress | None) -> tuple[list[list[str | None]], int]:
    """The first rows and some of each batch after them, and how many rows the file has."""
    taken: list[pl.DataFrame] = []
    rows = 0
    for batch in source.batches():
        frame = batch.frame
        step = max(frame.height // PER_BATCH, 1)
        taken.append(frame.gather_every(step) if taken else frame.head(FIRST))
        if not rows and frame.height > FIRST:
            taken.append(frame.slice(FIRST).gather_every(step))
        rows += frame.height + len(batch.problems)
        if progress:
            progress(batch.done, source.size)
    return ([list(row) for frame in taken for row in frame.iter_rows()], rows)
