"""From candidates to a signed choice: rules, reasons, refusals, the committee's word, the zones that take part."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from safetyzone.foundation.places.models import Level, Place
from safetyzone.programme.committee.actions import close, speak
from safetyzone.programme.committee.models import Committee
from safetyzone.programme.committee.queries import seats_of
from safetyzone.programme.committee.tests.land import BY, make_committee, make_land, reader
from safetyzone.programme.rollout.actions import nominate
from safetyzone.programme.rollout.models import ZoneStage
from safetyzone.programme.selection import shown
from safetyzone.programme.selection.actions import (
    add_candidates,
    choose_plan,
    compare,
    force,
    prepare_selection,
    propose,
    set_rules,
    sign_selection,
    take_back,
)
from safetyzone.programme.selection.compute import choice_of
from safetyzone.programme.selection.models import Candidate, Selection, SelectionState
from safetyzone.programme.selection.queries import decision_of
from safetyzone.programme.selection.reading import Row, columns, read_candidates
from safetyzone.programme.selection.refusals import SelectionRefused
from safetyzone.programme.selection.rules import Quota, Rules, WrongRules, checked

pytestmark = pytest.mark.django_db
CODES = ["risk", "landmark", "economic"]
EVEN = dict.fromkeys(CODES, 1.0)


def row(station: str, **changed: Any) -> Row:
    """A candidate whose scores follow from its station's number."""
    number = int(station.removeprefix("station-"))
    scores = {"risk": number % 7 * 12, "landmark": number % 5 * 20, "economic": number % 3 * 30 + 10}
    grounds = {
        code: {"score": float(score), "words": f"because {code}", "source": "list"} for code, score in scores.items()
    }
    given = {
        "area": f"Area {number}",
        "kind": "economic",
        "grounds": grounds,
        "readiness": number % 100,
        "cost": 1000 + number,
    }
    return Row(station=station, **(given | changed))


def stations() -> list[str]:
    return list(Place.objects.filter(level=Level.STATION).order_by("path").values_list("slug", flat=True))


@pytest.fixture
def committee() -> Committee:
    return make_committee(make_land())


@pytest.fixture
def selection(committee: Committee) -> Selection:
    made = prepare_selection(committee=committee, title="Phase two", phase=2, by=BY)
    add_candidates(selection=made, rows=[row(slug) for slug in stations()], by=BY)
    return made


def agree(selection: Selection) -> None:
    decision = decision_of(selection)
    assert decision is not None
    for seat in seats_of(selection.committee):
        speak(seat=seat, decision=decision, stance="agree", by=BY)
    close(committee=selection.committee, decision=decision, by=BY)


def test_one_area_per_province_is_chosen_signed_and_takes_part(selection: Selection) -> None:
    held = compare(selection=selection, by=BY)
    assert held.run is not None
    result = held.run.result
    assert len(result["plans"][0]["chosen"]) == result["provinces"] == 4
    assert result["draws"] == {"n": 1000, "concentration": 50, "by_province": 1000}
    for province in ("province-11", "province-12", "province-21", "province-22"):
        assert sum(each["times"] for each in result["rows"] if each["province"] == province) == 1000
    propose(selection=held, by=BY)
    with pytest.raises(SelectionRefused, match="not agreed to this choice yet"):
        sign_selection(selection=held, by=BY)
    agree(held)
    zones = sign_selection(selection=held, by=BY)
    assert {zone.parent.slug for zone in zones if zone.parent} == set(result["plans"][0]["chosen"])
    assert set(ZoneStage.objects.values_list("phase", "stage")) == {(2, "nominated")}
    with pytest.raises(SelectionRefused, match="signed already"):
        sign_selection(selection=held, by=BY)
    new = [zone for zone in zones if zone.added]
    assert all(zone.boundary is None and zone.name.startswith("Area ") for zone in new)


