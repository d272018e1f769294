"""Addresses of walks. The checklist and what it sends lie below one folder, which its service worker looks after."""

from django.urls import path

from safetyzone.listen.walks import views

app_name = "walks"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("worker.js", views.worker, name="worker"),
    path("points/<int:pk>/", views.point, name="point"),
    path("points/<int:pk>/change/", views.change, name="change"),
    path("<slug:slug>/", views.zone, name="zone"),
    path("<slug:slug>/walk/", views.walk, name="walk"),
    path("<slug:slug>/stops/", views.stops, name="stops"),
]
