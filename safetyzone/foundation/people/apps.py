from django.apps import AppConfig


class People(AppConfig):
    name = "safetyzone.foundation.people"
    label = "people"