def test_the_same_candidates_and_rules_give_the_same_run(selection: Selection) -> None:
    first = choice_of(selection, by=BY, draws=50)
    assert choice_of(selection, by="somebody else", draws=50).pk == first.pk
    add_candidates(selection=selection, rows=[row("station-111", cost=1)], by=BY)
    assert choice_of(selection, by=BY, draws=50).pk != first.pk


def test_pilots_the_floor_and_reasons_leave_areas_out(selection: Selection) -> None:
    nominate(zone=Place.objects.get(slug="zone-111"), phase=1, by=BY)
    out = Candidate.objects.get(selection=selection, station__slug="station-121")
    with pytest.raises(SelectionRefused, match="why the score"):
        force(candidate=out, forced="out", reason=" ", by=BY)
    force(candidate=out, forced="out", reason="Roadworks for a year", by=BY)
    set_rules(selection=selection, rules=Rules(EVEN, floor=13), by=BY)
    result = choice_of(selection, by=BY, draws=20).result
    left_out = {each["station"]: each["left_out"] for each in result["rows"]}
    assert left_out["station-111"] == "takes_part"
    assert left_out["station-121"] == "forced_out"
    assert left_out["station-112"] == "below_floor"
    assert result["plans"][0]["chosen"][0] == "station-113"


def test_forced_in_beats_the_score_and_the_floor_and_says_why(selection: Selection) -> None:
    wanted = Candidate.objects.get(selection=selection, station__slug="station-211")
    force(candidate=wanted, forced="in", reason="The governor's request of 3 May", by=BY)
    set_rules(selection=selection, rules=Rules(EVEN, floor=12), by=BY)
    held = compare(selection=selection, by=BY)
    chosen = {each.station_slug: each for each in shown.chosen_of(held, shown.names_of(held))}
    assert chosen["station-211"].reason == "The governor's request of 3 May"
    assert chosen["station-211"].share == 1.0


def test_rules_that_cannot_be_kept_together_are_said_in_words(selection: Selection) -> None:
    set_rules(selection=selection, rules=Rules(EVEN, budget=4000), by=BY)
    held = compare(selection=selection, by=BY)
    assert held.run is not None
    assert held.run.result["plans"] == []
    assert shown.conflict_of(held, shown.names_of(held)) == [
        "The budget of 4,000: the cheapest plan that keeps all other rules costs 4,664."
    ]
    with pytest.raises(SelectionRefused, match="no plan to propose"):
        propose(selection=held, by=BY)
    set_rules(selection=selection, rules=Rules(EVEN, kinds={"landmark": Quota(1)}), by=BY)
    held = compare(selection=selection, by=BY)
    assert shown.conflict_of(held, shown.names_of(held)) == ["Landmark: at least 1 area; 0 could be chosen."]


def test_a_province_without_candidates_is_named_or_excused_with_a_reason(selection: Selection) -> None:
    Candidate.objects.filter(selection=selection, station__path__contains="/province-12/").delete()
    held = compare(selection=selection, by=BY)
    assert "province-12 has no candidate" in shown.conflict_of(held, shown.names_of(held))[0]
    with pytest.raises(WrongRules, match="Say why province-12"):
        set_rules(selection=selection, rules=Rules(EVEN, excused={"province-12": ""}), by=BY)
    set_rules(selection=selection, rules=Rules(EVEN, excused={"province-12": "Its pilot began last year"}), by=BY)
    held = compare(selection=selection, by=BY)
    assert held.run is not None
    assert len(held.run.result["plans"][0]["chosen"]) == 3


