"""Problems, plans against them, and what they put on other pages."""

from django.apps import AppConfig


class Problems(AppConfig):
    name = "safetyzone.plan.problems"
    label = "problems"

    def ready(self) -> None:
        from safetyzone.plan.problems.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
