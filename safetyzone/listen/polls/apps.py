from django.apps import AppConfig


class Polls(AppConfig):
    name = "safetyzone.listen.polls"
    label = "polls"
