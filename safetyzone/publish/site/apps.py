"""The public page and what it puts on the zone's page of the team."""

from django.apps import AppConfig


class Site(AppConfig):
    name = "safetyzone.publish.site"
    label = "site"

    def ready(self) -> None:
        from safetyzone.publish.site.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
