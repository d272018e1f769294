"""Format, lint, types and the order of imports: everything that reads code without running it. Runs side by side."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = {
    "contracts": ["python", "-m", "pytest", "-q", "--no-migrations", "tests/contracts", "-p", "no:cacheprovider"],
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types of zonestats": ["mypy", "--config-file", "zonestats/pyproject.toml", "-p", "zonestats"],
    "types of safetyzone": ["mypy"],
    "import order": ["lint-imports", "importlinter.ini"],
}


def run(name: str, command: list[str], data: str) -> tuple[str, int, str, float]:
    started = time.monotonic()
    environment = {**os.environ, "SAFETYZONE_DATA": data, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, env=environment, capture_output=True, text=True)
    return name, done.returncode, done.stdout + done.stderr, time.monotonic() - started


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as data, ThreadPoolExecutor(max_workers=2) as pool:
        for name, code, output, seconds in pool.map(lambda item: run(*item, data), CHECKS.items()):
            print(f"{'ok  ' if code == 0 else 'FAIL'} {name} ({seconds:.0f} s)", flush=True)
            if code:
                failed += 1
                print(output)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
