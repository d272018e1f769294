"""The roll-out, and what it takes from an area pack."""

from django.apps import AppConfig


class Rollout(AppConfig):
    name = "safetyzone.programme.rollout"
    label = "rollout"

    def ready(self) -> None:
        from safetyzone.programme.rollout import area, panels, subjects  # noqa: PLC0415 - models exist only now

        area.register_all()
        panels.register_all()
        subjects.register_all()
