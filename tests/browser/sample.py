"""The demo that these tests look at, as ``safetyzone demo`` builds it: ``python -m tests.browser.sample FOLDER``."""

import os
import subprocess
import sys
import time
from pathlib import Path

ZONES = (
    "ratchada-huai-khwang",
    "muang-thong-thani",
    "prachin-narom-park",
)  # everything planted, something, too few records
BUILD_SECONDS = 600
WHOLE = "whole"


def environment_of(folder: Path) -> dict[str, str]:
    whole = {**os.environ, "SAFETYZONE_DATA": str(folder), "SAFETYZONE_DEMO": "1", "PYTHONUNBUFFERED": "1"}
    whole.pop("DATABASE_URL", None)
    return whole


def built_in(folder: Path) -> Path:
    """``folder`` with the demo in it: built by whoever comes first, the others wait."""
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + BUILD_SECONDS
        while not (folder / WHOLE).exists():
            assert time.monotonic() < until, f"the demo in {folder} was not built within {BUILD_SECONDS} s"
            time.sleep(0.5)
    else:
        command = [sys.executable, "-m", "tests.browser.sample", str(folder)]
        subprocess.run(command, check=True, capture_output=True)
    return folder


def build(folder: Path) -> None:
    import django

    django.setup()
    from safetyzone.config.commands.serving import prepare
    from safetyzone.config.demo.build import build as build_demo
    from safetyzone.config.demo.plan import PLANS

    plans = tuple(plan for plan in PLANS if plan.zone in ZONES)
    assert len(plans) == len(ZONES)
    prepare()
    build_demo(folder=folder, plans=plans)
    (folder / WHOLE).touch()


if __name__ == "__main__":
    chosen = Path(sys.argv[1])
    chosen.mkdir(exist_ok=True)
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(environment_of(chosen), DJANGO_SETTINGS_MODULE="safetyzone.config.settings")
    build(chosen)
