"""The pictures feature and what it puts on the zone's page."""

from django.apps import AppConfig


class Pictures(AppConfig):
    name = "safetyzone.analyse.pictures"
    label = "pictures"

    def ready(self) -> None:
        from safetyzone.analyse.pictures import fear_panel  # noqa: PLC0415 - models exist only now
        from safetyzone.analyse.pictures.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
        fear_panel.register_all()
