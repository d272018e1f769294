from django.apps import AppConfig


class Jobs(AppConfig):
    name = "safetyzone.foundation.jobs"
    label = "jobs"
