"""Organisations that work in a zone, and what they put on its page."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class Partners(AppConfig):
    name = "safetyzone.foundation.partners"
    label = "partners"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
