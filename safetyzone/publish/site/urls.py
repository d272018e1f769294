"""Addresses of the public pages, short enough for a poster, and of the team's page about them."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from safetyzone.publish.site import views
from safetyzone.publish.site.feed import ZoneFeed

app_name = "site"
urlpatterns = [
    path("", views.zones, name="zones"),
    path("team/", views.team_zones, name="team_zones"),
    path("team/<slug:slug>/", views.team, name="team"),
    path("team/<slug:slug>/page/", views.set_page, name="set_page"),
    path("team/<slug:slug>/publish/", views.publish, name="publish"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/feed/", login_not_required(ZoneFeed()), name="feed"),
    path("<slug:slug>/figures.json", views.figures, name="figures"),
    path("<slug:slug>/share.png", views.share, name="share"),
]
