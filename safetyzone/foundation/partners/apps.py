"""Organisations that work in a zone, and what they put on its page."""

from django.apps import AppConfig


class Partners(AppConfig):
    name = "safetyzone.foundation.partners"
    label = "partners"

    def ready(self) -> None:
        from safetyzone.foundation.partners.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
