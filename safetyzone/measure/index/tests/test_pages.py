"""The pages: what they say, who may change something, what comes back for bad input."""

import csv
import io

import pytest
from django.urls import reverse

from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.tests.answers import fill
from safetyzone.measure.index.compute import index_of_zone, refreshed
from safetyzone.measure.index.models import EnteredIndicator, Weighting
from safetyzone.measure.index.tests.conftest import Enter, Visitor, fill_whole, neighbours
from safetyzone.measure.index.weighting import in_force


def marks(zone: Place, **more: str) -> dict[str, str]:
    """The form as the page sends it."""
    held = in_force(zone)
    assert held is not None
    sent = {f"weight-{code}": str(weight) for code, weight in held.hierarchy.weights.items()}
    for code, (low, high) in held.hierarchy.goalposts.items():
        sent |= {f"low-{code}": str(low), f"high-{code}": str(high)}
    return {**sent, "seen": "pack", "reason": "The board decided so on 3 March.", **more}


def test_a_zones_page_says_what_is_missing_instead_of_a_score(zone: Place, visitor: Visitor) -> None:
    text = visitor("resident", zone).get(reverse("index:zone", args=[zone.slug])).content.decode()
    assert "No score of the whole" in text
    assert "missing: Capacity, Process, Legitimacy, Outcomes" in text
    assert "No poll in this zone has answers yet." in text
    assert "It is no WISPI score" in text
    assert "Enter a value" not in text


def test_a_card_says_everything_needed_to_judge_it(indexed_wave: Wave, visitor: Visitor) -> None:
    fill(indexed_wave, 400, clusters=40)
    zone = indexed_wave.zone
    text = visitor("resident", zone).get(reverse("index:zone", args=[zone.slug])).content.decode()
    for words in ("Afraid after dark", "(95 % interval)", "days old", "poll: First", "100 points", "20.0 %", "70.0 %", "n = ",
                  "a full count, so without an interval"):  # fmt: skip
        assert words in text
    assert reverse("poll_results:results", args=[indexed_wave.pk]) in text


def test_the_page_shows_whose_weights_hold_and_what_changed(zone: Place, enter: Enter, visitor: Visitor) -> None:
    fill_whole(zone)
    chief = visitor("chief", zone)
    chief.get(reverse("index:zone", args=[zone.slug]))
    answer = chief.post(reverse("index:weights", args=[zone.slug]), marks(zone, **{"weight-fear": "3"}))
    assert answer.status_code == 302
    text = chief.get(reverse("index:zone", args=[zone.slug])).content.decode()
    assert "version 1 of Try" in text
    assert "The board decided so on 3 March." in text
    assert "What changed since" in text
    assert "Weight of Afraid after dark: from 1 to 3." in text
    page = chief.get(reverse("index:weights", args=[zone.slug])).content.decode()
    assert "chief-" in page  # who made the version


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"low-fear": "70", "high-fear": "70"}, "Both goalposts of Afraid after dark are 70"),
        (
            {f"weight-{code}": "0" for code in ("capacity", "process", "legitimacy", "outcomes")},
            "Every domain would weigh 0",
        ),
        ({"weight-fear": "much"}, "Enter a number"),
        ({"reason": ""}, "This field is required"),
        ({"seen": "try:7", "weight-fear": "2"}, "Somebody else has changed the weights"),
        ({}, "Nothing was changed"),
    ],
)
def test_bad_marks_come_back_with_a_sentence_and_what_was_typed(
    zone: Place, visitor: Visitor, change: dict[str, str], says: str
) -> None:
    answer = visitor("chief", zone).post(
        reverse("index:weights", args=[zone.slug]), marks(zone, **{"weight-officers": "1", **change})
    )
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert all(
        f'value="{value}"' in answer.content.decode() for name, value in change.items() if value and name != "reason"
    )
    assert not Weighting.objects.exists()


