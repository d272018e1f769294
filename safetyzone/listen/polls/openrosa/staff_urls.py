"""Addresses of the page for interviewers' telephones, below the polls'."""

from django.urls import path

from safetyzone.listen.polls.openrosa import staff

app_name = "poll_clients"
urlpatterns = [
    path("<int:pk>/clients/", staff.clients, name="clients"),
    path("<int:pk>/clients/<int:key>/revoke/", staff.revoke, name="revoke"),
]
