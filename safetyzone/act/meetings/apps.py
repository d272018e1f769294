"""Partner meetings and what they put on the zone's page."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class Meetings(AppConfig):
    name = "safetyzone.act.meetings"
    label = "meetings"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
