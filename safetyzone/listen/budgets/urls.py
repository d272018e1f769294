"""Addresses of participatory budgets: the team's first, because a zone's name could be any word."""

from django.urls import path

from safetyzone.listen.budgets import views

app_name = "budgets"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("team/new/", views.new, name="new"),
    path("team/<int:pk>/", views.team, name="team"),
    path("team/<int:pk>/projects/", views.projects, name="projects"),
    path("team/<int:pk>/turn/", views.turn, name="turn"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/vote/", views.vote, name="vote"),
    path("<slug:slug>/protocol.pdf", views.protocol_pdf, name="protocol"),
]
