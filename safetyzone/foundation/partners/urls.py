"""Addresses of organisations."""

from django.urls import path

from safetyzone.foundation.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.partners, name="partners"),
    path("mine/", views.mine, name="mine"),
    path("of/<slug:slug>/", views.zone, name="zone"),
    path("of/<slug:slug>/add/", views.add, name="add"),
    path("<int:pk>/", views.organisation, name="organisation"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/end/", views.end, name="end"),
    path("<int:pk>/brings/", views.brings, name="brings"),
    path("<int:pk>/brings/<int:item>/remove/", views.brings_no_longer, name="brings_no_longer"),
    path("<int:pk>/agreements/", views.sign, name="sign"),
    path("<int:pk>/agreements/<int:item>/", views.agreement, name="agreement"),
    path("<int:pk>/people/", views.link, name="link"),
    path("<int:pk>/people/<int:item>/remove/", views.unlink, name="unlink"),
]
