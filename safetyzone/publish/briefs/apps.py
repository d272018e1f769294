"""The monthly brief."""

from django.apps import AppConfig


class Briefs(AppConfig):
    name = "safetyzone.publish.briefs"
    label = "briefs"

    def ready(self) -> None:
        from safetyzone.publish.briefs.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
