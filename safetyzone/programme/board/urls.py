"""Addresses of the board."""

from django.urls import path

from safetyzone.programme.board import views

app_name = "board"
urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/map/", views.board_map, name="map"),
    path("board/funnels/", views.funnels, name="funnels"),
    path("zones/", views.zones, name="zones"),
]
