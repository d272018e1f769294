"""Addresses behind a signed link: short, because people may have to type them."""

from django.urls import path

from safetyzone.act.tasks.views import link

app_name = "task_link"
urlpatterns = [
    path("<str:token>/", link.page, name="page"),
    path("<str:token>/answer/", link.answer, name="answer"),
    path("<str:token>/new/", link.new_link, name="new"),
    path("<str:token>/<slug:which>.jpg", link.picture, name="picture"),
]
