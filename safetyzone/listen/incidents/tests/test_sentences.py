"""What the importer wrote in English is said in the reader's language, with the same values."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import translation

from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.actions import import_file
from safetyzone.listen.incidents.mapping import Mapping, Moment
from safetyzone.listen.incidents.plan import plan_import
from safetyzone.listen.incidents.refusals import Refused
from safetyzone.listen.incidents.sentences import SHAPES, in_readers_language
from safetyzone.listen.incidents.tests.test_pages import signed_in

pytestmark = pytest.mark.django_db
MAPPING = Mapping(source="r", occurred_from=Moment("when"), lon="lon", lat="lat")
Table = Callable[..., Path]


def refusal(path: Path, station: Place) -> str:
    with pytest.raises(Refused) as caught:
        plan_import(path, station, MAPPING)
    return caught.value.message


def in_thai(sentence: str) -> str:
    with translation.override("th"):
        return in_readers_language(sentence)


def is_thai(text: str) -> bool:
    return any("\u0e01" <= letter <= "\u0e5b" for letter in text)


def test_every_shape_is_said_in_thai_with_its_values() -> None:
    for shape in SHAPES:
        values = {name: f"v{name}" for name in ("column", "value", "name", "count", "file")}
        sentence = shape % _AnyValue(values)
        said = in_thai(sentence)
        assert is_thai(said), sentence
        assert all(value in said for value in values.values() if value in sentence), said


class _AnyValue(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"v{name}"


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("when,lon,lat", "03/04/2022,100.54,13.745"), "03/04/2022"),
        (("when,lon", "2022-04-03,100.54"), "lat"),
        (("when,lon,lat", "2022-04-03,662000,1520000"), "662000"),
        (("when,lon,lat",), "records.csv"),
    ],
)
def test_what_the_importer_really_refuses_is_known(
    station: Place, table: Table, lines: tuple[str, ...], value: str
) -> None:
    message = refusal(table(*lines), station)
    said = in_thai(message)
    assert is_thai(said)
    assert value in said
    assert in_readers_language(message) == message, "English stays as it was written"


def test_what_is_not_known_is_shown_as_it_is() -> None:
    assert in_thai("something quite different") == "something quite different"


def test_the_page_of_a_file_says_its_notes_in_thai(station: Place, table: Table) -> None:
    report = import_file(
        path=table("when,lon,lat", "2022-04-03,100.54,13.745"), station=station, mapping=MAPPING, by="test"
    )
    assert "separator comma, guessed" in report.notes
    page = signed_in(station).get(f"/incidents/{report.run_id}/", headers={"accept-language": "th"}).content.decode()
    assert "separator comma" not in page
    assert in_thai("separator comma, guessed") in page
