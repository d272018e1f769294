"""Run the benchmarks and write RESULTS.md and growth.svg.

``python -m benchmarks.run`` (``make bench``, at most 10 minutes) · ``--full`` full sizes, no limit · ``--only NAME`` those whose
name or module contains NAME, printed and not written (``--write`` writes them) · ``--minutes M`` another limit.
"""

import argparse
import importlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bench_protocol import Bench
from benchmarks.environments import CACHE, HERE, Environment, environment
from benchmarks.report import GROWTH, RESULTS, Growth, Row, draw_growth, write

SEED = 20_211
LONGEST = 8.0  # seconds of a single growth measurement before the next size is left out


@dataclass
class Clock:
    """What is left of the promised time."""

    limit: float
    started: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        return self.limit - (time.monotonic() - self.started)


@dataclass(frozen=True)
class Task:
    """One bench and where it is declared."""

    module: str
    index: int
    bench: Bench


def tasks(only: str) -> list[Task]:
    """Every bench of every module whose name or module contains ``only``."""
    found = []
    for path in sorted(HERE.glob("bench_*.py")):
        module = f"benchmarks.{path.stem}"
        for index, bench in enumerate(getattr(importlib.import_module(module), "BENCHES", [])):
            if only.lower() in f"{module} {bench.name}".lower():
                found.append(Task(module, index, bench))
    return found


def measure(
    task: Task, n: int, role: str, where: Environment, *, timeout: float, cold: bool = False, keep: bool = True
) -> dict[str, Any]:
    """The report of one process, or {"problem": why not}."""
    request = {"module": task.module, "index": task.index, "n": n, "role": role, "seed": SEED, "cold": cold,
               "keep": keep, "repeat": task.bench.repeat}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.pickle"
        surroundings = {**os.environ, "PYTHONPATH": str(HERE.parent), "MPLBACKEND": "Agg"}
        if cold:
            surroundings["NUMBA_CACHE_DIR"] = folder
        command = [str(where.python), "-W", "ignore", "-m", "benchmarks.measure", json.dumps(request), str(answer)]
        try:
            done = subprocess.run(
                command, cwd=HERE.parent, env=surroundings, capture_output=True, text=True, timeout=timeout, check=False
            )
        except subprocess.TimeoutExpired:
            return {"problem": f"not done in {timeout:.0f} s"}
        if done.returncode or not answer.exists():
            lines = [line for line in done.stderr.splitlines() if line.strip()]
            return {"problem": lines[-1][:200] if lines else f"exit code {done.returncode}"}
        return dict(pickle.loads(answer.read_bytes()))


