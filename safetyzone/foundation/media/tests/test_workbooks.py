"""Workbooks of both writers hold no clock and still open."""

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter

from safetyzone.foundation.media.workbooks import timeless


def by_openpyxl() -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(["ตำบล", 7])
    book.save(written)
    return written.getvalue()


def by_xlsxwriter() -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["ตำบล", 7])
    return written.getvalue()


@pytest.mark.parametrize("make", [by_openpyxl, by_xlsxwriter])
def test_no_time_is_left_and_the_content_is(make: Callable[[], bytes]) -> None:
    made = timeless(make())
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        assert {member.date_time for member in book.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml")
    assert re.findall(rb"<dcterms:(\w+)[^>]*>([^<]*)", core) == [
        (b"created", b"2000-01-01T00:00:00Z"), (b"modified", b"2000-01-01T00:00:00Z"),
    ]  # fmt: skip
    assert [cell.value for cell in next(openpyxl.load_workbook(io.BytesIO(made)).active.rows)] == ["ตำบล", 7]
