"""Addresses that residents open, from a letter, a poster or a message."""

from django.urls import path

from safetyzone.listen.polls.answering import views

app_name = "answer"
urlpatterns = [
    path("<str:token>/", views.page, name="page"),
    path("<str:token>/plain/", views.plain, name="plain"),
    path("<str:token>/thanks/", views.thanks, name="thanks"),
]
