"""Addresses of kept pictures."""

from django.urls import path

from safetyzone.foundation.media import views

app_name = "media"
urlpatterns = [path("<uuid:key>.jpg", views.picture, name="picture")]
