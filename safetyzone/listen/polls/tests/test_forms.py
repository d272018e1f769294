"""XLSForms of our own, one feature each: read, listed, and answered; what is broken is named."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from django.utils import timezone

from safetyzone.listen.polls.actions import add_questionnaire, submit
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.workbook import sheets_of, workbook
from safetyzone.listen.polls.xlsform import BrokenForm, Form, read

FORMS = Path(__file__).parent / "forms"
# Form → what one person sends, and what of it is kept.
ANSWERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "text-and-numbers": (
        {"street": "Soi 4", "age": "30", "height": "1.7"},
        {"street": "Soi 4", "age": 30, "height": 1.7},
    ),
    "dates-and-times": (
        {"day": "2026-01-31", "hour": "10:00:00.000+07:00"},
        {"day": "2026-01-31", "hour": "10:00:00.000+07:00"},
    ),
    "select-one": ({"safe": "yes"}, {"safe": "yes"}),
    "select-several": ({"which": "yes no yes"}, {"which": ["yes", "no"]}),
    "or-other": ({"safe": "other", "safe_other": "partly"}, {"safe": "other", "safe_other": "partly"}),
    "rank": ({"order": "no yes"}, {"order": "no yes"}),
    "several-languages": ({"safe": "no"}, {"safe": "no"}),
    "relevance": ({"contact": "no", "why": "hidden"}, {"contact": "no"}),
    "relevance-of-a-group": ({"contact": "yes", "why": "because"}, {"contact": "yes", "why": "because"}),
    "constraint-with-message": ({"age": "40"}, {"age": 40}),
    "required-with-message": ({"street": "Soi 4"}, {"street": "Soi 4"}),
    "required-by-condition": ({"contact": "yes", "why": "x"}, {"contact": "yes", "why": "x"}),
    "calculation": ({"men": "1", "women": "2", "people": "3"}, {"men": 1, "women": 2}),
    "choice-filter": ({"province": "a", "district": "a1"}, {"province": "a", "district": "a1"}),
    "group": ({"rooms": "2"}, {"rooms": 2}),
    "nested-groups": ({"x": "y"}, {"x": "y"}),
    "repeat": ({"age": ["4", "40"]}, {"age": [4, 40]}),
    "repeat-with-count": ({"people": "2", "nickname": ["A", "B"]}, {"people": 2, "nickname": ["A", "B"]}),
    "repeat-in-a-group": ({"age": "4"}, {"age": [4]}),
    "geopoint": ({"place": "13.7451 100.5402 0 0"}, {"place": "8a64a4b16b97fff"}),
    "geotrace-and-shape": ({}, {}),
    "image": ({}, {}),
    "audio-video-file": ({}, {}),
    "barcode": ({"sign": "885"}, {"sign": "885"}),
    "range": ({"fear": "7"}, {"fear": 7.0}),
    "acknowledge-and-note": ({"agree": "OK", "hello": "x"}, {"agree": "OK"}),
    "likert-and-appearances": ({"a": "yes", "b": "no", "c": "line\nline"}, {"a": "yes", "b": "no", "c": "line\nline"}),
    "field-list": ({"a": "1", "b": "2"}, {"a": "1", "b": "2"}),
    "default-and-read-only": (
        {"country": "Thailand", "day": "2026-01-31"},
        {"country": "Thailand", "day": "2026-01-31"},
    ),
    "metadata": (
        {"a": "x", "deviceid": "d", "username": "u", "phonenumber": "1", "email": "e", "start": "s", "audit": "f"},
        {"a": "x"},
    ),
    "trigger": ({"a": "x", "changed": "2026-01-31T10:00:00"}, {"a": "x", "changed": "2026-01-31T10:00:00"}),
    "translated-choices-with-media": ({"safe": "yes"}, {"safe": "yes"}),
    "choices-with-quotes-and-signs": ({"odd": "b"}, {"odd": "b"}),
    "once-and-position": ({"seen": ["x", "y"]}, {"seen": ["x", "y"]}),
}


def form_of(name: str) -> Form:
    path = FORMS / f"{name}.md"
    return read(path.read_bytes(), path.name)


def test_every_form_has_an_answer_and_there_are_about_thirty() -> None:
    assert sorted(ANSWERS) == sorted(path.stem for path in FORMS.glob("*.md"))
    assert len(ANSWERS) >= 30


@pytest.mark.parametrize("name", ANSWERS)
def test_a_form_is_read_answered_and_its_workbook_says_the_same(wave: Wave, name: str) -> None:
    original = (FORMS / f"{name}.md").read_bytes()
    form = form_of(name)
    ElementTree.fromstring(form.xform)
    again = read(workbook(original.decode()), f"{name}.xlsx")
    assert (again.form_id, again.questions) == (form.form_id, form.questions)
    today = timezone.localdate()
    asked = Wave.objects.create(
        zone=wave.zone, questionnaire=add_questionnaire(original=original, file_name=f"{name}.md", by="system"),
        title=name, mode="optin", state="open", opens=today, closes=today + timedelta(days=1),
    )  # fmt: skip
    given, kept = ANSWERS[name]
    answer = submit(wave=asked, data=given, channel="openrosa", instance_id="1").answer
    assert answer is not None
    assert answer.data == kept


def test_the_markdown_of_a_cell_may_hold_a_bar() -> None:
    assert sheets_of("| survey | |\n| | a \\| b |\n") == {"survey": [["a | b"]]}


SHEET = "| survey | | | |\n| | type | name | label |\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (SHEET + "| | text | a b | A |\n", r"\[row : 2\] On the 'survey' sheet, the 'name' value is invalid"),
        (SHEET + "| | text | a | A |\n| | text | b | ${c} |\n", r"\[row : 3\].*the 'label' value is invalid.*name 'c'"),
        (SHEET + "| | begin group | g | G |\n", r"\[row : 2\] Unmatched 'begin_group'"),
        (SHEET + "| | strange | a | A |\n", "Unknown question type 'strange'"),
        (SHEET + "| | select_one none | a | A |\n", "There should be a choices sheet"),
        (SHEET + "| | text | a | A | x |\n", "line 3 of sheet 'survey' has 5 cells and its heading 4; there is a bar"),
        (SHEET + "| | begin group | g | G |\n| | text | a | A |\n| | end group | | |\n| | text | a | A |\n",
         r"column 'name': 'a' stands twice \(g/a, a\)"),
        ("", "cannot be read as a workbook"),
        ("| choices | |\n| | x |\n", "survey"),
        (SHEET + "| | text | a | A |\n| settings | |\n| | form_id |\n| | " + "x" * 61 + " |\n", "column 'form_id' is longer"),
        (SHEET + "| | text | a | \x00 |\n", "no text file"),
    ],
)  # fmt: skip
def test_a_broken_form_is_named_with_its_place(content: str, says: str) -> None:
    with pytest.raises(BrokenForm, match=says):
        read(content.encode(), "broken.md")


@pytest.mark.parametrize("cut", [0, 1, 100, 2000, -1])
def test_a_damaged_workbook_is_refused_in_words(cut: int) -> None:
    whole = workbook((FORMS / "select-one.md").read_text())
    with pytest.raises(BrokenForm, match=r"cut\.xlsx: "):
        read(whole[:cut], "cut.xlsx")


@pytest.mark.parametrize(
    ("name", "says"), [("form.pdf", "is a file of type"), ("form.xls", "cannot be read"), ("thai.md", "not UTF-8")]
)
def test_files_of_another_kind(name: str, says: str) -> None:
    with pytest.raises(BrokenForm, match=says):
        read("แบบสอบถาม".encode("cp874"), name)


def test_too_large_a_file() -> None:
    with pytest.raises(BrokenForm, match="larger than 5 MB"):
        read(b"x" * (5 * 1024 * 1024 + 1), "form.xlsx")
