from django.apps import AppConfig


class Access(AppConfig):
    name = "safetyzone.foundation.access"
    label = "access"
