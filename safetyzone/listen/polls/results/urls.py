"""Addresses of polls' results."""

from django.urls import path

from safetyzone.listen.polls.results import views

app_name = "poll_results"
urlpatterns = [
    path("<int:pk>/results/", views.results, name="results"),
    path("<int:pk>/results/answers/", views.answers, name="answers"),
    path("<int:pk>/results/words/", views.words, name="words"),
]
