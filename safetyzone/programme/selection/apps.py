"""Choosing the next areas."""

from django.apps import AppConfig


class Selections(AppConfig):
    name = "safetyzone.programme.selection"
    label = "selection"

    def ready(self) -> None:
        from safetyzone.programme.selection import subjects  # noqa: PLC0415 - models exist only now

        subjects.register_all()
