"""Organisations that work in a zone, and what they put on its page."""

from django.apps import AppConfig


class Partners(AppConfig):
    name = "safetyzone.foundation.partners"
    label = "partners"
