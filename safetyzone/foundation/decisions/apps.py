"""Consensus of the organisations about anything, and what it puts on the zone's page."""

from django.apps import AppConfig


class Decisions(AppConfig):
    name = "safetyzone.foundation.decisions"
    label = "decisions"
