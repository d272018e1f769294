"""Addresses of the auditor's pages."""

from django.urls import path

from safetyzone.foundation.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.events, name="events"),
    path("verify/", views.verdict, name="verdict"),
]
