"""The same table in every kind of file gives the same rows."""

import json
from datetime import datetime, time
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from safetyzone.listen.incidents.readers import open_source
from safetyzone.listen.incidents.refusals import Refused

HEADER = ("รหัส", "when", "lon", "text")
ROWS = [
    ("1", "2022-04-03 21:30:00", "100.541", "ลักทรัพย์"),
    ("2", "2022-04-04 00:10:00", "100.5", "a, b"),
    ("3", "2022-04-05 08:00:00", None, None),
]
EXPECTED = pl.DataFrame(ROWS, schema=dict.fromkeys(HEADER, pl.String), orient="row")


def as_text(separator: str) -> str:
    lines = [separator.join(HEADER)]
    lines += [separator.join(f'"{v}"' if v and separator in v else v or "" for v in row) for row in ROWS]
    return "\r\n".join(lines) + "\r\n"


def whole(path: Path, **options: str) -> pl.DataFrame:
    return pl.concat([batch.frame for batch in open_source(path, **options).batches()])  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_guessed_and_stated(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(as_text(separator).encode(encoding))
    source = open_source(path)
    assert source.separator == separator
    assert pl.concat([batch.frame for batch in source.batches()]).equals(EXPECTED)
    stated = " ".join(source.notes)
    assert encoding.removesuffix("-sig").upper() in stated
    assert "separator" in stated


def test_accents_without_utf8_are_western(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("tipo,vía\nrobo a transeúnte,Av. Juárez\ndaño,Málaga\n".encode("latin-1"))
    assert whole(path)["vía"].to_list() == ["Av. Juárez", "Málaga"]


def test_one_broken_letter_in_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(("a,b\n" + "ลักทรัพย์,1\n" * 50).encode() + b"\xff\xfe,2\n")
    with pytest.raises(Refused, match="line 52 holds bytes that are not UTF-8"):
        open_source(path)


def test_a_wrong_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("a,b\nñ,1\n".encode("latin-1"))
    with pytest.raises(Refused, match="not UTF-8"):
        whole(path, encoding="utf-8")
    with pytest.raises(Refused, match="encoding 'klingon' is unknown"):
        open_source(path, encoding="klingon")


def test_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for number, when, lon, text in ROWS:
        sheet.append([int(number or 0), datetime.fromisoformat(when or ""), float(lon) if lon else None, text])
    book.save(tmp_path / "file.xlsx")
    assert whole(tmp_path / "file.xlsx").equals(EXPECTED)


def test_a_date_cell_without_hours_is_a_date_only(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["title above the table"])
    sheet.append(["day", "at", "flag"])
    sheet.append([datetime(2022, 4, 3), time(21, 30), True])  # noqa: DTZ001 - a cell has no zone
    sheet["A3"].number_format = "d/m/yyyy"
    book.save(tmp_path / "file.xlsx")
    source = open_source(tmp_path / "file.xlsx", header=2)
    (batch,) = source.batches()
    assert batch.frame.rows() == [("2022-04-03", "21:30:00", "true")]
    assert batch.line.tolist() == [3]


def test_parquet(tmp_path: Path) -> None:
    typed = EXPECTED.with_columns(
        pl.col("when").str.to_datetime(), pl.col("lon").cast(pl.Float64), pl.col("รหัส").cast(pl.Int64)
    )
    typed.write_parquet(tmp_path / "file.parquet")
    expected = EXPECTED.with_columns(pl.col("when").str.replace(" ", "T"))
    assert whole(tmp_path / "file.parquet").equals(expected)


def test_geojson(tmp_path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [100.5, 13.7]},
            "properties": {"a": 1, "b": "x"},
        },
        {"type": "Feature", "geometry": None, "properties": {"a": 2.5}},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, "properties": {}},
    ]
    path = tmp_path / "file.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    source = open_source(path)
    assert source.columns == ("geometry.lon", "geometry.lat", "a", "b")
    (batch,) = source.batches()
    assert batch.frame.rows() == [("100.5", "13.7", "1", "x"), (None, None, "2.5", None)]
    assert batch.line.tolist() == [1, 2]
    assert [(row.line, row.value) for row in batch.problems] == [(3, "LineString")]


def test_geojson_may_name_its_coordinate_system(tmp_path: Path) -> None:
    path = tmp_path / "file.geojson"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32647"}}
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [666500, 1519800]},
        "properties": {"a": 1},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    assert open_source(path).crs == "EPSG:32647"


def test_lines_are_numbered_as_an_editor_numbers_them(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text('a,b\n1,"two\nlines"\n\n2,"x ""y"""\n3,z\n')
    (batch,) = open_source(path).batches()
    assert batch.frame.rows() == [("1", "two\nlines"), ("2", 'x "y"'), ("3", "z")]
    assert batch.line.tolist() == [2, 5, 6]


def test_repeated_and_empty_names_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,,a\n1,2,3\n")
    source = open_source(path)
    assert source.columns == ("a", "column 2", "a_2")
    assert any("stands there twice" in note for note in source.notes)


def test_a_regular_block_and_record_by_record_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,b,c\n" + "".join(f'{n},"say ""{n}"", then",{n % 7 or ""}\n' for n in range(2000)))
    fast = whole(path)
    monkeypatch.setattr("safetyzone.listen.incidents.readers.text.Text._regular", lambda self, lines: None)
    assert fast.height == 2000
    assert whole(path).equals(fast)


def test_head_reads_only_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,b\n" + "1,2\n" * 500_000)
    assert open_source(path).head(10).height == 10
