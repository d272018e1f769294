"""What the importer wrote in English is said in the reader's language, with the same values."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import translation

from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents import commands
from safetyzone.listen.incidents.actions import import_file
from safetyzone.listen.incidents.finder import ColumnNotFound, find
from safetyzone.listen.incidents.mapping import Mapping, Moment
from safetyzone.listen.incidents.plan import plan_import
from safetyzone.listen.incidents.refusals import Refused
from safetyzone.listen.incidents.sentences import in_readers_language
from safetyzone.listen.incidents.shapes import SHAPES
from safetyzone.listen.incidents.tests.test_pages import FORM, signed_in, uploaded

pytestmark = pytest.mark.django_db
MAPPING = Mapping(source="r", occurred_from=Moment("when"), lon="lon", lat="lat")
Table = Callable[..., Path]
# Where sentences are made: the refusal, and at which place among its arguments its sentence stands.
REFUSALS = {"Refused": 1, "ColumnNotFound": 1, "MappingError": 0}
HERE = Path(__file__).parents[1]
CODE = [*HERE.rglob("*.py"), *(HERE.parents[1] / "config" / "commands" / "trying").rglob("*.py")]


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


def refusals_of(code: ast.Module) -> Iterator[str]:
    """Every sentence with which a file or a mapping is refused, with V where a value goes."""
    for function in ast.walk(code):
        if isinstance(function, ast.FunctionDef):
            yield from (_plain(found, function) for found in _given(function))


def _given(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """The sentences handed to a refusal, also by a name; what ``_problems`` of a mapping yields."""
    named = {"message", "looked"}
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
            place = REFUSALS[node.func.id]
            if len(node.args) > place and isinstance(node.args[place], ast.JoinedStr | ast.Constant):
                yield node.args[place]
        assigned = isinstance(node, ast.Assign) and named & {getattr(target, "id", "") for target in node.targets}
        yielded = isinstance(node, ast.Yield) and function.name.endswith("_problems")
        if isinstance(node, ast.Assign | ast.Yield) and node.value and (assigned or yielded):
            yield node.value


def _plain(sentence: ast.expr, function: ast.FunctionDef) -> str:
    parts = sentence.values if isinstance(sentence, ast.JoinedStr) else [sentence]
    assert all(isinstance(part, ast.Constant | ast.FormattedValue) for part in parts), f"{function.name}: no sentence"
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "V" for part in parts)


@pytest.mark.parametrize("path", [path for path in CODE if "tests" not in path.parts], ids=lambda path: path.stem)
def test_no_refusal_in_the_code_is_english_only(path: Path) -> None:
    found = list(refusals_of(ast.parse(path.read_text())))
    assert [sentence for sentence in found if not is_thai(in_thai(sentence))] == []


def test_an_english_refusal_would_be_found() -> None:
    code = ast.parse("def look(x):\n    message = f'quite new: {x}'\n    raise Refused('new', f'never heard of {x}')")
    assert sorted(refusals_of(code)) == ["never heard of V", "quite new: V"]


def test_a_sentence_within_a_sentence_is_said_too() -> None:
    said = in_thai("none of the 3 rows could be taken; the first: line 2, when “never”: not a date that can be read")
    assert "not a date" not in said
    assert "line" not in said
    assert "never" in said


def test_a_column_that_is_not_found_is_said_in_thai_on_the_page_and_at_the_terminal(station: Place) -> None:
    with pytest.raises(ColumnNotFound) as caught:
        find(["no", "when"], [["1", "2022-04-03 10:00"]])
    at_terminal = in_thai(caught.value.message)
    assert "--column lat=NAME --column lon=NAME" in at_terminal
    assert "No column" not in at_terminal
    assert "The file's columns" not in at_terminal
    client = signed_in(station)
    run = uploaded(client, station, "no,when\n1,2022-04-03 10:00\n")
    page = client.get(f"/incidents/{run.pk}/columns/", headers={"accept-language": "th"}).content.decode()
    assert in_thai(caught.value.looked) in page
    assert "--column" not in page, "the page has choices of its own"


def test_what_is_wrong_with_the_columns_is_said_in_thai_on_the_page(station: Place) -> None:
    client = signed_in(station)
    run = uploaded(client, station)
    given = {**FORM, "lat": "", "do": "look"}
    answer = client.post(f"/incidents/{run.pk}/columns/", given, headers={"accept-language": "th"})
    page = answer.content.decode()
    assert in_thai("columns: lon has a column and lat has none; a place needs both") in page
    assert "a place needs both" not in page


def test_a_thai_terminal_is_answered_in_thai_and_a_program_is_not(station: Place, table: Table, tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text("source: r\ncolumns: {when: x}\n")
    given = ["incidents", str(table("when", "2022-04-03")), "--station", station.slug, "--mapping", str(mapping)]
    with translation.override("th"):
        for_people = CliRunner().invoke(commands.command, given)
        for_programs = CliRunner().invoke(commands.command, [*given, "--json"])
        mapping.write_text("source: r\ncolumns: {occurred_from: when}\n")
        report = CliRunner().invoke(commands.command, given)
    assert for_people.exit_code == for_programs.exit_code == 1
    assert "columns.when" in for_people.stderr
    assert is_thai(for_people.stderr)
    assert "there is no such entry" not in for_people.stderr
    assert "there is no such entry" in for_programs.stdout
    assert is_thai(report.stdout)
    assert "separator comma" not in report.stdout
    assert "rows read" not in report.stdout
