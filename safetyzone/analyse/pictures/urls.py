"""Addresses of zones' pictures."""

from django.urls import path

from safetyzone.analyse.pictures import views

app_name = "pictures"
urlpatterns = [
    path("zones/<slug:slug>/", views.zone, name="zone"),
]
