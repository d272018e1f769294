"""Who may make and read a brief, and what is refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone, translation

from safetyzone.act.tasks.actions.asking import ask_task
from safetyzone.foundation.partners.actions import add_organisation
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.publish.briefs import words
from safetyzone.publish.briefs.actions import METHOD, NoBrief, make_brief
from safetyzone.publish.briefs.commands import command
from safetyzone.publish.briefs.tests.conftest import record


@pytest.mark.parametrize("month", ["2025-13", "2025-1", "last", "", "2025-10-01", "../x"])
def test_a_month_that_is_none_is_refused(zone: Place, month: str) -> None:
    with pytest.raises(NoBrief):
        make_brief(zone=zone, month=month, by="test")
    assert not Run.objects.filter(method=METHOD).exists()


def test_a_month_that_is_not_over_is_refused(zone: Place) -> None:
    with pytest.raises(NoBrief, match="not over"):
        make_brief(zone=zone, month=timezone.localdate().strftime("%Y-%m"), by="test")


def test_a_quiet_month_says_not_enough_instead_of_a_ratio(zone: Place) -> None:
    record(zone, "2025-10", {"theft": 3})
    run = make_brief(zone=zone, month="2025-10", by="test")
    held = {figure["key"]: figure for part in run.result["sections"] for figure in part["figures"]}
    assert held["inc.n"]["value"] == 3
    assert held.get("inc.ratio", {"value": None})["value"] is None


def test_a_clerk_makes_it_a_stranger_sees_nothing(client: Client, zone: Place, clerk: User) -> None:
    record(zone, "2025-10", {"theft": 30})
    assert client.get("/briefs/z/").status_code == 302
    assert client.get("/api/v1/zones/z/briefs").status_code == 401
    client.force_login(clerk)
    assert client.post("/briefs/z/make/", {"month": "2025-10"}).status_code == 302
    assert client.get("/briefs/z/2025-10/").status_code == 200
    assert client.get("/briefs/z/2025-09/").status_code == 404
    assert client.post("/briefs/z/make/", {"month": "x"}).status_code == 422
    assert client.get("/api/v1/zones/z/briefs").json() == ["2025-10"]
    missing = client.get("/api/v1/zones/other/briefs")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "json"])
def test_the_command_writes_a_file(zone: Place, tmp_path: Path, kind: str) -> None:
    record(zone, "2025-10", {"theft": 30})
    path = tmp_path / f"b.{kind}"
    done = CliRunner().invoke(command, ["z", "--month", "2025-10", "--to", str(path)])
    assert done.exit_code == 0, done.output
    assert path.stat().st_size > 500


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nowhere", "--month", "2025-10"], 1),
        (["z", "--month", "2025-10", "--to", "b.doc"], 2),
        (["z", "--month", "9"], 1),
    ],
)
def test_the_command_refuses(zone: Place, arguments: list[str], code: int) -> None:
    assert CliRunner().invoke(command, arguments).exit_code == code


def test_an_organisation_is_named_in_the_readers_language_and_the_run_is_the_same_in_both(zone: Place) -> None:
    record(zone, "2025-10", {"theft": 30})
    city = add_organisation(place=zone, kind="local-government", name="เทศบาล", name_en="Municipality", by="test")
    ask_task(zone=zone, organisation=city, title="Lamp", due=timezone.localdate(), effort="prevention", by="test")
    told = []
    for language in ("th", "en"):
        with translation.override(language):
            run = make_brief(zone=zone, month="2025-10", by="test")
            told.append((run.key, " ".join(row.label for _section, row in words.rows(words.told(zone, run.result)))))
    assert told[0][0] == told[1][0]
    assert "เทศบาล" in told[0][1]
    assert "Municipality: Still running" in told[1][1]
    assert "เทศบาล" not in told[1][1]


@pytest.mark.parametrize(("many", "flagged"), [(29, True), (30, False)])
def test_a_share_of_few_is_flagged(zone: Place, many: int, flagged: bool) -> None:
    record(zone, "2025-10", {"theft": many})
    run = make_brief(zone=zone, month="2025-10", by="test")
    with translation.override("en"):
        said = [rule for section in words.told(zone, run.result) for rule in section.rules]
    assert any("A share of few" in rule for rule in said) is flagged
