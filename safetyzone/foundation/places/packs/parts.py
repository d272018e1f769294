"""Folders and files of a pack that belong to a later step: that step says how they are checked and loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from safetyzone.foundation.late import PARTS, settle
from safetyzone.foundation.places.packs.mistakes import Mistake


@dataclass(frozen=True)
class Part:
    """``folder``: or file of this name; ``check`` gives every mistake; ``load`` one sentence for each thing that is new."""

    folder: str
    check: Callable[[Path], list[Mistake]]
    load: Callable[[Path, str], list[str]]


_PARTS: dict[str, Part] = {}


def register(part: Part) -> None:
    """By a function that the app names for ``PARTS``; the same folder registers once."""
    _PARTS[part.folder] = part


def part_mistakes(pack: Path) -> list[Mistake]:
    """Mistakes in the folders of later steps."""
    return [mistake for part in _there(pack) for mistake in part.check(pack / part.folder)]


def load_parts(pack: Path, by: str) -> list[str]:
    """Load the folders of later steps; what was there already is not mentioned."""
    return [line for part in _there(pack) for line in part.load(pack / part.folder, by)]


def _there(pack: Path) -> list[Part]:
    settle(PARTS)
    return [part for name, part in sorted(_PARTS.items()) if (pack / name).exists()]
