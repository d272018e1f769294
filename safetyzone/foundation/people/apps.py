from django.apps import AppConfig


class People(AppConfig):
    name = "safetyzone.foundation.people"
    label = "people"

    def ready(self) -> None:
        from safetyzone.foundation.people.sign_in_changes import listen  # noqa: PLC0415 - models exist only now

        listen()
