"""One measurement in a process of its own: ``python -m benchmarks.measure REQUEST.json ANSWER.pickle``."""

import builtins
import contextlib
import hashlib
import importlib
import json
import pickle
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

BUDGET = 6.0  # seconds of repeats
REAL_IMPORT = 0.02  # seconds: shorter ones found the module loaded


def main(request: str, answer: str) -> None:
    """Measure what the request names and write times, memory, a digest of the data and the answer."""
    asked = json.loads(request)
    bench = importlib.import_module(asked["module"]).BENCHES[asked["index"]]
    call = bench.ours if asked["role"] == "ours" else bench.peer
    data = bench.data(asked["n"], asked["seed"])
    before, started = resident(), time.perf_counter()
    with imports_timed(before) as spent:
        result = call(**data)
    before = int(spent[1])
    first = time.perf_counter() - started
    peak = peak_resident()
    # What the call imports on the way belongs to the cold figure only, for ours and the peer alike.
    working = first if asked["cold"] else max(first - spent[0], 1e-9)
    times = [] if asked["cold"] else repeats(call, data, working, asked["repeat"])
    if times and bench.repeat > 1:
        before = resident_after_imports(before)
        peak = peak_of(call, data)
    report = {
        "first": first, "best": min([working, *times]), "median": statistics.median(times or [working]), "calls": len(times) + 1,
        "memory": max(peak - before, 0), "digest": digest(data),
        "result": portable(result) if asked["keep"] else None,
    }  # fmt: skip
    Path(answer).write_bytes(pickle.dumps(report))


@contextlib.contextmanager
def imports_timed(before: int) -> Iterator[list[float]]:
    """Seconds spent in import statements inside the block, nested ones counted once, and bytes held after the last."""
    spent, depth, plain = [0.0, float(before)], [0], builtins.__import__

    def timed(*args: Any, **options: Any) -> Any:
        if depth[0]:
            return plain(*args, **options)
        depth[0], started = 1, time.perf_counter()
        try:
            return plain(*args, **options)
        finally:
            took, depth[0] = time.perf_counter() - started, 0
            spent[0] += took
            if took > REAL_IMPORT:
                spent[1] = float(resident())
                start_high_water()

    builtins.__import__ = timed
    try:
        yield spent
    finally:
        builtins.__import__ = plain


def repeats(call: Any, data: Any, first: float, most: int) -> list[float]:
    """Times of further calls, as many as fit."""
    times: list[float] = []
    for _ in range(max(0, most - 1)):
        if sum(times) + (min(times) if times else first) > BUDGET and times:
            break
        if first > 10 * BUDGET:  # above that compiling cannot be most of it
            break
        started = time.perf_counter()
        call(**data)
        times.append(time.perf_counter() - started)
    return times


def peak_of(call: Any, data: Any) -> int:
    """Highest resident memory during one call."""
    start_high_water()
    call(**data)
    return peak_resident()


def start_high_water() -> None:
    """Start the high-water mark of memory afresh, where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def resident_after_imports(fallback: int) -> int:
    """What is held now, with imports, data and compiled code."""
    return resident() or fallback


def resident() -> int:
    """Resident bytes now; 0 where the system does not say."""
    return _status("VmRSS:")


def peak_resident() -> int:
    """Highest resident bytes so far."""
    return _status("VmHWM:") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _status(key: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(key)), 0)


def digest(data: Any) -> str:
    """Of the arrays and numbers in the data, so that both sides are known to have had the same."""
    made = hashlib.sha256()
    for key in sorted(data):
        if isinstance(data[key], np.ndarray | np.generic | int | float | str | list | tuple):
            made.update(key.encode())
            made.update(np.ascontiguousarray(data[key]).tobytes() if np.asarray(data[key]).dtype != object else b"")
    return made.hexdigest()


def portable(result: Any) -> Any:
    """The answer if it can travel, else None."""
    try:
        pickle.loads(pickle.dumps(result))
    except (pickle.PickleError, TypeError, AttributeError):
        return None
    return result


if __name__ == "__main__":
    main(*sys.argv[1:])
