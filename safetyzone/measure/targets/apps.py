"""Targets and what they put on other pages."""

from django.apps import AppConfig


class Targets(AppConfig):
    name = "safetyzone.measure.targets"
    label = "targets"

    def ready(self) -> None:
        from safetyzone.measure.targets.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
