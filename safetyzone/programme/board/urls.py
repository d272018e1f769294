"""Addresses of the board."""

from django.urls import path

from safetyzone.programme.board import views

app_name = "board"
urlpatterns = [
    path("board/", views.board, name="board"),
    path("zones/", views.zones, name="zones"),
]
