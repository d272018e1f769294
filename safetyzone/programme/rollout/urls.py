"""Addresses of the roll-out."""

from django.urls import path

from safetyzone.programme.rollout import views

app_name = "rollout"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("phases/", views.phases, name="phases"),
    path("<slug:slug>/", views.zone, name="zone"),
    path("<slug:slug>/move/", views.move, name="move"),
    path("<slug:slug>/look-again/", views.look_again, name="look_again"),
    path("<slug:slug>/template/", views.template, name="template"),
]
