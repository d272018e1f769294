"""Make ``.venv`` with everything: pinned packages, both distributions of this repository, the built front end.

Needs only Python 3.11 or newer. Each step names itself, and speaks again at least every ten seconds while it runs.
A step that was already done for the same files is skipped.
"""

import hashlib
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
HEARTBEAT_SECONDS = 8
BUILD, RUNTIME, DEV = "requirements/build.txt", "requirements/runtime.txt", "requirements/dev.txt"


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this script meets the Python that is there
        print(
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Say which to use: make PYTHON=python3.12 …"
        )
        return 1
    packages = "dev" if "--dev" in arguments else "runtime"
    if not (BIN / "python").exists():
        step("Making .venv", [sys.executable, "-m", "venv", str(VENV)])
    pip = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    once("build-tools", [BUILD], "Fetching the build tools", [*pip, "-r", BUILD])
    if packages == "runtime" and done_for("dev", [RUNTIME, DEV]):
        packages = "dev"  # the larger set is there already: leave it
    wanted = [RUNTIME, DEV] if packages == "dev" else [RUNTIME]
    listed = [part for name in wanted for part in ("-r", name)]
    once(packages, wanted, f"Fetching the {packages} packages", uv("pip", "install", "--require-hashes", *listed))
    once(
        "distributions",
        ["pyproject.toml", "zonestats/pyproject.toml"],
        "Installing zonestats and safetyzone, building the front end",
        uv("pip", "install", "--no-deps", "--no-build-isolation", "-e", "zonestats", "-e", "."),
    )
    step("Checking the front end and translations", [python(), "frontend/hatch_build.py"])
    return 0


def python() -> str:
    return str(BIN / "python")


def uv(*arguments: str) -> list[str]:
    # The system's certificates, as pip and git use them: behind an organisation's proxy others are not trusted.
    return [str(BIN / "uv"), *arguments[:2], "--quiet", "--system-certs", "--python", python(), *arguments[2:]]


def stamp(name: str) -> Path:
    return VENV / f".done-{name}"


def digest(files: list[str]) -> str:
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in files)).hexdigest()


def done_for(name: str, files: list[str]) -> bool:
    return stamp(name).exists() and stamp(name).read_text() == digest(files)


def once(name: str, files: list[str], title: str, command: list[str]) -> None:
    """Run the command unless it was run for the same files."""
    if not done_for(name, files):
        step(title, command)
        stamp(name).write_text(digest(files))


def step(title: str, command: list[str]) -> None:
    """Run one command under a name; say that it still runs; show its output only when it fails."""
    started = time.monotonic()
    print(f"· {title} …", flush=True)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    while True:
        try:
            output, _ = process.communicate(timeout=HEARTBEAT_SECONDS)
            break
        except subprocess.TimeoutExpired:
            print(f"  {title}: {time.monotonic() - started:.0f} s so far", flush=True)
    if process.returncode:
        print(output)
        raise SystemExit(f"{title} failed (exit {process.returncode}): {' '.join(command)}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
