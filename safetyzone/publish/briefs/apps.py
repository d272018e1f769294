"""The monthly brief."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class Briefs(AppConfig):
    name = "safetyzone.publish.briefs"
    label = "briefs"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
