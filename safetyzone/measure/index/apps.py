"""The local index and what it puts on the zone's page."""

from django.apps import AppConfig


class LocalIndex(AppConfig):
    name = "safetyzone.measure.index"
    label = "index"

    def ready(self) -> None:
        from safetyzone.measure.index.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
