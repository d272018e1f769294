"""What of the recorded incidents may be published, month by month. Pure arithmetic on months and cells.

Three rules make that nothing small can be worked out, however many releases somebody holds:

* **Blocks.** The zone's total is published by month. A month with 1 to k − 1 incidents waits and is published together with
  the months after it, as soon as their sum is k or more. So every published total is 0 or at least k, and no two published
  totals overlap.
* **Periods.** The map is published for periods that are made of whole blocks and do not overlap: groups by cells, small
  counts suppressed with their complements given *all* totals (``zonestats.disclosure.suppress``), so the blocks add
  nothing to what the table says already.
* **Frozen.** What was published once is never computed again: a record that comes in or is corrected later cannot show
  itself as a difference.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from safetyzone.analyse.pictures.parts.months import month_name
from zonestats import disclosure, minimums

SCHEMA: Final = "release/1"
K: Final = minimums.PUBLIC_COUNT
PERIOD_MONTHS: Final = 6
RESOLUTION: Final = 9  # METHODS §2: cells with at least eight addresses, or unknown → H3 resolution 9
RULE: Final = (
    "each incident that somebody reported, once, as last corrected, inside the zone's boundary; no sensitive offences"
)

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Reported:
    """The reported incidents that may be counted: whole numbers of equal length, one entry an incident."""

    month: IntArray  # months since January 1970
    group: IntArray  # position in ``groups``
    cell: IntArray  # position in ``cells``; the last position is "place not known exactly enough"
    groups: tuple[str, ...]
    cells: tuple[str, ...]  # H3 cells of ``RESOLUTION``, as written

    def between(self, first: int, last: int) -> IntArray:
        """Counts, groups × (cells + 1), of the months from ``first`` to ``last``."""
        table = np.zeros((len(self.groups), len(self.cells) + 1), np.int64)
        chosen = (self.month >= first) & (self.month <= last)
        np.add.at(table, (self.group[chosen], self.cell[chosen]), 1)
        return table


@dataclass(frozen=True)
class Block:
    """Months, counted since January 1970, whose total is published as one number."""

    first: int
    last: int
    n: int

    def stated(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"from": month_name(self.first), "to": month_name(self.last), "n": self.n}


def month_number(name: str) -> int:
    """Months since January 1970 of 2024-03: ``month_name`` the other way round."""
    return int(np.datetime64(name, "M").astype(np.int64))


def released(reported: Reported, *, first: int, last: int, before: dict[str, Any] | None) -> dict[str, Any]:
    """What may be published once the months ``first`` to ``last`` are complete; ``before`` is the release before, if any.

    Returns JSON-ready blocks, periods and the months that wait. Blocks and periods of ``before`` come first, unchanged.
    """
    told = before or {"blocks": [], "periods": []}
    blocks = [Block(month_number(each["from"]), month_number(each["to"]), each["n"]) for each in told["blocks"]]
    more, waiting = blocks_of(reported, blocks[-1].last + 1 if blocks else first, last)
    blocks += more
    done = month_number(told["periods"][-1]["to"]) if told["periods"] else None
    open_blocks = [block for block in blocks if done is None or block.first > done]
    return {
        "blocks": [block.stated() for block in blocks],
        "periods": told["periods"] + [_period(reported, *ends) for ends in periods_of(open_blocks)],
        "waiting": [month_name(month) for month in waiting],
    }


def blocks_of(reported: Reported, first: int, last: int) -> tuple[list[Block], list[int]]:
    """Months joined until a total may be shown, and the months that still wait for others."""
    found: list[Block] = []
    begin, held = first, 0
    for month in range(first, last + 1):
        held += int((reported.month == month).sum())
        if held == 0 or held >= K:
            found.append(Block(begin, month, held))
            begin, held = month + 1, 0
    return found, list(range(begin, last + 1))


def periods_of(blocks: list[Block]) -> list[tuple[int, int]]:
    """(first, last) month of each complete period: whole blocks of together at least ``PERIOD_MONTHS`` months."""
    found: list[tuple[int, int]] = []
    begin: int | None = None
    for block in blocks:
        begin = block.first if begin is None else begin
        if block.last - begin + 1 >= PERIOD_MONTHS:
            found.append((begin, block.last))
            begin = None
    return found


def _period(reported: Reported, first: int, last: int) -> dict[str, Any]:
    safe = disclosure.suppress(reported.between(first, last), k=K)
    shown = [[None if np.isnan(value) else int(value) for value in row] for row in safe.published.tolist()]
    return {
        "from": month_name(first), "to": month_name(last), "groups": list(reported.groups),
        "cells": list(reported.cells), "table": shown, "hidden": int(safe.hidden.sum()),
    }  # fmt: skip
