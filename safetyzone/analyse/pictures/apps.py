from django.apps import AppConfig


class Pictures(AppConfig):
    name = "safetyzone.analyse.pictures"
    label = "pictures"
