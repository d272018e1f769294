"""Consensus of the organisations about anything, and what it puts on the zone's page."""

from django.apps import AppConfig


class Decisions(AppConfig):
    name = "safetyzone.foundation.decisions"
    label = "decisions"

    def ready(self) -> None:
        from safetyzone.foundation.decisions.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
