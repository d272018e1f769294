"""The house as the contract tests see it: its files, its steps, the order of features inside a step."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STEPS = ("foundation", "listen", "analyse", "plan", "act", "measure", "publish", "programme", "config")
# Inside a step, foreign keys point only to features named earlier in its line.
FEATURES = {
    "foundation": (
        "privacy",
        "places",
        "people",
        "access",
        "audit",
        "partners",
        "decisions",
        "runs",
        "media",
        "jobs",
        "live",
        "pages",
    ),
    "listen": ("incidents", "polls", "suggestions", "budgets", "reports", "walks", "sensors"),
    "analyse": ("pictures",),
    "plan": ("problems", "patrols"),
    "act": ("tasks", "meetings", "dispatch", "rounds"),
    "measure": ("targets", "index", "effects"),
    "publish": ("site", "opendata", "briefs", "alerts"),
    "programme": ("committee", "selection", "rollout", "board"),
}


@cache
def tracked(*suffixes: str) -> tuple[Path, ...]:
    """Files git tracks or would track, with one of the suffixes; every file without any."""
    listed = (
        subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .split("\0")
    )
    paths = (ROOT / name for name in listed if name and (not suffixes or name.endswith(suffixes)))
    return tuple(path for path in paths if path.is_file())


def product_code() -> list[Path]:
    """Python of the product and the library: no tests, migrations or benchmarks."""
    left_out = {"tests", "migrations", "benchmarks", "docs"}
    return [path for path in tracked(".py") if not left_out & set(path.relative_to(ROOT).parts)]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def feature_of(module: str) -> tuple[str, str] | None:
    """("listen", "incidents") for safetyzone.listen.incidents.models; None outside the steps."""
    parts = module.split(".")
    if len(parts) < 3 or parts[0] != "safetyzone" or parts[1] not in FEATURES:
        return None
    return parts[1], parts[2]
