from django.apps import AppConfig


class Committees(AppConfig):
    name = "safetyzone.programme.committee"
    label = "committee"
