from django.apps import AppConfig

from safetyzone.foundation.late import WELCOME, later


class Local(AppConfig):
    name = "safetyzone.config.local"
    label = "local"

    def ready(self) -> None:
        later(WELCOME, f"{self.name}.cards.register_all")
