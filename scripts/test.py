"""All tests: on SQLite, then what touches the database again on PostgreSQL when ``TEST_DATABASE_URL`` names one.

Says in one line what was not run. In CI (``CI`` set) nothing may be left out.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def surroundings() -> dict[str, str]:
    # The workers share the cores already; more threads in each only wait for one another.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    environment.pop("DATABASE_URL", None)
    # Tests start some hundred processes: without stored bytecode each compiles all of its modules first.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def begin_demo(data: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The demo of the browser's tests, built while others run: there, all but one worker would wait for it."""
    folder = data / "browser-demo"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.browser.sample", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, env=surroundings(), stdout=subprocess.DEVNULL), str(folder)


def pytest(*arguments: str, data: str, workers: int, database: str = "", demo: str = "") -> int:
    environment = surroundings() | {"SAFETYZONE_DATA": data, "PYTHONHASHSEED": "0", "BROWSER_DEMO": demo}
    if database:
        environment["DATABASE_URL"] = database
    parallel = ["-n", str(workers), "--dist", "worksteal"] if workers > 1 else []
    command = [sys.executable, "-m", "pytest", "--durations=8", *parallel, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--after-check", action="store_true", help="leave out what make check has just shown on SQLite")
    options = parser.parse_args()
    server = os.environ.get("TEST_DATABASE_URL", "")
    browser = any(shutil.which(name) for name in CHROMIUM)
    left_out = []
    if not server:
        left_out.append("PostgreSQL (set TEST_DATABASE_URL to an empty server's address)")
    if not browser:
        left_out.append("browser journeys (no Chromium found)")
    if left_out and os.environ.get("CI"):
        print("In CI nothing is left out, but these could not run: " + "; ".join(left_out))
        return 1
    with tempfile.TemporaryDirectory() as data:
        run = partial(pytest, data=data, workers=options.workers)
        # Tables from the models here, by migrations on PostgreSQL; a contract test shows that both are the same.
        tables = "--no-migrations"
        # The browser's library keeps an event loop running in its worker, and Django refuses its database beside one.
        shown = ["--ignore=tests/contracts"] if options.after_check else []
        building, demo = begin_demo(Path(data)) if browser else (None, "")
        codes = [run(tables, "--ignore=tests/browser", *shown)]
        if building and building.wait():
            demo = ""  # the tests build it themselves and show why it fails
        # A test of pages waits for its browser and its server now and then: one worker more fills the cores.
        codes.append(run(tables, "tests/browser", workers=options.workers + (options.workers > 1), demo=demo))
        if server:
            print("Again on PostgreSQL, everything that touches the database:", flush=True)
            codes.append(run("safetyzone", "tests", "--ignore=tests/browser", "--database-only", database=server))
    if left_out:
        print("Not run here: " + "; ".join(left_out))
    return max(codes)


if __name__ == "__main__":
    raise SystemExit(main())
