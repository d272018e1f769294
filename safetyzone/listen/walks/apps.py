"""Risk-point walks and what they put on the zone's page."""

from django.apps import AppConfig


class Walks(AppConfig):
    name = "safetyzone.listen.walks"
    label = "walks"
