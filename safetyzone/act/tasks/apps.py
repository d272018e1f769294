"""Tasks of partners and what they put on other pages."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, later


class Tasks(AppConfig):
    name = "safetyzone.act.tasks"
    label = "tasks"

    def ready(self) -> None:
        from safetyzone.foundation.jobs.schedules import register  # noqa: PLC0415 - models exist only now

        later(PANELS, f"{self.name}.panels.register_all")
        register("safetyzone.act.tasks.tasks.remind", minutes=60)
