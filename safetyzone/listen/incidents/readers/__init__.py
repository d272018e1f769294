"""Incident files of four kinds, read in batches of text columns, so that no file is too long for the memory.

source = open_source(path)
for batch in source.batches(columns=("Date", "Longitude")):
    batch.frame, batch.line
"""

import zipfile
from pathlib import Path

from safetyzone.listen.incidents.readers.batches import Batch, Source
from safetyzone.listen.incidents.readers.geojson import GeoJson
from safetyzone.listen.incidents.readers.parquet import Parquet
from safetyzone.listen.incidents.readers.sheets import Sheet
from safetyzone.listen.incidents.readers.text import Text
from safetyzone.listen.incidents.refusals import Refused

__all__ = ["Batch", "Source", "open_source"]

# What people hand over by mistake, by its first bytes.
_NOT_TABLES = (
    (b"\xd0\xcf\x11\xe0", "it is an old Excel file (.xls); save it as .xlsx or CSV"),
    (b"\x1f\x8b", "it is compressed (gzip); unpack it first"),
    (b"%PDF", "it is a PDF; ask for the table itself as CSV or XLSX"),
    (b"SQLite format 3", "it is a database; export the table as CSV"),
    (b"\x89PNG", "it is a picture"),
    (b"\xff\xd8\xff", "it is a picture"),
)


def open_source(path: Path, *, encoding: str = "", separator: str = "", sheet: str = "", header: int = 1) -> Source:
    """The file's table, whatever its kind; the kind is seen from its content, not from its name."""
    if not path.is_file():
        raise Refused("unreadable", f"{path.name}: there is no such file")
    with path.open("rb") as handle:
        start = handle.read(512)
    if not start.strip():
        raise Refused("empty", f"{path.name} is empty")
    for magic, sentence in _NOT_TABLES:
        if start.startswith(magic):
            raise Refused("unreadable", f"{path.name} cannot be read: {sentence}")
    if start.startswith(b"PAR1"):
        return Parquet(path)
    if start.startswith(b"PK\x03\x04"):
        return _zipped(path, sheet, header)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return GeoJson(path)
    return Text(path, encoding=encoding, separator=separator, header=header)


def _zipped(path: Path, sheet: str, header: int) -> Source:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.namelist()
    except zipfile.BadZipFile:
        raise Refused("unreadable", f"{path.name} is damaged: it begins like XLSX but is not complete") from None
    if "xl/workbook.xml" not in inside:
        raise Refused("unreadable", f"{path.name} is an archive of {len(inside)} files; unpack it and import the table")
    return Sheet(path, sheet=sheet, header=header)
