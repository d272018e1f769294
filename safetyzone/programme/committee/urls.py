"""Addresses of driving committees."""

from django.urls import path

from safetyzone.programme.committee import views

app_name = "committee"
urlpatterns = [
    path("", views.committees, name="committees"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.committee, name="committee"),
    path("<int:pk>/seats/", views.seats, name="seats"),
    path("<int:pk>/decisions/<int:decision>/", views.say, name="say"),
]
