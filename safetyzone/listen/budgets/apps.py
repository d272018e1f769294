"""Participatory budgets and what they put on the zone's page."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class Budgets(AppConfig):
    name = "safetyzone.listen.budgets"
    label = "budgets"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
