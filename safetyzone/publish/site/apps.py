"""The public page and what it puts on the zone's page of the team."""

from django.apps import AppConfig

from safetyzone.foundation.late import PANELS, WELCOME, later


class Site(AppConfig):
    name = "safetyzone.publish.site"
    label = "site"

    def ready(self) -> None:
        later(PANELS, f"{self.name}.panels.register_all")
        later(WELCOME, f"{self.name}.panels.register_way_in")
