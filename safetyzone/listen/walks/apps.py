"""Risk-point walks and what they put on the zone's page."""

from django.apps import AppConfig


class Walks(AppConfig):
    name = "safetyzone.listen.walks"
    label = "walks"

    def ready(self) -> None:
        from safetyzone.listen.walks.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
