from django.apps import AppConfig


class Audit(AppConfig):
    name = "safetyzone.foundation.audit"
    label = "audit"
