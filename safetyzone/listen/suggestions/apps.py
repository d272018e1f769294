"""Suggestions and what they put on the zone's page."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class Suggestions(AppConfig):
    name = "safetyzone.listen.suggestions"
    label = "suggestions"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
