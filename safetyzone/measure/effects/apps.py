"""What came of plans, and what that puts on other pages."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class Effects(AppConfig):
    name = "safetyzone.measure.effects"
    label = "effects"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
