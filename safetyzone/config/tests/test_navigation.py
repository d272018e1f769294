"""The steps lead somewhere."""

from django.urls import reverse

from safetyzone.config.navigation import STEPS


def test_every_entry_of_the_navigation_has_an_address() -> None:
    assert all(reverse(entry.url_name) for step in STEPS for entry in step.entries)
