"""Targets and what they put on other pages."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class Targets(AppConfig):
    name = "safetyzone.measure.targets"
    label = "targets"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
