"""RESULTS.md and growth.svg from the measurements."""

import os
import platform
import textwrap
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
GROWTH = HERE / "growth.svg"
ACROSS = 4  # panels of the picture
STYLES = ("o-", "s--", "^:", "D-.", "v-", "P--")

INTRODUCTION = """# Speed against the best peers, in the same run

{machine}. {kind}

Ours and the peer get the same data (same seed, compared by checksum), each in a fresh process, the peer in an environment of
its own. Times are the best of several calls in that process (median in brackets), without interpreter start, with a warm
compile cache and with what the call imports taken out; the first call without any of that stands in the second table. Memory
is the peak during a call minus what was held before it, imports and data included. A ratio of 100 means that the peer takes a
hundred times as long, or as much.
"""


@dataclass(frozen=True)
class Row:
    """One task at one size."""

    name: str
    n: int
    budget: str
    recorded: str
    ours: dict[str, Any]
    peer_name: str = ""
    peer: dict[str, Any] | None = None
    difference: float | None = None
    unit: str = ""

    def with_peer(self, name: str, report: dict[str, Any]) -> "Row":
        """The row with the peer's report."""
        return replace(self, peer_name=name, peer=report)

    def with_agreement(self, difference: float | None, unit: str) -> "Row":
        """The row with the largest difference of the answers."""
        return replace(self, difference=difference, unit=unit)


@dataclass(frozen=True)
class Growth:
    """Seconds at growing n, and why it ends before a million."""

    name: str
    points: tuple[tuple[int, float], ...]
    ends: str = ""
    subject: str = ""  # lines of one subject share a panel of the picture


def write(rows: list[Row], colds: list[tuple[str, int, dict[str, Any]]], growths: list[Growth], *, full: bool) -> str:
    """The page."""
    kind = (
        "Full sizes (`make bench-full`)."
        if full
        else "Short sizes (`make bench`); `make bench-full` runs the full ones."
    )
    parts = [INTRODUCTION.format(machine=machine(), kind=kind), table(rows)]
    parts.append("## First call of a process, nothing compiled yet\n\n| task | n | seconds |\n|---|--:|--:|")
    parts += [f"| {name} | {n:,} | {_time(report, 'first')} |" for name, n, report in colds]
    recorded = {row.name: row.recorded for row in rows if row.recorded}
    if recorded:
        parts.append("\n## Recorded peers\n\nNot installable beside us; another run on another machine, so no ratio.\n")
        parts += [f"- {name}: {text}" for name, text in recorded.items()]
    grown = [growth for growth in growths if len(growth.points) > 1]
    if grown:
        parts.append(
            "\n## Growth\n\n![Seconds against n on logarithmic axes](growth.svg)\n\n| task | "
            + "n: seconds |\n|---|---|"
        )
        parts += [
            f"| {g.name} | {' · '.join(f'{n:,}: {_seconds(s)}' for n, s in g.points)}{f' – {g.ends}' if g.ends else ''} |"
            for g in grown
        ]
    return "\n".join(parts) + "\n"


def table(rows: list[Row]) -> str:
    """Ours against the peers."""
    head = "| task | n | ours | peer | peer's time | speed ratio | our memory | memory ratio | largest difference | promise |"
    lines = [head, "|---|--:|--:|---|--:|--:|--:|--:|---|---|"]
    for row in rows:
        peer = row.peer or {}
        lines.append(
            f"| {row.name} | {row.n:,} | {_time(row.ours, 'best')} | {_peer(row)} | {_time(peer, 'best') if row.peer else '–'} | "
            f"{_ratio(row, 'best')} | {_memory(row.ours)} | {_ratio(row, 'memory')} | {_difference(row)} | {row.budget or '–'} |"
        )
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Cores, processor, Python, date."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    except OSError:
        pass
    today = datetime.now(UTC).date().isoformat()
    return f"{os.cpu_count()} cores, {model}, {platform.system()}, Python {platform.python_version()}, {today}"


def draw_growth(growths: list[Growth], path: Path) -> None:
    """Seconds against n on logarithmic axes, a panel for each subject."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "safetyzone", "svg.fonttype": "none"})
    import matplotlib.pyplot as plt

    lines = [growth for growth in growths if len(growth.points) > 1]
    subjects = sorted({growth.subject for growth in lines})
    rows = -(-len(subjects) // ACROSS)
    figure, axes = plt.subplots(
        rows, ACROSS, figsize=(4.2 * ACROSS, 3.4 * rows), sharex=True, sharey=True, squeeze=False, layout="constrained"
    )
    axes[0, 0].set_ylim(top=100 * max(seconds for growth in lines for _n, seconds in growth.points))  # room for legends
    for axis, subject in zip(axes.flat, subjects, strict=False):
        for growth, style in zip((g for g in lines if g.subject == subject), cycle(STYLES)):
            n, seconds = zip(*growth.points, strict=True)
            axis.loglog(n, seconds, style, label=textwrap.fill(growth.name, 40), linewidth=1.2, markersize=4)
        axis.set_title(subject, fontsize=10)
        axis.grid(True, which="major", alpha=0.3)
        axis.legend(fontsize=6.5, loc="upper left", framealpha=0.8)
    for axis in axes.flat[len(subjects) :]:
        axis.set_visible(False)
    figure.suptitle("How long each task takes as n grows, warm cache")
    figure.supxlabel("n")
    figure.supylabel("seconds")
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)


def _peer(row: Row) -> str:
    if row.peer is None:
        return "none installable" if row.recorded else "–"
    problem = row.peer.get("problem")
    return f"{row.peer_name}: {problem}".strip(": ") if problem else row.peer_name


def _time(report: dict[str, Any], key: str) -> str:
    if "problem" in report:
        return "–" if key == "best" and "n" not in report else str(report["problem"])
    text = _seconds(report[key])
    return f"{text} ({_seconds(report['median'])})" if key == "best" and report["calls"] > 1 else text


def _seconds(value: float) -> str:
    if value < 1e-3:
        return f"{value * 1e6:.0f} µs"
    return f"{value * 1e3:.3g} ms" if value < 1 else f"{value:.3g} s"


def _memory(report: dict[str, Any]) -> str:
    return "–" if "problem" in report else f"{report['memory'] / 1e6:.1f} MB"


def _ratio(row: Row, key: str) -> str:
    if row.peer is None or "problem" in row.peer or "problem" in row.ours:
        return "–"
    floor = 1e5 if key == "memory" else 1e-9  # below a tenth of a megabyte memory is noise
    if max(row.peer[key], row.ours[key]) < floor:
        return "–"
    return f"{row.peer[key] / max(row.ours[key], floor):,.3g}"


def _difference(row: Row) -> str:
    if "problem" in row.ours:
        return str(row.ours["problem"])
    if row.difference is None:
        return row.unit or "–"
    return f"{row.difference:.2g} {row.unit}".strip()
