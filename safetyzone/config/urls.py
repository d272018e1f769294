"""Every address of the product."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("incidents/", include("safetyzone.listen.incidents.urls")),
    path("", include("safetyzone.analyse.pictures.urls")),
    path("", include("safetyzone.programme.board.urls")),
    path("", include("safetyzone.foundation.pages.urls")),
]
