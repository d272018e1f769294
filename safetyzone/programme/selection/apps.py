"""Choosing the next areas."""

from django.apps import AppConfig

from safetyzone.foundation.late import SUBJECTS, later


class Selections(AppConfig):
    name = "safetyzone.programme.selection"
    label = "selection"

    def ready(self) -> None:
        later(SUBJECTS, f"{self.name}.subjects.register_all")
