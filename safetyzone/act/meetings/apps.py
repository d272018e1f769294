"""Partner meetings and what they put on the zone's page."""

from django.apps import AppConfig


class Meetings(AppConfig):
    name = "safetyzone.act.meetings"
    label = "meetings"

    def ready(self) -> None:
        from safetyzone.act.meetings.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
