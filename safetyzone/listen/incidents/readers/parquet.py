"""Parquet by row batches; numbers and times become the text that a CSV of the same table would hold."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from safetyzone.listen.incidents.readers.batches import ROWS, Batch, Source
from safetyzone.listen.incidents.refusals import Refused


class Parquet(Source):
    """A column table; nested columns are left out."""

    kind = "parquet"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            self._types = pl.read_parquet_schema(path)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise Refused("unreadable", f"{path.name} is damaged: {str(error).splitlines()[0]}") from None
        self.columns = tuple(name for name, kind in self._types.items() if not kind.is_nested() and kind != pl.Binary)
        if not self.columns:
            raise Refused("empty", f"{path.name} has no column that could be read")

    def batches(self, columns: Sequence[str] | None = None, rows: int = ROWS) -> Iterator[Batch]:
        chosen = list(columns if columns is not None else self.columns)
        table = pl.scan_parquet(self.path).select(as_text(name, self._types[name]) for name in chosen)
        total = int(pl.scan_parquet(self.path).select(pl.len()).collect().item())
        first = 0
        try:
            for frame in table.collect_batches(chunk_size=rows, maintain_order=True):
                numbers = np.arange(first + 1, first + 1 + frame.height, dtype=np.int64)
                first += frame.height
                yield Batch(frame, numbers, done=round(self.size * first / max(total, 1)))
        except (pl.exceptions.PolarsError, OSError) as error:
            raise Refused("unreadable", f"{self.path.name} is damaged: {str(error).splitlines()[0]}") from None


def as_text(name: str, kind: pl.DataType) -> pl.Expr:
    """The column as text: times in ISO with their offset, whole numbers without a decimal point."""
    column = pl.col(name)
    if isinstance(kind, pl.Datetime):
        return column.dt.to_string("%Y-%m-%dT%H:%M:%S%z" if kind.time_zone else "%Y-%m-%dT%H:%M:%S").alias(name)
    if kind.is_float():
        return column.cast(pl.String).str.replace(r"\.0$", "").alias(name)
    return column.cast(pl.String).alias(name)