def best_of(task: Task, n: int, role: str, where: Environment, timeout: float) -> dict[str, Any]:
    """One process; three where every call needs fresh data, the best kept."""
    reports = [measure(task, n, role, where, timeout=timeout)]
    while task.bench.repeat == 1 and len(reports) < 3 and "problem" not in reports[0] and reports[0]["first"] < 20:
        reports.append(measure(task, n, role, where, timeout=timeout))
    good = [report for report in reports if "problem" not in report]
    if not good:
        return reports[0]
    times = sorted(report["best"] for report in good)
    return {
        **min(good, key=lambda report: report["best"]),
        "median": times[len(times) // 2] if len(good) > 1 else good[0]["median"],
    }


def compare(task: Task, n: int, clock: Clock) -> Row:
    """Ours and the peer at one size."""
    bench, own = task.bench, Environment(Path(sys.executable), "")
    if clock.left < 10:
        return Row(bench.name, n, bench.budget, bench.recorded, {"problem": "no time left in this run"})
    say(f"{bench.name}, n = {n:,}: ours")
    ours = best_of(task, n, "ours", own, max(30.0, min(clock.left, 600.0)))
    row = Row(bench.name, n, bench.budget, bench.recorded, ours)
    if bench.peer is None or "problem" in ours:
        return row
    if n > (bench.peer_max or n):
        return row.with_peer("", {"problem": f"too large for the peer (up to {bench.peer_max:,} in 60 s)"})
    if clock.left < 20:
        return row.with_peer("", {"problem": "no time left in this run"})
    say(f"{bench.name}, n = {n:,}: peer {bench.peer_package or ''}")
    where = environment(bench.peer_package)
    if where.problem:
        return row.with_peer(bench.peer_package or "", {"problem": where.problem})
    peer = best_of(task, n, "peer", where, max(30.0, min(clock.left, 120.0 if clock.limit < float("inf") else 3600.0)))
    return row.with_peer(where.version or "same environment", peer).with_agreement(*agreement(bench, ours, peer))


def agreement(bench: Bench, ours: dict[str, Any], peer: dict[str, Any]) -> tuple[float | None, str]:
    """Largest difference of the answers; a word where there is none."""
    if "problem" in peer or bench.agree is None:
        return None, ""
    if ours["digest"] != peer["digest"]:
        return None, "not the same data"
    if ours["result"] is None or peer["result"] is None:
        return None, "answer cannot travel"
    try:
        return float(bench.agree(ours["result"], peer["result"])), bench.agree_unit
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        return None, f"answers cannot be compared ({error})"


def grow(task: Task, clock: Clock, full: bool) -> Growth:
    """Ours at growing n, up to where it takes long."""
    points: list[tuple[int, float]] = []
    own, ends = Environment(Path(sys.executable), ""), task.bench.growth_ends
    for n in task.bench.growth:
        if not full and (clock.left < 15 or (points and points[-1][1] > LONGEST / 10)):
            ends = f"{n:,} is for `make bench-full`"
            break
        say(f"{task.bench.name}, growth n = {n:,}")
        report = measure(task, n, "ours", own, timeout=max(20.0, min(clock.left, 300.0)), keep=False)
        if "problem" in report:
            ends = f"{n:,}: {report['problem']}"
            break
        points.append((n, report["best"]))
    subject = task.module.rpartition("bench_")[2].replace("_", " ")
    return Growth(task.bench.name, tuple(points), ends, subject)


def warm(task: Task, sizes: tuple[int, ...]) -> None:
    """Fill the compile cache, so that the next process finds it."""
    measure(task, min(sizes), "ours", Environment(Path(sys.executable), ""), timeout=300.0, cold=False, keep=False)


def sizes_of(task: Task, clock: Clock, full: bool) -> tuple[int, ...]:
    """The sizes to measure, with the compile cache filled for them."""
    sizes = tuple(sorted({*task.bench.sizes, *task.bench.full_sizes})) if full else task.bench.sizes
    if clock.left > 10:
        warm(task, sizes)
    return sizes


def cold_call(task: Task, clock: Clock) -> tuple[str, int, dict[str, Any]]:
    """The first call of a process with an empty compile cache, at the smallest size."""
    n = min(task.bench.sizes)
    if clock.left < 45:
        return task.bench.name, n, {"problem": "no time left in this run"}
    say(f"{task.bench.name}: cold first call")
    own = Environment(Path(sys.executable), "")
    return task.bench.name, n, measure(task, n, "ours", own, timeout=min(clock.left, 180.0), cold=True, keep=False)


def say(text: str) -> None:
    """Progress, on stderr."""
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Command line."""
    reader = argparse.ArgumentParser(prog="benchmarks.run", description=__doc__.splitlines()[0] if __doc__ else "")
    reader.add_argument("--only", default="", help="benches whose name or module contains this; printed, not written")
    reader.add_argument("--full", action="store_true", help="full sizes, without the limit of time")
    reader.add_argument("--minutes", type=float, default=9.5, help="limit without --full")
    reader.add_argument("--write", action="store_true", help="write RESULTS.md even with --only")
    asked = reader.parse_args()
    chosen = tasks(asked.only)
    if not chosen:
        say(f"no benchmark matches {asked.only!r}")
        return 1
    CACHE.mkdir(exist_ok=True)
    clock = Clock(float("inf") if asked.full else asked.minutes * 60)
    rows, colds = [], []
    # What was promised comes first: a slow machine leaves out the rest.
    for promised in (True, False):
        group = [task for task in chosen if bool(task.bench.budget) is promised]
        rows += [compare(task, n, clock) for task in group for n in sizes_of(task, clock, asked.full)]
        colds += [cold_call(task, clock) for task in group]
    growths = [grow(task, clock, asked.full) for task in chosen]
    text = write(rows, colds, growths, full=asked.full)
    if asked.only and not asked.write:
        print(text)
        return 0
    RESULTS.write_text(text, encoding="utf-8")
    draw_growth(growths, GROWTH)
    say(f"wrote {RESULTS.name} and {GROWTH.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
