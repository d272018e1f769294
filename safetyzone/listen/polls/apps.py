"""The People Poll and what it puts on the zone's page."""

from django.apps import AppConfig


class Polls(AppConfig):
    name = "safetyzone.listen.polls"
    label = "polls"

    def ready(self) -> None:
        from safetyzone.listen.polls import area  # noqa: PLC0415 - models exist only now
        from safetyzone.listen.polls.panels import register_all  # noqa: PLC0415 - models exist only now
        from safetyzone.listen.polls.results import panels  # noqa: PLC0415 - models exist only now

        register_all()
        area.register_all()
        panels.register_all()
