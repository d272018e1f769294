"""Files that came through the web: kept only until they are imported or thrown away."""

from pathlib import Path
from typing import Final

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.crypto import get_random_string

from safetyzone.listen.incidents.models import Import

_FOLDER: Final = "incident-files"


def keep(file: File, name: str) -> str:  # type: ignore[type-arg]
    """Store the bytes; the name on disk is our own, the person's is shown only."""
    suffix = Path(name).suffix.lower()[:8]
    return default_storage.save(f"{_FOLDER}/{get_random_string(24)}{suffix}", file)


def path_of(run: Import) -> Path:
    return Path(default_storage.path(run.upload))


def drop(name: str) -> None:
    """Columns that were not mapped are not kept: the file goes once its rows are in."""
    if name:
        default_storage.delete(name)
