"""Addresses of the local index."""

from django.urls import path

from safetyzone.measure.index import views

app_name = "index"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("zones/<slug:slug>/", views.zone, name="zone"),
    path("zones/<slug:slug>/numbers.csv", views.zone_numbers, name="zone_numbers"),
    path("zones/<slug:slug>/enter/", views.enter, name="enter"),
    path("places/<slug:slug>/", views.place, name="place"),
    path("places/<slug:slug>/numbers.csv", views.place_numbers, name="place_numbers"),
    path("places/<slug:slug>/compare/", views.compare, name="compare"),
    path("places/<slug:slug>/upload/", views.upload, name="upload"),
    path("places/<slug:slug>/upload/template.csv", views.sheet, name="sheet"),
    path("places/<slug:slug>/weights/", views.weights, name="weights"),
]
