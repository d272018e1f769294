"""What a benchmark declares; ``benchmarks/run.py`` runs it and writes RESULTS.md.

A module ``bench_<subject>.py`` holds ``BENCHES: list[Bench]``. It is imported in the peer's environment too, so it imports
the measured packages inside its functions. Every measurement is a process of its own: it calls ``data`` once (set-up such
as Django's, and anything that must exist before, belongs there), then ``ours`` or ``peer`` up to ``repeat`` times on that
same data. Answers travel between processes by pickle: return arrays, numbers, or frozen results that can be pickled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Bench:
    """One task, ours and the best installable peer on the same data in the same run."""

    name: str  # "gi_star, 19,126 cells, 9,999 permutations"
    data: Callable[[int, int], Data]  # (n, seed) -> keyword arguments for ours and peer
    ours: Callable[..., Any]  # ours(**data)
    peer: Callable[..., Any] | None  # peer(**data); imports its package inside: it runs in a venv of its own
    peer_package: str | None  # name on the package index; None: the peer is in our own environment
    agree: (
        Callable[[Any, Any], float] | None
    )  # (our answer, the peer's) -> largest difference, stated in ``agree_unit``
    sizes: tuple[int, ...]  # n of `make bench`
    agree_unit: str = ""
    peer_max: int = 0  # the largest n the peer finishes within 60 s; larger sizes run ours alone
    full_sizes: tuple[int, ...] = ()  # further n of `make bench-full`
    budget: str = ""  # the promise, in words: "≥ 100× esda, ≤ 1/50 of its memory"
    recorded: str = ""  # a peer that cannot be installed: its recorded figure with date and machine
    growth: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    growth_ends: str = ""  # why it is not measured up to a million
    repeat: int = 7  # most calls in one process; 1 where a call uses up its data (then the process is started anew)
