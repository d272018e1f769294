"""What reasons rest on: a named result becomes a link, a made-up one is refused, and a station's own results are offered."""

import pytest
from django.urls import reverse

from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.runs.models import Run
from safetyzone.programme.committee.tests.land import BY, make_committee, make_land, reader
from safetyzone.programme.selection.actions import add_candidates, prepare_selection
from safetyzone.programme.selection.evidence import known_of, told, url_of
from safetyzone.programme.selection.models import Candidate, Selection
from safetyzone.programme.selection.reading import Row
from safetyzone.programme.selection.refusals import SelectionRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def selection() -> Selection:
    return prepare_selection(committee=make_committee(make_land()), title="Phase two", phase=2, by=BY)


@pytest.fixture
def station() -> Place:
    return Place.objects.filter(level=Level.STATION).order_by("path")[0]


def run_of(station: Place, key: str, method: str = "picture") -> Run:
    zone = Place.objects.filter(parent=station, level=Level.ZONE).first() or Place.objects.create(
        level=Level.ZONE, slug=f"{station.slug}-zone", path=f"{station.path}{station.slug}-zone/", parent=station,
        names={"en": "Market"}, pack=station.pack,
    )  # fmt: skip
    return Run.objects.create(method=method, place=zone, key=key * 64, inputs="i" * 64, parameters={}, seed=0, code_version="test",
                              duration_ms=1, result={}, result_digest="d" * 64)  # fmt: skip


def row(station: Place, source: str) -> Row:
    ground = {"score": 80.0, "words": "Many thefts after dark", "source": source}
    return Row(station.slug, "Market", "risk", {"risk": ground}, 50, 1000)


def test_a_source_that_names_a_result_is_a_link_on_the_page(selection: Selection, station: Place) -> None:
    run = run_of(station, "a")
    address = f"https://zones.example.org{reverse('runs:run', args=[run.key])}"
    add_candidates(selection=selection, rows=[row(station, f"Records: {address}")], by=BY)
    page = (
        reader("programme", selection.place).get(reverse("selection:candidates", args=[selection.pk])).content.decode()
    )
    assert f'<a href="{reverse("runs:run", args=[run.key])}">(Records: result aaaaaaaaaaaa)</a>' in page
    assert "zones.example.org" not in page


def test_a_result_that_does_not_exist_is_refused_and_nothing_is_stored(selection: Selection, station: Place) -> None:
    with pytest.raises(SelectionRefused, match="names the result bbbbbbbbbbbb, and there is none") as refused:
        add_candidates(selection=selection, rows=[row(station, "b" * 64)], by=BY)
    assert refused.value.field == "source"
    assert not Candidate.objects.exists()


def test_words_alone_stay_words() -> None:
    assert (told("Chamber of commerce, 2025"), url_of("Chamber of commerce, 2025")) == ("Chamber of commerce, 2025", "")
    assert url_of("a" * 65) == ""  # no key


def test_the_newest_results_of_a_station_are_offered(selection: Selection, station: Place) -> None:
    run_of(station, "a")
    newest, targets = run_of(station, "c"), run_of(station, "d", "targets")
    run_of(station, "e", "budget")
    found = known_of([station.pk])
    assert [url for _words, url in found[station.pk]] == [
        reverse("runs:run", args=[run.key]) for run in (newest, targets)
    ]
    assert found[station.pk][0][0].startswith("zone-111, picture of the records, ")
    assert known_of([]) == {}
    add_candidates(selection=selection, rows=[row(station, "")], by=BY)
    page = (
        reader("programme", selection.place).get(reverse("selection:candidates", args=[selection.pk])).content.decode()
    )
    assert "Computed of this station" in page


@pytest.mark.parametrize("to", ["", "plan-", "plan-x", f"plan-{'9' * 5000}", "burn"])
def test_a_turn_that_does_not_exist_is_not_found(selection: Selection, to: str) -> None:
    staff = reader("programme", selection.place)
    assert staff.post(reverse("selection:turn", args=[selection.pk]), {"to": to}).status_code == 404


@pytest.mark.parametrize(("to", "says"), [
    ("propose", "There is no plan to propose"), ("sign", "has not agreed to this choice yet"),
    ("back", "Only a choice that is before the committee"), ("plan-3", "There is no such plan"), ("compare", "There is no candidate yet"),
])  # fmt: skip
def test_what_does_not_fit_the_state_is_told_and_changes_nothing(selection: Selection, to: str, says: str) -> None:
    staff = reader("programme", selection.place)
    answer = staff.post(reverse("selection:turn", args=[selection.pk]), {"to": to})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    selection.refresh_from_db()
    assert (selection.state, selection.run, selection.plan) == ("draft", None, 0)


def test_staff_of_a_bureau_turn_nothing_of_the_countrys(selection: Selection) -> None:
    somebody = reader("bureau", Place.objects.get(slug="bureau-1"))
    assert somebody.post(reverse("selection:turn", args=[selection.pk]), {"to": "compare"}).status_code == 404
    assert somebody.post(reverse("selection:candidates", args=[selection.pk]), {"area": "Mine"}).status_code == 404
    assert not Candidate.objects.exists()
