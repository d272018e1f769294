"""Addresses of tasks."""

from django.urls import path

from safetyzone.act.tasks.views import own, team

app_name = "tasks"
urlpatterns = [
    path("", team.tasks, name="tasks"),
    path("mine/", own.mine, name="mine"),
    path("zone/<slug:slug>/", team.zone_tasks, name="zone"),
    path("zone/<slug:slug>/ask/", team.ask, name="ask"),
    path("<int:pk>/", team.task, name="task"),
    path("<int:pk>/turn/", team.turn, name="turn"),
    path("<int:pk>/told/", team.told, name="told"),
    path("<int:pk>/answer/", own.answer, name="answer"),
    path("<int:pk>/letter.pdf", team.letter_pdf, name="letter"),
]
