"""Addresses of decisions."""

from django.urls import path

from safetyzone.foundation.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.decisions, name="decisions"),
    path("of/<slug:slug>/", views.zone, name="zone"),
    path("of/<slug:slug>/ask/", views.ask, name="ask"),
    path("<int:pk>/", views.decision, name="decision"),
    path("<int:pk>/say/", views.say, name="say"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/record.pdf", views.record_pdf, name="record"),
]
