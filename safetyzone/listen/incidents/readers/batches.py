"""What every reader gives: the names of the columns and batches of rows as text."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from safetyzone.listen.incidents.refusals import Refused, RejectRow

ROWS: Final = 20_000


@dataclass(frozen=True, eq=False)
class Batch:
    """Some rows of the file. Every column is text, null where the file has nothing."""

    frame: pl.DataFrame
    line: NDArray[np.int64]  # where each row begins: line of a text, row of a sheet, number of a feature
    problems: list[RejectRow] = field(default_factory=list)  # rows that could not be split into fields
    done: int = 0  # bytes of the file read so far


class Source(ABC):
    """An opened file. ``notes`` say what was guessed about it."""

    kind: str = ""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.columns: tuple[str, ...] = ()
        self.notes: list[str] = []
        self.encoding = ""
        self.separator = ""
        self.crs = ""  # only a GeoJSON may state one

    @abstractmethod
    def batches(self, columns: Sequence[str] | None = None, rows: int = ROWS) -> Iterator[Batch]:
        """Every row in the file's order; ``columns`` keeps only these. May be called again."""

    def head(self, n: int = 1000) -> pl.DataFrame:
        """The first rows."""
        taken: list[pl.DataFrame] = []
        for batch in self.batches(rows=n):
            taken.append(batch.frame)
            if sum(part.height for part in taken) >= n:
                break
        return pl.concat(taken).head(n) if taken else pl.DataFrame({name: [] for name in self.columns}, self.schema())

    def schema(self) -> dict[str, type[pl.String]]:
        return dict.fromkeys(self.columns, pl.String)


def unique_names(header: Sequence[str | None], notes: list[str]) -> tuple[str, ...]:
    """Column names that differ from each other: empty ones are numbered, repeated ones get _2, _3 …"""
    names: list[str] = []
    for position, given in enumerate(header, start=1):
        name = (given or "").strip() or f"column {position}"
        if name in names:
            number = next(n for n in range(2, len(header) + 2) if f"{name}_{n}" not in names)
            notes.append(f"column “{name}” stands there twice; the second is called “{name}_{number}”")
            name = f"{name}_{number}"
        names.append(name)
    return tuple(names)


def from_rows(rows: list[Sequence[str | None]], names: Sequence[str]) -> pl.DataFrame:
    """Rows of equal length as text columns, quickly."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    made = {name: pl.Series(name, list(column), pl.String) for name, column in zip(names, columns, strict=True)}
    return pl.DataFrame(made)


def no_header(path: Path, header: int) -> Refused:
    """The line that should name the columns is not there."""
    return Refused("empty", f"{path.name}: line {header} should name the columns, and is empty or missing")
