"""A virtual environment for every peer, kept in a git-ignored folder and made with uv."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE / ".peers"
BESIDE = ("numpy", "scipy", "numba")  # what a bench module may import at its top


@dataclass(frozen=True)
class Environment:
    """A Python to run a peer with, and the version found there; ``problem`` where it cannot be had."""

    python: Path
    version: str
    problem: str = ""


def environment(package: str | None) -> Environment:
    """The peer's environment, made on first use."""
    if package is None:
        return Environment(Path(sys.executable), "")
    folder = CACHE / hashlib.sha256(package.encode()).hexdigest()[:16]
    python = folder / "bin" / "python"
    if not python.exists() or not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        problem = _make(folder, python, package)
        if problem:
            return Environment(python, "", problem)
    return Environment(python, (folder / "made").read_text())


def _make(folder: Path, python: Path, package: str) -> str:
    CACHE.mkdir(exist_ok=True)
    uv = _uv()
    if uv is None:
        return "uv is not installed"
    made = _run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)])
    if made.returncode:
        return _last_line(made.stderr)
    wanted = package.split()
    for extra in (BESIDE, ("numpy",)):  # a peer that pins old versions may not go with all of them
        done = _run([uv, "pip", "install", "--quiet", "--system-certs", "--python", str(python), *wanted, *extra])
        if done.returncode == 0:
            (folder / "made").write_text(_version(uv, python, wanted[0]))
            return ""
    return _last_line(done.stderr)


def _version(uv: str, python: Path, package: str) -> str:
    name = package.split("[")[0].split("=")[0].split("<")[0].split(">")[0].split("~")[0]
    listed = _run([uv, "pip", "show", "--quiet", "--python", str(python), name]).stdout
    version = next((line.split()[1] for line in listed.splitlines() if line.startswith("Version:")), "")
    return f"{name} {version}".strip()


def _uv() -> str | None:
    beside = Path(sys.executable).parent / "uv"
    return str(beside) if beside.exists() else shutil.which("uv")


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "failed without a message"