def test_a_bureaus_quota_counts_where_provinces_may_give_more(selection: Selection) -> None:
    rules = Rules(EVEN, per_province=Quota(1, 2), bureaus={"bureau-1": Quota(0, 2), "bureau-2": Quota(3, 3)})
    set_rules(selection=selection, rules=rules, by=BY)
    result = choice_of(selection, by=BY, draws=5).result
    bureaus = {each["station"]: each["bureau"] for each in result["rows"]}
    chosen = [bureaus[slug] for slug in result["plans"][0]["chosen"]]
    assert (chosen.count("bureau-1"), chosen.count("bureau-2")) == (2, 3)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Rules(dict.fromkeys(CODES, 0.0)), "All weights are zero"),
        (Rules({**EVEN, "risk": -1.0}), "zero or more"),
        (Rules({"risk": 1.0}), "each criterion"),
        (Rules(EVEN, kinds={"risk": Quota(5, 2)}), "must not be above"),
        (Rules(EVEN, kinds={"luck": Quota(1)}), "no criterion luck"),
        (Rules(EVEN, budget=0), "above zero"),
        (Rules(EVEN, floor=101), "0 to 100"),
        (Rules(EVEN, per_province=Quota(0, 0)), "nothing to choose"),
        (Rules(EVEN, concentration=0), "1 to 10,000"),
    ],
)
def test_rules_that_make_no_sense_are_refused(rules: Rules, said: str) -> None:
    with pytest.raises(WrongRules, match=said):
        checked(rules, criteria=CODES)


HEAD = ",".join(columns(CODES))
GOOD = "station-111,Market,risk,60,500000,,,70,Robberies at night,police,,,,,,"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "column station is missing"),
        ("station,area,kind,readiness,cost,luck\n", "no column luck"),
        (f"{HEAD}\n", "no candidates"),
        (f"{HEAD}\n{GOOD}\n{GOOD}\n", "Line 3: station station-111 stands in line 2 already"),
        (f"{HEAD}\n{GOOD.replace('500000', '500,000')}\n", "Line 2 has more or fewer fields"),
        (f"{HEAD}\n{GOOD.replace('500000', '5e5')}\n", "Line 2, column cost: “5e5” is not a whole number"),
        (f"{HEAD}\n{GOOD.replace('70,', 'seventy,')}\n", "column risk_score: “seventy” is not a number"),
    ],
)
def test_a_file_with_a_mistake_says_the_line(text: str, said: str) -> None:
    with pytest.raises(SelectionRefused, match=said):
        read_candidates(text.encode(), CODES)


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(SelectionRefused, match="UTF-8"):
        read_candidates("ตลาด".encode("tis-620"), CODES)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "luck"}, "the kind is one of"),
        ({"area": ""}, "name of the area"),
        ({"readiness": 101}, "0 to 100"),
        ({"cost": -1}, "zero or more"),
        ({"forced": "in"}, "why the score"),
        ({"grounds": {"economic": {"score": 50, "words": "", "source": ""}}}, "reason in writing"),
        ({"grounds": {"risk": {"score": 50, "words": "x", "source": ""}}}, "no score and reason there"),
    ],
)
def test_one_wrong_candidate_stops_all(selection: Selection, change: dict[str, Any], said: str) -> None:
    before = Candidate.objects.get(selection=selection, station__slug="station-112").area
    with pytest.raises(SelectionRefused, match=said):
        add_candidates(selection=selection, rows=[row("station-112", area="New"), row("station-111", **change)], by=BY)
    assert Candidate.objects.get(selection=selection, station__slug="station-112").area == before


def test_another_countrys_station_is_no_candidate(selection: Selection) -> None:
    with pytest.raises(SelectionRefused, match="no station station-999"):
        add_candidates(selection=selection, rows=[row("station-999")], by=BY)


