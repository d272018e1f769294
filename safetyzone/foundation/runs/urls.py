"""Addresses of computed results."""

from django.urls import path

from safetyzone.foundation.runs import views

app_name = "runs"
urlpatterns = [
    path("<str:key>/", views.run, name="run"),
    path("<str:key>/result.json", views.result, name="result"),
]
