from django.apps import AppConfig


class Privacy(AppConfig):
    name = "safetyzone.foundation.privacy"
    label = "privacy"
