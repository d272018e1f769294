"""Tasks of partners and what they put on other pages."""

from django.apps import AppConfig


class Tasks(AppConfig):
    name = "safetyzone.act.tasks"
    label = "tasks"

    def ready(self) -> None:
        from safetyzone.act.tasks.panels import register_all  # noqa: PLC0415 - models exist only now
        from safetyzone.foundation.jobs.schedules import register  # noqa: PLC0415 - models exist only now

        register_all()
        register("safetyzone.act.tasks.tasks.remind", minutes=60)
