"""The roll-out, and what it takes from an area pack."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, PARTS, SUBJECTS, later


class Rollout(AppConfig):
    name = "safetyzone.programme.rollout"
    label = "rollout"

    def ready(self) -> None:
        later(PARTS, f"{self.name}.area.register_all")
        later(PANELS, f"{self.name}.panels.register_all")
        later(SUBJECTS, f"{self.name}.subjects.register_all")
