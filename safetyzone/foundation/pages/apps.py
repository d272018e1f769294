from django.apps import AppConfig


class Pages(AppConfig):
    name = "safetyzone.foundation.pages"
    label = "pages"
