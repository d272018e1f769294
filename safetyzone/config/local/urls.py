"""Addresses that exist only for this machine."""

from django.urls import path

from safetyzone.config.local import views

app_name = "local"
urlpatterns = [
    path("be/<slug:role>/", views.become, name="become"),
    path("enter/<str:token>/", views.enter, name="enter"),
]