def test_a_share_typed_as_a_fraction_is_asked_about(zone: Place, visitor: Visitor) -> None:
    clerk, address = visitor("chief", zone), reverse("index:enter", args=[zone.slug])
    sent = {"indicator": "cameras-working", "value": "0.35", "day": "2026-03-31", "source": "register"}
    answer = clerk.post(address, sent)
    assert answer.status_code == 422
    assert "do you mean 35 % instead of 0.35?" in answer.content.decode()
    assert 'value="register"' in answer.content.decode()
    assert clerk.post(address, {**sent, "value": "35"}).status_code == 302
    assert EnteredIndicator.objects.get().value == 35
    assert "35.0 %" in clerk.get(address).content.decode()
    assert clerk.post(address, {**sent, "day": "2026-02-01", "below_one": "on"}).status_code == 302


def test_the_form_opens_at_the_cards_indicator(zone: Place, visitor: Visitor) -> None:
    text = (
        visitor("chief", zone).get(reverse("index:enter", args=[zone.slug]) + "?indicator=complaints").content.decode()
    )
    assert '<option value="complaints" selected>' in text
    assert "(minutes)" in text


@pytest.mark.parametrize("name", ["index:enter", "index:weights"])
def test_whoever_may_only_read_changes_nothing(zone: Place, visitor: Visitor, name: str) -> None:
    assert visitor("clerk", zone).get(reverse(name, args=[zone.slug])).status_code == 404


def test_the_list_computes_nothing_and_shows_what_is_stored(zone: Place, enter: Enter, visitor: Visitor) -> None:
    fill_whole(zone)
    reader = visitor("resident", zone)
    assert "not computed yet" in reader.get(reverse("index:overview")).content.decode()
    run = index_of_zone(zone, by="system")
    assert run is not None
    assert f"{run.result['overall']['score']:.0f}</td>" in reader.get(reverse("index:overview")).content.decode()


def test_the_zones_page_has_a_panel(zone: Place, enter: Enter, visitor: Visitor) -> None:
    reader, address = visitor("resident", zone), reverse("pictures:zone", args=[zone.slug])
    assert "It has not been computed for this zone yet" in reader.get(address).content.decode()
    fill_whole(zone)
    index_of_zone(zone, by="system")
    assert "Score of the whole, from 0 to 100" in reader.get(address).content.decode()


def test_zones_side_by_side_say_ranges_and_who_stands_apart(zone: Place, enter: Enter, visitor: Visitor) -> None:
    bureau = zone.parent.parent  # type: ignore[union-attr]
    assert bureau is not None
    zones = [zone, *neighbours(zone, 10)]
    for k, each in enumerate(zones[:-1]):
        fill_whole(each, shift=float(k))
    staff = visitor("bureau", bureau)
    address = reverse("index:place", args=[bureau.slug])
    assert "11 zones have not been computed yet" in staff.get(address).content.decode()
    list(refreshed(zones, by="system"))
    text = staff.get(address).content.decode()
    assert "place: both" in text
    assert "not a league table" in text
    assert "Without a score of the whole" in text
    assert "missing: Capacity, Process, Legitimacy, Outcomes" in text
    assert staff.post(reverse("index:compare", args=[bureau.slug])).status_code == 302


def test_the_numbers_are_a_table_with_the_runs_name(zone: Place, enter: Enter, visitor: Visitor) -> None:
    fill_whole(zone)
    enter(zone, "fear", 40.0, source="=HYPERLINK(1)")
    answer = visitor("resident", zone).get(reverse("index:zone_numbers", args=[zone.slug]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    run = index_of_zone(zone, by="system")
    assert run is not None
    assert {row["run"] for row in rows} == {run.key}
    by_code = {row["code"]: row for row in rows}
    assert len(by_code) == 17 + 4 + 1 or set(by_code) >= {"fear", "officers"}
    assert float(by_code["fear"]["score"]) == 60.0
    assert by_code["fear"]["source"] == "'=HYPERLINK(1)"
    whole = next(row for row in rows if row["domain"] == "index")
    assert float(whole["score"]) == run.result["overall"]["score"]


def test_an_area_without_an_index_has_no_page_and_says_so(wave: Wave, visitor: Visitor) -> None:
    reader = visitor("resident", wave.zone)
    assert reader.get(reverse("index:zone", args=[wave.zone.slug])).status_code == 404
    assert "No index here" in reader.get(reverse("index:overview")).content.decode()
    assert (
        "Local index"
        not in reader.get(reverse("pictures:zone", args=[wave.zone.slug])).content.decode().split("<main")[1]
    )
