"""All zones side by side, summed up by a job."""

from django.apps import AppConfig


class Board(AppConfig):
    name = "safetyzone.programme.board"
    label = "board"

    def ready(self) -> None:
        from safetyzone.foundation.jobs.schedules import register  # noqa: PLC0415 - models exist only now

        register("safetyzone.programme.board.tasks.refresh", minutes=15)
