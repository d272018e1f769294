from django.apps import AppConfig


class Media(AppConfig):
    name = "safetyzone.foundation.media"
    label = "media"
