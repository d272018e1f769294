"""Lists of addresses and communities: what is read, and what is refused with its line."""

import io

import pytest
from openpyxl import Workbook

from safetyzone.listen.polls.actions.waves import Address, Community
from safetyzone.listen.polls.frames import WrongFrame, read_frame


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"address,stratum,community\n1/2 Soi 4,north,Ban A\n",
        "\ufeffAddress;Stratum;Community;phone\r\n1/2 Soi 4;north;Ban A;081\r\n\r\n".encode(),
        b"address\tstratum\tcommunity\n1/2 Soi 4\tnorth\tBan A\n",
    ],
)
def test_addresses_in_whatever_csv_people_save(content: bytes) -> None:
    assert read_frame(content, "list.csv") == [Address("1/2 Soi 4", "north", "Ban A")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp874"])
def test_thai_headings_in_both_encodings(encoding: str) -> None:
    content = 'ชุมชน,จำนวนครัวเรือน\nวัดเกต,"1,200"\nช้างม่อย,80\n'.encode(encoding)
    assert read_frame(content, "list.csv") == [Community("วัดเกต", 1200), Community("ช้างม่อย", 80)]


def test_a_workbook_with_numbers_in_cells() -> None:
    content = xlsx(("community", "households", "stratum"), ("A", 120.0, 1), (None, None, None), ("B", 80, 2))
    assert read_frame(content, "list.XLSX") == [Community("A", 120, "1"), Community("B", 80, "2")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Line 1 holds the headings"),
        (b"name,phone\nx,1\n", "Line 1 holds the headings"),
        (b"address\n\n", "no rows below"),
        (b"address,community\n1,A\n,B\n", "Line 3, column address is empty"),
        (b"address\n1\n2\n1\n", "Lines 2 and 4 are the same: “1”"),
        (b"community,households\nA,50\nB,none\n", "Line 3, column households: “none” is not a number"),
        (b"community,households\nA,0\n", "Line 2, column households: “0”"),
        (b"community,households\nA,5\nA,6\n", "Lines 2 and 3 are the same"),
        (b"address\n" + b"x" * 201 + b"\n", "Line 2, column address is longer than 200"),
        (b"address\n\x00\x01\n", "no text file"),
        (b"a" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
        (b"address\n" + b"\n".join(b"%d" % n for n in range(200_001)), "more than 200000 rows"),
        (b'address\n"1', None),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_its_line(content: bytes, says: str | None) -> None:
    if says is None:  # a quote that is never closed is read to the end, as spreadsheets do
        assert read_frame(content, "list.csv") == [Address("1")]
        return
    with pytest.raises(WrongFrame, match=says):
        read_frame(content, "list.csv")


def test_a_workbook_that_is_none() -> None:
    with pytest.raises(WrongFrame, match="no XLSX workbook"):
        read_frame(b"address\n1\n", "list.xlsx")
