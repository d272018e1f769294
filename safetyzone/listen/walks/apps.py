"""Risk-point walks and what they put on the zone's page."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class Walks(AppConfig):
    name = "safetyzone.listen.walks"
    label = "walks"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
