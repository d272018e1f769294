from django.apps import AppConfig


class Local(AppConfig):
    name = "safetyzone.config.local"
    label = "local"

    def ready(self) -> None:
        from safetyzone.config.local.cards import role_cards  # noqa: PLC0415 - models exist only now
        from safetyzone.foundation.pages import welcome  # noqa: PLC0415 - models exist only now

        welcome.register("demo", role_cards)
