"""The finder on layouts as cities publish them."""

import pytest

from safetyzone.listen.incidents.finder import find
from safetyzone.listen.incidents.finder.tests.layouts import LAYOUTS
from safetyzone.listen.incidents.mapping import Moment


@pytest.mark.parametrize("city", LAYOUTS)
def test_when_and_where_are_found(city: str) -> None:
    layout = LAYOUTS[city]
    found = find(layout.names, layout.table)
    mapping = found.mapping
    assert mapping.occurred_from == Moment(**layout.occurred_from)
    assert mapping.occurred_to == Moment(**layout.occurred_to)
    assert mapping.reported_at == Moment(**layout.reported_at)
    assert (mapping.lon, mapping.lat) == (layout.lon, layout.lat)
    assert (mapping.point, mapping.point_order) == (layout.point, layout.point_order)
    assert (found.metres, found.offset) == (layout.metres, layout.offset)


@pytest.mark.parametrize("city", LAYOUTS)
def test_what_and_which_are_found(city: str) -> None:
    layout = LAYOUTS[city]
    mapping = find(layout.names, layout.table).mapping
    assert {name: getattr(mapping, name) for name in layout.also} == layout.also


@pytest.mark.parametrize("city", LAYOUTS)
def test_every_choice_is_told_with_its_column(city: str) -> None:
    layout = LAYOUTS[city]
    found = find(layout.names, layout.table)
    told = " ".join(found.notes)
    assert all(f"“{column}”" in told for column in found.mapping.columns())
