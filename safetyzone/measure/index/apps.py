"""The local index and what it puts on the zone's page."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class LocalIndex(AppConfig):
    name = "safetyzone.measure.index"
    label = "index"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
