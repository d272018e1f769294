"""Suggestions and what they put on the zone's page."""

from django.apps import AppConfig


class Suggestions(AppConfig):
    name = "safetyzone.listen.suggestions"
    label = "suggestions"

    def ready(self) -> None:
        from safetyzone.listen.suggestions.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
