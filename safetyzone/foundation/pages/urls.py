"""Addresses of the frame itself."""

from django.urls import path

from safetyzone.foundation.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
]
