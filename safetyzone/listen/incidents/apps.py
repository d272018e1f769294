from django.apps import AppConfig


class Incidents(AppConfig):
    name = "safetyzone.listen.incidents"
    label = "incidents"
