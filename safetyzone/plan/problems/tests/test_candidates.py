"""Candidates: records, fear, walks and suggestions joined place by place, each with its reason; disagreement said aloud."""

from uuid import uuid4

import numpy as np
import pytest

from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.tests.made import LAT, LON, make_incidents, make_zone
from safetyzone.analyse.pictures.tests.test_fear import FEARED, cell_at, poll, wave  # noqa: F401 - fixtures
from safetyzone.foundation.places.cells import cells_at
from safetyzone.foundation.places.geometry import Plane
from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.suggestions.models import Conversation
from safetyzone.listen.suggestions.results import result_of
from safetyzone.listen.suggestions.tests.conftest import conversation, zone  # noqa: F401 - fixtures
from safetyzone.listen.suggestions.tests.made import planted
from safetyzone.listen.walks.models import RiskPoint, Stop, Walk
from safetyzone.plan.problems.actions.problems import name_problem
from safetyzone.plan.problems.candidates import Candidate, candidates
from safetyzone.plan.problems.shown import evidence_of
from safetyzone.plan.problems.views.problems import links_of

HOT = cell_at(300, 200)


def at(found: list[Candidate], cell: str) -> Candidate:
    return next(each for each in found if each.cell is not None and f"{each.cell:x}" == cell)


def risk_point(place: Place, x: float, y: float, state: str = "open") -> RiskPoint:
    lon, lat = (float(value[0]) for value in Plane(LON, LAT).to_degrees(np.array([x]), np.array([y])))
    walk = Walk.objects.create(zone=place, key=uuid4(), walked_on="2026-11-01", received_by="test")
    stop = Stop.objects.create(walk=walk, key=uuid4(), lon=lon, lat=lat, light="bad")
    return RiskPoint.objects.create(zone=place, walk=walk, stop=stop, kind="light", lon=lon, lat=lat, state=state,
                                    cell=int(cells_at([lon], [lat])[0]), found_on="2026-11-01")  # fmt: skip


def test_an_empty_zone_has_no_candidates(db: None) -> None:
    assert candidates(make_zone()) == []


def test_a_hot_spot_is_a_candidate_with_its_count_share_and_period(db: None) -> None:
    place = make_zone()
    make_incidents(place, 3000)
    found = candidates(place)
    hot = at(found, HOT)
    assert hot.sources == ("records",)
    assert "more than chance would put here" in hot.reasons[0]
    assert "2023" in hot.reasons[0]
    assert hot.rank_words == "One source points here: recorded incidents."
    columns = picture_of(zone=place, by="test").result["cells"]["columns"]
    assert hot.n == max(each.n for each in found) <= sum(columns["n"])


def test_too_few_for_hot_spots_shows_the_busiest_and_says_so(db: None) -> None:
    place = make_zone()
    make_incidents(place, 48, seed=4)
    found = candidates(place)
    assert found, "the spot that was planted holds a quarter"
    assert "too few in the zone to tell hot spots from chance" in found[0].reasons[0]


def test_fear_without_records_and_records_without_fear_are_findings_of_their_own(poll: Wave) -> None:  # noqa: F811
    found = candidates(poll.zone)
    feared, hot = at(found, FEARED), at(found, HOT)
    assert (feared.disagreement, hot.disagreement) == ("fear", "crime")
    assert feared.sources == ("fear",)
    assert any("33.3 %" in reason and "clearly more" in reason for reason in feared.reasons)
    assert "Ask them why" in feared.disagreement_words
    assert "people are less afraid" in hot.disagreement_words
    assert feared.title.startswith("Fear at")
    assert hot.title.startswith("Incidents at")


def test_volunteers_fear_is_no_source(poll: Wave) -> None:  # noqa: F811
    Wave.objects.filter(pk=poll.pk).update(mode="optin")
    found = candidates(poll.zone)
    assert {source for each in found for source in each.sources} == {"records"}
    assert not any(each.disagreement for each in found)


def test_a_place_that_two_sources_point_at_comes_before_busier_ones(poll: Wave) -> None:  # noqa: F811
    risk_point(poll.zone, -450, -450)
    found = candidates(poll.zone)
    assert f"{found[0].cell:x}" == FEARED
    assert found[0].sources == ("fear", "walks")
    assert found[0].rank_words.startswith("2 sources point here")
    assert any("light 1" in reason for reason in found[0].reasons)


def test_a_mended_risk_point_points_at_nothing(db: None) -> None:
    place = make_zone()
    risk_point(place, 0, 0, state="mended")
    assert candidates(place) == []
    risk_point(place, 0, 0)
    assert [each.sources for each in candidates(place)] == [("walks",)]


def test_cells_side_by_side_with_the_same_sources_are_one_place(db: None) -> None:
    place = make_zone()
    for x in (-60, 60):
        risk_point(place, x, 0)
    found = candidates(place)
    assert len(found) == 1
    assert len(found[0].points) == 2


def test_what_all_groups_agree_with_is_a_candidate_about_the_whole_zone(conversation: Conversation) -> None:  # noqa: F811
    planted(conversation, people=80, seed=3)
    result_of(conversation, by="test")
    found = candidates(conversation.zone)
    assert found
    assert {each.sources for each in found} == {("suggestions",)}
    assert "in every group" in found[0].reasons[0]
    assert found[0].place_words == "the whole zone"


def test_one_click_makes_a_problem_with_the_evidence_linked(poll: Wave) -> None:  # noqa: F811
    point = risk_point(poll.zone, -450, -450)
    best = candidates(poll.zone)[0]
    problem = name_problem(zone=poll.zone, title=best.title, cell=best.cell, evidence=links_of(best), by="user:1")
    found = evidence_of(problem)
    assert [each.kind for each in found] == ["computed from records", "computed from records", "a risk point"]
    assert "recorded incidents" in found[0].words
    assert "33.3 %" in found[1].words
    assert found[2].url == f"/walks/points/{point.pk}/"
    assert {each.run.place for each in problem.evidence.exclude(run=None)} == {poll.zone}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_records_give_the_same_order(db: None, seed: int) -> None:
    place = make_zone()
    make_incidents(place, 800, seed=seed)
    assert [each.key for each in candidates(place)] == [each.key for each in candidates(place)]