def test_what_is_before_the_committee_cannot_change_and_changed_candidates_are_compared_again(
    selection: Selection,
) -> None:
    compare(selection=selection, by=BY)
    add_candidates(selection=selection, rows=[row("station-113", cost=7)], by=BY)
    with pytest.raises(SelectionRefused, match="have changed since"):
        propose(selection=selection, by=BY)
    compare(selection=selection, by=BY)
    choose_plan(selection=selection, plan=1, by=BY)
    propose(selection=selection, by=BY)
    for attempt in (
        lambda: set_rules(selection=selection, rules=Rules(EVEN), by=BY),
        lambda: add_candidates(selection=selection, rows=[row("station-111")], by=BY),
        lambda: propose(selection=selection, by=BY),
    ):
        with pytest.raises(SelectionRefused, match="cannot be changed"):
            attempt()
    assert take_back(selection=selection, by=BY).state == SelectionState.DRAFT
    with pytest.raises(SelectionRefused, match="before the committee can be taken back"):
        take_back(selection=selection, by=BY)


def test_the_committees_word_holds_for_exactly_the_plan_it_was_asked_about(selection: Selection) -> None:
    compare(selection=selection, by=BY)
    propose(selection=selection, by=BY)
    agree(selection)
    take_back(selection=selection, by=BY)
    choose_plan(selection=selection, plan=1, by=BY)
    Selection.objects.filter(pk=selection.pk).update(state=SelectionState.PROPOSED)
    with pytest.raises(SelectionRefused, match="not agreed"):
        sign_selection(selection=selection, by=BY)


def test_pages_paper_and_workbook_tell_the_same(selection: Selection) -> None:
    staff = reader("programme", selection.place)
    page = reverse("selection:selection", args=[selection.pk])
    assert "Nothing compared yet" in staff.get(page).content.decode()
    assert staff.post(reverse("selection:turn", args=[selection.pk]), {"to": "compare"}).status_code == 302
    held = Selection.objects.select_related("run").get(pk=selection.pk)
    assert held.run is not None
    cost = f"{held.run.result['plans'][0]['cost']:,}"
    assert f"4 areas for {cost}" in staff.get(page).content.decode()
    pdf = staff.get(reverse("selection:paper", args=[selection.pk]))
    assert pdf.content.startswith(b"%PDF")
    document = pypdfium2.PdfDocument(pdf.content)
    text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    assert cost in text
    book = load_workbook(BytesIO(staff.get(reverse("selection:sheet", args=[selection.pk])).content))
    assert (
        sum(line[6] for line in book["Areas"].iter_rows(min_row=2, values_only=True))
        == held.run.result["plans"][0]["cost"]
    )
    assert book["Candidates"].max_row == 1 + 12


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(selection: Selection) -> None:
    staff = reader("programme", selection.place)
    address = reverse("selection:rules", args=[selection.pk])
    given = {f"weight_{code}": "0" for code in CODES} | {
        "floor": "30", "province_low": "1", "province_high": "1", "concentration": "50", "excused": "", "budget": "77",
    }  # fmt: skip
    answer = staff.post(address, given)
    assert answer.status_code == 422
    assert "All weights are zero" in answer.content.decode()
    assert 'value="77"' in answer.content.decode()
    assert staff.post(address, given | {"weight_risk": "2", "excused": "nowhere: why"}).status_code == 422
    assert staff.post(address, given | {"weight_risk": "2"}).status_code == 302
    selection.refresh_from_db()
    assert selection.rules["budget"] == 77


def test_a_list_is_brought_in_as_a_file_and_comes_back_as_one(selection: Selection) -> None:
    staff = reader("programme", selection.place)
    written = staff.get(reverse("selection:download", args=[selection.pk])).content
    assert len(read_candidates(written, CODES)) == 12
    address = reverse("selection:candidates", args=[selection.pk])
    assert staff.post(address, {"file": SimpleUploadedFile("c.csv", written)}).status_code == 302
    broken = staff.post(address, {"file": SimpleUploadedFile("c.csv", b"station\n")})
    assert broken.status_code == 422
    assert "column area is missing" in broken.content.decode()


def test_another_bureaus_staff_find_nothing(selection: Selection) -> None:
    stranger = reader("bureau", Place.objects.get(slug="bureau-2"))
    assert stranger.get(reverse("selection:selection", args=[selection.pk])).status_code == 404
