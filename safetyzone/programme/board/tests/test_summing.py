"""Summing up: by command, by the clock, for one part of the country, and the same records twice."""

import json

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.places.models import Place
from safetyzone.programme.board.actions import sum_up
from safetyzone.programme.board.commands import command
from safetyzone.programme.board.models import BoardRow
from safetyzone.programme.board.tasks import refresh
from safetyzone.programme.board.tests.test_board import YEAR, country, picture, reader

__all__ = ["country"]  # a fixture
pytestmark = pytest.mark.django_db


def test_the_same_records_change_no_row_and_leave_no_event(country: Place) -> None:
    picture("north-zone-1", year=YEAR)
    assert sum_up(by="test") == BoardRow.objects.count() == 4
    events = Event.objects.filter(action="board.summed_up").count()
    assert sum_up(by="test") == 0
    assert Event.objects.filter(action="board.summed_up").count() == events


def test_one_part_of_the_country_is_summed_up_alone(country: Place) -> None:
    sum_up(by="test", below=Place.objects.get(slug="north"))
    assert set(BoardRow.objects.values_list("zone__slug", flat=True)) == {"north-zone-1", "north-zone-2"}


def test_a_withdrawn_zone_leaves_the_board(country: Place) -> None:
    sum_up(by="test")
    Place.objects.filter(slug="north-zone-1").update(withdrawn=True)
    sum_up(by="test")
    assert set(BoardRow.objects.values_list("zone__slug", flat=True)) == {
        "north-zone-2",
        "south-zone-1",
        "south-zone-2",
    }


def test_the_command_and_the_clock_do_the_same(country: Place) -> None:
    done = CliRunner().invoke(command, ["--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["zones"] == 4
    assert json.loads(done.output)["changed"] == 4
    refresh()
    assert "4 zones summed up, 0 changed" in CliRunner().invoke(command, []).output


@pytest.mark.parametrize("name", ["board", "map", "funnels"])
def test_who_may_not_compare_finds_none_of_its_pages(country: Place, name: str) -> None:
    assert Client(HTTP_HOST="localhost").get(reverse(f"board:{name}")).status_code == 302
    assert reader("resident", "north-station").get(reverse(f"board:{name}")).status_code == 404
    assert reader("clerk", "north-station").get(reverse(f"board:{name}")).status_code == 404
    assert reader("bureau", "north").get(reverse(f"board:{name}")).status_code == 200


@pytest.mark.parametrize(
    "asked", ["?bureau=nowhere", "?stage=rich", "?phase=99", "?page=99999", "?q=" + "x" * 3000, "?phase=" + "9" * 5000]
)
def test_filters_that_name_nothing_are_passed_over(country: Place, asked: str) -> None:
    sum_up(by="test")
    answer = reader("bureau", "north").get(reverse("board:board") + asked)
    assert answer.status_code == 200
