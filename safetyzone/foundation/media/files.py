"""Where the bytes of pictures lie: one file each in the data folder, whole or not there."""

import os
import uuid
from pathlib import Path

from django.core.files.storage import default_storage


def path_of(key: uuid.UUID) -> Path:
    """pictures/ab/abcdef….jpg: two letters a folder, so that no folder grows beyond what file systems like."""
    return Path(default_storage.path(f"pictures/{key.hex[:2]}/{key.hex}.jpg"))


def write(key: uuid.UUID, content: bytes) -> None:
    """On disk before it returns; a crash in between leaves no half file under the name."""
    target = path_of(key)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(f".{os.getpid()}.part")
    with beside.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
