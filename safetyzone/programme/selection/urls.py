"""Addresses of selections."""

from django.urls import path

from safetyzone.programme.selection import candidate_views as candidates
from safetyzone.programme.selection import views

app_name = "selection"
urlpatterns = [
    path("", views.selections, name="selections"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.selection, name="selection"),
    path("<int:pk>/rules/", views.rules, name="rules"),
    path("<int:pk>/turn/", views.turn, name="turn"),
    path("<int:pk>/paper.pdf", views.paper_pdf, name="paper"),
    path("<int:pk>/paper.xlsx", views.paper_xlsx, name="sheet"),
    path("<int:pk>/candidates/", candidates.candidates, name="candidates"),
    path("<int:pk>/candidates.csv", candidates.download, name="download"),
    path("<int:pk>/candidates/<int:candidate>/", candidates.one, name="candidate"),
]
