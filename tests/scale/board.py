"""The board and a selection of a nation under DESIGN §6's load: twenty readers, each a page every five seconds.

    python -m tests.scale.board --seconds 60 --incidents 60    # SQLite
    DATABASE_URL=… python -m tests.scale.board                 # PostgreSQL: an empty database

Open loop: each page is due at its own moment, and its time runs from that moment to the last byte. The generator runs on the
same machine as ``safetyzone serve``.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.scale.submissions import Server, free_port

EVERY_SECONDS: Final = 5.0
# The mix: page → how often among twenty.
MIX: Final = (
    ("/board/", 5), ("/board/?page={page}", 4), ("/board/?bureau={bureau}", 3), ("/board/?stage=acting", 2), ("/board/map/", 1),
    ("/board/funnels/", 1), ("/rollout/", 2), ("/selection/{selection}/", 2),
)  # fmt: skip
BUREAUS: Final = ("metropolitan", *(f"region-{number}" for number in range(1, 10)))


@dataclass
class Seen:
    """Milliseconds of each page by its kind; anything but 200 is counted apart."""

    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    other: dict[str, int] = field(default_factory=dict)

    def quantile(self, share: float, kind: str = "") -> float:
        found = self.milliseconds.get(kind, []) if kind else [ms for each in self.milliseconds.values() for ms in each]
        ordered = sorted(found)
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else float("nan")


class NationServer(Server):
    """A server on the built nation; PostgreSQL where ``DATABASE_URL`` names one."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder, port)
        if url := os.environ.get("DATABASE_URL"):
            self.environment["DATABASE_URL"] = url

    def build(self, incidents: int, *, coupled: bool) -> dict[str, Any]:
        more = ["--incidents", str(incidents), *(["--coupled"] if coupled else [])]
        done = subprocess.run(
            [sys.executable, "-m", "tests.scale.nation", *more],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return told


async def page(port: int, path: str, session: str) -> int:
    """The status; the whole body is read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid={session}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    return int(answer.split(b" ", 2)[1])


async def reads(port: int, told: dict[str, Any], session: str, number: int, seconds: float, seen: Seen) -> None:
    """One reader's pages, each at its moment."""
    rng = random.Random(number)
    kinds, weights = [kind for kind, _often in MIX], [often for _kind, often in MIX]
    begin = time.perf_counter() + EVERY_SECONDS * number / len(told["sessions"])
    pending = []

    async def one(kind: str, due: float) -> None:
        path = kind.format(page=rng.randint(2, 59), bureau=rng.choice(BUREAUS), selection=told["selection"])
        status = await page(port, path, session)
        if status == 200:
            seen.milliseconds.setdefault(kind, []).append((time.perf_counter() - due) * 1000)
        else:
            seen.other[f"{kind} {status}"] = seen.other.get(f"{kind} {status}", 0) + 1

    for turn in range(int(seconds / EVERY_SECONDS)):
        due = begin + turn * EVERY_SECONDS
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        pending.append(asyncio.create_task(one(rng.choices(kinds, weights)[0], due)))
    await asyncio.gather(*pending)


@contextmanager
def nation(incidents: int, *, coupled: bool) -> Iterator[tuple[NationServer, dict[str, Any]]]:
    """A running server, and what was told about the data it holds."""
    with tempfile.TemporaryDirectory() as folder:
        server = NationServer(Path(folder), free_port())
        told = server.build(incidents, coupled=coupled)
        server.start()
        try:
            yield server, told
        finally:
            server.kill()


async def load(server: NationServer, told: dict[str, Any], seconds: float) -> Seen:
    seen = Seen()
    for kind, _often in MIX:  # imports, templates, first queries
        await page(
            server.port, kind.format(page=2, bureau=BUREAUS[0], selection=told["selection"]), told["sessions"][0]
        )
    readers = [
        reads(server.port, told, session, number, seconds, seen) for number, session in enumerate(told["sessions"])
    ]
    await asyncio.gather(*readers)
    return seen


def run(seconds: float, incidents: int = 0, *, coupled: bool = False) -> tuple[Seen, dict[str, Any]]:
    """What the readers saw, and what was told of the data."""
    with nation(incidents, coupled=coupled) as (server, told):
        return asyncio.run(load(server, told, seconds)), told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--incidents", type=int, default=0, help="records of each zone and year in the database")
    options = parser.parse_args()
    seen, told = run(options.seconds, options.incidents, coupled=True)
    del told["sessions"]
    by_page = {
        kind: {"n": len(seen.milliseconds.get(kind, [])), "p95_ms": seen.quantile(0.95, kind)} for kind, _often in MIX
    }
    print(json.dumps({**told, "n": sum(row["n"] for row in by_page.values()), "p50_ms": seen.quantile(0.5),
                      "p95_ms": seen.quantile(0.95), "pages": by_page, "other": seen.other,
                      "load_average": os.getloadavg()[0]}, indent=1))  # fmt: skip
    return 0 if not seen.other and seen.quantile(0.95) <= 300 else 1


if __name__ == "__main__":
    raise SystemExit(main())
