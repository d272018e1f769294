"""Addresses of briefs."""

from django.urls import path

from safetyzone.publish.briefs import views

app_name = "briefs"
urlpatterns = [
    path("", views.zones, name="zones"),
    path("<slug:slug>/", views.zone, name="zone"),
    path("<slug:slug>/make/", views.make, name="make"),
    path("<slug:slug>/<str:month>/", views.brief, name="brief"),
    path("<slug:slug>/<str:month>/brief.pdf", views.as_pdf, name="pdf"),
    path("<slug:slug>/<str:month>/brief.xlsx", views.as_sheet, name="sheet"),
]
