"""The steps lead somewhere."""

from django.urls import reverse

from safetyzone.config.navigation import STEPS, steps_for
from safetyzone.foundation.access.roles import Permission


def test_every_entry_of_the_navigation_has_an_address() -> None:
    assert all(reverse(entry.url_name) for step in STEPS for entry in step.entries)


def marked(url_name: str) -> list[tuple[str, bool, bool]]:
    """(address, is the page itself, lies above the page) of the marked entries a person with every permission sees."""
    shown = steps_for(set(Permission), url_name=url_name, namespace=url_name.split(":")[0])
    return [
        (link.url, link.current, link.within) for step in shown for link in step.entries if link.current or link.within
    ]


def test_a_page_marks_its_entry_and_a_page_below_it_marks_it_too() -> None:
    assert marked("incidents:imports") == [("/incidents/", True, False)]
    assert marked("incidents:upload") == [("/incidents/", False, True)]


def test_a_page_that_could_lie_under_two_entries_marks_none() -> None:
    assert marked("board:map") == []
    assert marked("board:zones") == [("/zones/", True, False)]
