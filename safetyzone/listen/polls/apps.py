"""The People Poll and what it puts on the zone's page."""

from django.apps import AppConfig


class Polls(AppConfig):
    name = "safetyzone.listen.polls"
    label = "polls"

    def ready(self) -> None:
        from safetyzone.foundation.jobs.schedules import register  # noqa: PLC0415 - models exist only now
        from safetyzone.listen.polls import area, population  # noqa: PLC0415 - models exist only now
        from safetyzone.listen.polls.panels import register_all  # noqa: PLC0415 - models exist only now
        from safetyzone.listen.polls.results import panels  # noqa: PLC0415 - models exist only now

        register("safetyzone.listen.polls.actions.mixing.mix_open_waves", minutes=24 * 60)
        register_all()
        area.register_all()
        population.register_population()
        panels.register_all()
