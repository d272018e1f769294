"""Addresses of problems and plans."""

from django.urls import path

from safetyzone.plan.problems.views import plans, problems

app_name = "problems"
urlpatterns = [
    path("", problems.overview, name="overview"),
    path("measures/", problems.catalogue, name="catalogue"),
    path("zone/<slug:slug>/", problems.zone, name="zone"),
    path("zone/<slug:slug>/new/", problems.new, name="new"),
    path("zone/<slug:slug>/plan/", plans.new, name="new_plan"),
    path("<int:pk>/", problems.problem, name="problem"),
    path("<int:pk>/change/", problems.change, name="change"),
    path("<int:pk>/evidence/", problems.evidence, name="evidence"),
    path("<int:pk>/end/", problems.end, name="end"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/change/", plans.change, name="change_plan"),
    path("plans/<int:pk>/measure/", plans.measure, name="measure"),
    path("plans/<int:pk>/measure/<int:number>/remove/", plans.unmeasure, name="unmeasure"),
    path("plans/<int:pk>/evaluation/", plans.evaluation, name="evaluation"),
    path("plans/<int:pk>/turn/", plans.turn, name="turn"),
]
