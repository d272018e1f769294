"""Workbooks without a clock: the same content gives the same bytes, whenever it is written."""

import io
import re
import zipfile
from datetime import datetime
from typing import Final

THEN: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone
_TIMES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def timeless(archive: bytes) -> bytes:
    """The XLSX with fixed times for its members, its making and its last change."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            held = _TIMES.sub(rb"\g<1>" + THEN.isoformat().encode() + b"Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, THEN.timetuple()[:6]), held, zipfile.ZIP_DEFLATED)
    return made.getvalue()
