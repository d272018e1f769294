from django.apps import AppConfig


class Runs(AppConfig):
    name = "safetyzone.foundation.runs"
    label = "runs"
