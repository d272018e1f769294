"""Addresses as OpenRosa clients know them."""

from django.urls import path

from safetyzone.listen.polls.openrosa import views

app_name = "openrosa"
urlpatterns = [
    path("formList", views.form_list, name="form_list"),
    path("forms/<str:form>.xml", views.form, name="form"),
    path("manifests/<str:form>.xml", views.manifest, name="manifest"),
    path("submission", views.submission, name="submission"),
    path("key/<str:key>/formList", views.form_list, name="key_form_list"),
    path("key/<str:key>/forms/<str:form>.xml", views.form, name="key_form"),
    path("key/<str:key>/manifests/<str:form>.xml", views.manifest, name="key_manifest"),
    path("key/<str:key>/submission", views.submission, name="key_submission"),
]
