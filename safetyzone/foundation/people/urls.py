"""Addresses of pages about people."""

from django.urls import path

from safetyzone.foundation.people import views

app_name = "people"
urlpatterns = [
    path("", views.members, name="members"),
    path("<int:pk>/end/", views.end, name="end"),
    path("roles/", views.roles, name="roles"),
    path("me/", views.account, name="account"),
]
