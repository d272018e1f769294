from django.apps import AppConfig


class Board(AppConfig):
    name = "safetyzone.programme.board"
    label = "board"
