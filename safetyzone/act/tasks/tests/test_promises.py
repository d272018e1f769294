"""Promises are counted the same way everywhere, and no share is told of a few."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from safetyzone.act.tasks.actions.asking import ask_task
from safetyzone.act.tasks.models import Task
from safetyzone.act.tasks.promises import Promises
from safetyzone.act.tasks.queries import (
    due_until,
    effort_share,
    police_commitments,
    promises,
    promises_by_organisation,
    promises_by_zone,
    public_tasks,
)
from safetyzone.act.tasks.tests.made import dated, day_from_now
from safetyzone.foundation.partners.actions import add_organisation
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.models import Statement

# Fields → the count that the task belongs to.
CASES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"state": "asked"}, "unanswered"),
    ({"state": "accepted", "promised": day_from_now(0)}, "open"),
    ({"state": "accepted", "promised": day_from_now(-1)}, "overdue"),
    ({"state": "accepted", "promised": day_from_now(-1), "due": day_from_now(40), "moved_by": "link"}, "overdue"),
    ({"state": "done", "promised": day_from_now(-3), "done_on": day_from_now(-3)}, "kept"),
    ({"state": "checked", "promised": day_from_now(-3), "done_on": day_from_now(-2)}, "late"),
    ({"state": "handed_back", "promised": day_from_now(5)}, "handed_back"),
    ({"state": "handed_back", "promised": None}, "declined"),
    ({"state": "withdrawn", "promised": day_from_now(-9)}, ""),
)


def make(zone: Place, organisation: Organisation, **fields: Any) -> Task:
    made = ask_task(
        zone=zone, organisation=organisation, title="T", due=day_from_now(9), effort="prevention", by="user:1"
    )
    return dated(made, **fields)


@pytest.mark.parametrize(("fields", "kind"), CASES)
def test_each_task_is_counted_once(zone: Place, shop: Organisation, fields: dict[str, Any], kind: str) -> None:
    make(zone, shop, **fields)
    told = promises(zone)
    counts = {name: getattr(told, name) for name in (
        "kept", "late", "handed_back", "open", "overdue", "declined", "unanswered")}  # fmt: skip
    assert counts == {name: int(name == kind) for name in counts}
    assert told.n == int(kind in {"kept", "late", "handed_back", "open", "overdue"})


def test_counting_in_the_database_says_the_same(zone: Place, other_zone: Place, shop: Organisation) -> None:
    for fields, _kind in CASES:
        make(zone, shop, **fields)
    here = promises_by_zone([zone.pk, other_zone.pk])
    assert here == {zone.pk: replace(promises(zone), median_age_days=None)}


@pytest.mark.parametrize(("kept", "overdue", "share"), [(4, 0, None), (4, 1, 0.8), (0, 5, 0.0), (0, 4, None)])
def test_a_share_is_told_from_five_promises_whose_day_has_come(
    zone: Place, shop: Organisation, kept: int, overdue: int, share: float | None
) -> None:
    for _one in range(kept):
        make(zone, shop, **CASES[4][0])
    for _one in range(overdue):
        make(zone, shop, **CASES[2][0])
    for _one in range(9):
        make(zone, shop, **CASES[1][0])  # open ones neither help nor harm
    assert promises(zone).share_kept == share


def test_age_is_the_median_of_what_is_still_to_be_done(zone: Place, shop: Organisation) -> None:
    assert promises(zone).median_age_days is None
    for days in (2, 10, 90):
        make(zone, shop, accepted_at=timezone.now() - timedelta(days=days), **CASES[1][0])
    make(zone, shop, accepted_at=timezone.now() - timedelta(days=500), **CASES[4][0])
    assert promises(zone).median_age_days == 10


def test_organisations_stand_by_name_and_the_police_first(
    zone: Place, police: Organisation, statement: Statement
) -> None:
    names = ["Zebra shop", "Alpha school", "Middle temple"]
    for at, name in enumerate(names):
        organisation = add_organisation(place=zone, kind="business", name=name, by="test")
        for _one in range(at + 1):
            make(zone, organisation, **CASES[4 if at == 0 else 2][0])
    ask_task(zone=zone, organisation=police, title="Walk", due=day_from_now(9), effort="suppression", statement=statement,
             by="user:1")  # fmt: skip
    assert [str(row[0]) for row in promises_by_organisation(zone)] == [
        "First police", "Alpha school", "Middle temple", "Zebra shop",
    ]  # fmt: skip


def test_a_place_above_gathers_its_zones_and_an_organisation_its_own(
    zone: Place, other_zone: Place, shop: Organisation
) -> None:
    far = add_organisation(place=other_zone, kind="business", name="Far", by="test")
    make(zone, shop, **CASES[4][0])
    make(other_zone, far, **CASES[4][0])
    assert promises(zone.parent).n == 1
    assert promises(zone.parent.parent.parent.parent).n == 2
    assert promises(far).n == 1


def test_effort_counts_what_is_under_way_or_done(zone: Place, shop: Organisation) -> None:
    for state in ("asked", "accepted", "done", "checked", "handed_back", "withdrawn"):
        make(zone, shop, state=state)
    make(zone, shop, state="accepted", effort="suppression")
    assert effort_share(zone) == {"prevention": 4, "suppression": 1}


def test_the_polices_own_commitments(
    zone: Place, police: Organisation, shop: Organisation, statement: Statement
) -> None:
    mine = ask_task(zone=zone, organisation=police, title="Walk", due=day_from_now(9), effort="prevention",
                    statement=statement, by="user:1")  # fmt: skip
    make(zone, shop)
    assert list(police_commitments(zone)) == [mine]
    dated(mine, state="withdrawn")
    assert list(police_commitments(zone)) == []


def test_due_until_holds_what_is_overdue_and_nothing_that_is_over(zone: Place, shop: Organisation) -> None:
    soon = make(zone, shop, due=day_from_now(3))
    overdue = make(zone, shop, due=day_from_now(-30), state="accepted", promised=day_from_now(-30))
    make(zone, shop, due=day_from_now(3), state="done", done_on=day_from_now(0))
    make(zone, shop, due=day_from_now(30))
    assert list(due_until(zone, day_from_now(7))) == [overdue, soon]


def test_residents_read_only_what_is_meant_for_them(zone: Place, shop: Organisation) -> None:
    shown = make(zone, shop)
    make(zone, shop, public=False)
    make(zone, shop, state="withdrawn")
    assert list(public_tasks(zone)) == [shown]


def test_nothing_is_no_promise() -> None:
    assert (Promises().n, Promises().share_kept, Promises().asked) == (0, None, 0)
