"""The People Poll and what it puts on the zone's page."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, PARTS, later


class Polls(AppConfig):
    name = "safetyzone.listen.polls"
    label = "polls"

    def ready(self) -> None:
        from safetyzone.foundation.jobs.schedules import register  # noqa: PLC0415 - models exist only now

        later(PANELS, f"{self.name}.panels.register_all")
        later(PANELS, f"{self.name}.openrosa.staff.register_all")
        later(PANELS, f"{self.name}.results.panels.register_all")
        later(PARTS, f"{self.name}.area.register_all")
        later(PARTS, f"{self.name}.population.register_all")
        register("safetyzone.listen.polls.actions.mixing.mix_open_waves", minutes=24 * 60)
