from django.apps import AppConfig


class Places(AppConfig):
    name = "safetyzone.foundation.places"
    label = "places"
