"""Addresses of pages about incident files."""

from django.urls import path

from safetyzone.listen.incidents import views

app_name = "incidents"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("upload/", views.upload, name="upload"),
    path("<int:pk>/", views.import_page, name="import"),
    path("<int:pk>/columns/", views.columns, name="columns"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/look/", views.look, name="look"),
    path("<int:pk>/rejects.csv", views.rejects_csv, name="rejects_csv"),
    path("<int:pk>/mapping.yaml", views.mapping_yaml, name="mapping_yaml"),
]
