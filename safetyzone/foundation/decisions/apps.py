"""Consensus of the organisations about anything, and what it puts on the zone's page."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, SUBJECTS, later


class Decisions(AppConfig):
    name = "safetyzone.foundation.decisions"
    label = "decisions"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
        later(SUBJECTS, f"{self.name}.zones.register_all")
