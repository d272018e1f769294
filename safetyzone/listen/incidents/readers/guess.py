"""How a text file is written: its encoding and its separator, guessed from the bytes and always stated."""

import codecs
import csv
import re
from collections import Counter
from pathlib import Path
from typing import Final

from safetyzone.listen.incidents.refusals import Refused

_BLOCK: Final = 1 << 20
_SAMPLE: Final = 1 << 18
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS: Final = (",", ";", "\t", "|")
SEPARATOR_NAMES: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_THAI_RUN: Final = re.compile(rb"[\xa1-\xfb]{2,}")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
# Names people write; Python's own name for TIS-620 leaves out what Windows adds to it.
_SAME: Final = {"tis-620": "cp874", "tis620": "cp874", "windows-874": "cp874", "utf8": "utf-8"}


def encoding_of(path: Path, given: str, notes: list[str]) -> str:
    """The encoding as given, by the file's own mark, or guessed from all of it."""
    if given:
        return _known(given)
    with path.open("rb") as handle:
        sample = handle.read(_SAMPLE)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            notes.append(f"encoding {name.removesuffix('-sig').upper()}, by the file's own mark")
            return name
    if wide := _unmarked_utf16(sample):
        notes.append(f"encoding {wide.upper()}, guessed")
        return wide
    if b"\0" in sample:
        raise Refused("unreadable", f"{path.name} is not a table of text: it holds binary data")
    bad = _first_bad_utf8(path)
    if bad is None:
        notes.append("encoding UTF-8")
        return "utf-8"
    guessed = _eight_bit(path, bad)
    notes.append(f"encoding {guessed.upper()}, guessed from {'Thai' if guessed == 'cp874' else 'accented'} letters")
    return guessed


def _known(given: str) -> str:
    name = _SAME.get(given.strip().lower(), given.strip())
    try:
        found = codecs.lookup(name).name
    except LookupError:
        raise Refused("encoding", f"encoding {given!r} is unknown; write utf-8, cp874 or utf-16") from None
    return "utf-8-sig" if found == "utf-8" else name


def _unmarked_utf16(sample: bytes) -> str:
    """ASCII digits and separators have a zero byte on one side in UTF-16; Thai letters have 0x0E there."""
    even, odd = sample[0:4096:2], sample[1:4096:2]
    if b"\0" in odd and _narrow(odd) > 0.9:
        return "utf-16-le"
    return "utf-16-be" if b"\0" in even and _narrow(even) > 0.9 else ""


def _narrow(part: bytes) -> float:
    return sum(part.count(byte) for byte in (0, 0x0E)) / max(len(part), 1)


def _first_bad_utf8(path: Path) -> int | None:
    """Position of the first byte that is not UTF-8; None when all of it is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return position + error.start
            position += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return position
    return None


def _eight_bit(path: Path, bad: int) -> str:
    """Thai words are runs of high bytes, accents stand alone among ASCII letters."""
    with path.open("rb") as handle:
        handle.seek(max(bad - _SAMPLE // 2, 0))
        sample = handle.read(_SAMPLE)
    high = len(_HIGH.findall(sample))
    if _mostly_utf8(sample, high):
        line = _line_at(path, bad)
        raise Refused(
            "encoding", f"line {line} holds bytes that are not UTF-8, though the rest is; mend it or name the encoding"
        )
    in_runs = sum(len(run) for run in _THAI_RUN.findall(sample))
    return "cp874" if in_runs > high * 0.6 else "cp1252"


def _mostly_utf8(sample: bytes, high: int) -> bool:
    read = sample.decode("utf-8", "ignore")
    good = sum(len(letter.encode()) for letter in read if letter > "\x7f")
    return high > 20 and good > 0.9 * high


def _line_at(path: Path, position: int) -> int:
    with path.open("rb") as handle:
        return handle.read(position).count(b"\n") + 1


def separator_of(lines: list[str], given: str, notes: list[str]) -> str:
    """The separator that splits most lines into the same number of fields, more than one."""
    if given:
        if len(given) != 1:
            raise Refused("unreadable", f"separator {given!r}: write one character")
        return given
    best = max(SEPARATORS, key=lambda candidate: _steadiness(lines, candidate))
    if _steadiness(lines, best)[0]:
        notes.append(f"separator {SEPARATOR_NAMES[best]}, guessed")
    return best


def _steadiness(lines: list[str], separator: str) -> tuple[bool, float, int]:
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
    if not widths:
        return False, 0.0, 0
    width, often = widths.most_common(1)[0]
    return width > 1, round(often / widths.total(), 1), width
