"""What came of plans, and what that puts on other pages."""

from django.apps import AppConfig


class Effects(AppConfig):
    name = "safetyzone.measure.effects"
    label = "effects"

    def ready(self) -> None:
        from safetyzone.measure.effects.panels import register_all  # noqa: PLC0415 - models exist only now

        register_all()
