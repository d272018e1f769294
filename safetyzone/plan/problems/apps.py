"""Problems, plans against them, and what they put on other pages."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, SUBJECTS, later


class Problems(AppConfig):
    name = "safetyzone.plan.problems"
    label = "problems"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
        later(SUBJECTS, f"{self.name}.subjects.register_all")
