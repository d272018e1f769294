"""The machine: folder, keys, disk, time zones, front end, compiled loops."""

import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from safetyzone.config.doctor.findings import Finding
from safetyzone.foundation.pages.built import MANIFEST, manifest
from zonestats import kernels

GIGABYTE: Final = 1024**3
LITTLE_GB: Final = 5
TOO_LITTLE_GB: Final = 1


def data_folder() -> Finding:
    """Can be written."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA):
            return Finding("data folder", "ok", f"{settings.DATA} can be written")
    except OSError as error:
        advice = "Make the folder writable for this account, or point SAFETYZONE_DATA to another."
        return Finding("data folder", "bad", f"{settings.DATA} cannot be written: {error.strerror}", advice)


def keys() -> Finding:
    """Nobody else can read them."""
    folder = Path(settings.DATA) / "keys"
    if not folder.exists():
        return Finding("keys", "ok", "they come from the environment")
    open_to_others = [
        path.name for path in [folder, *folder.iterdir()] if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if open_to_others:
        message = "others on this machine can read: " + ", ".join(sorted(open_to_others))
        return Finding("keys", "bad", message, f"chmod 700 {folder} && chmod 600 {folder}/*")
    return Finding("keys", "ok", "only this account can read them")


def disk() -> Finding:
    """Room for records and backups."""
    free = shutil.disk_usage(settings.DATA).free / GIGABYTE
    message = f"{free:.1f} GB free"
    if free < TOO_LITTLE_GB:
        return Finding("disk", "bad", message, "Free some room before anything is imported.")
    if free < LITTLE_GB:
        return Finding("disk", "warning", message, "Enough for now; backups will need more.")
    return Finding("disk", "ok", message)


def time_zone() -> Finding:
    """The system or the tzdata package knows it."""
    try:
        ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        advice = "pip install tzdata"
        return Finding("time zone", "bad", f"{settings.TIME_ZONE} is unknown to this machine", advice)
    return Finding("time zone", "ok", settings.TIME_ZONE)


def front_end() -> Finding:
    """Scripts and styles are built, and every file of the list is there."""
    try:
        files = [name for chunk in manifest().values() for name in (chunk["file"], *chunk.get("css", []))]
    except ImproperlyConfigured as error:
        return Finding("front end", "bad", str(error), "python frontend/hatch_build.py")
    missing = [name for name in files if not (MANIFEST.parent / name).exists()]
    if missing:
        return Finding("front end", "bad", f"missing: {', '.join(missing[:3])}", "python frontend/hatch_build.py")
    return Finding("front end", "ok", f"{len(files)} files built")


def fonts() -> Finding:
    """Thai letters look the same on every machine."""
    found = sorted(path.name for path in MANIFEST.parent.glob("assets/sarabun-thai-*.woff2"))
    if not found:
        return Finding(
            "fonts",
            "warning",
            "Sarabun was not built in; pages use the machine's own",
            "python frontend/hatch_build.py",
        )
    return Finding("fonts", "ok", "Sarabun is built in")


def compiled_loops() -> Finding:
    """Without a cache every start compiles anew."""
    candidates = [Path(kernels.__file__).parent / "__pycache__", Path.home() / ".cache", Path.home()]
    if given := os.environ.get("NUMBA_CACHE_DIR"):
        candidates = [Path(given)]
    folder = next((path for path in candidates if os.access(path, os.W_OK)), None)
    if folder is None:
        advice = "Set NUMBA_CACHE_DIR to a folder this account can write."
        return Finding(
            "compile cache", "warning", "no writable folder: the first pictures after a start are slow", advice
        )
    return Finding("compile cache", "ok", str(folder))
