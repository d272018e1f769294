"""Addresses of what came of plans."""

from django.urls import path

from safetyzone.measure.effects import views

app_name = "effects"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("plans/<int:pk>/numbers.csv", views.numbers, name="numbers"),
]
