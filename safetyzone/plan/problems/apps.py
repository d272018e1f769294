"""Problems, plans against them, and what they put on other pages."""

from django.apps import AppConfig


class Problems(AppConfig):
    name = "safetyzone.plan.problems"
    label = "problems"
