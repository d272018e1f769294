"""Participatory budgets and what they put on the zone's page."""

from django.apps import AppConfig


class Budgets(AppConfig):
    name = "safetyzone.listen.budgets"
    label = "budgets"

    def ready(self) -> None:
        from safetyzone.listen.budgets.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
