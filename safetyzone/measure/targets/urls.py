"""Addresses of targets."""

from django.urls import path

from safetyzone.measure.targets import views

app_name = "targets"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("enter/", views.enter, name="enter"),
    path("<slug:slug>/areas/", views.areas, name="areas"),
]
