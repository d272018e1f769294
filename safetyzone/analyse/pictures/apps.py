"""The pictures feature and what it puts on the zone's page."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class Pictures(AppConfig):
    name = "safetyzone.analyse.pictures"
    label = "pictures"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
        later(PANELS, f"{self.name}.fear_panel.register_all")
