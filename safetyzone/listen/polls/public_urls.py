"""Addresses that residents open, from a letter, a poster or a message."""

from django.urls import path

from safetyzone.listen.polls.answering import full, views

app_name = "answer"
urlpatterns = [
    path("worker.js", full.worker, name="worker"),
    path("<str:token>/", full.page, name="page"),
    path("<str:token>/form.xml", full.form, name="form"),
    path("<str:token>/challenge/", full.challenge, name="challenge"),
    path("<str:token>/answers/", full.answers, name="answers"),
    path("<str:token>/plain/", views.plain, name="plain"),
    path("<str:token>/thanks/", views.thanks, name="thanks"),
]
