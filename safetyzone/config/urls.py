"""Every address of the product."""

from django.urls import include, path

from safetyzone.config import health
from safetyzone.config.api import urls as api_urls

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("people/", include("safetyzone.foundation.people.urls")),
    path("audit/", include("safetyzone.foundation.audit.urls")),
    path("partners/", include("safetyzone.foundation.partners.urls")),
    path("decisions/", include("safetyzone.foundation.decisions.urls")),
    path("runs/", include("safetyzone.foundation.runs.urls")),
    path("pictures/", include("safetyzone.foundation.media.urls")),
    path("incidents/", include("safetyzone.listen.incidents.urls")),
    path("p/", include("safetyzone.listen.polls.public_urls")),
    path("polls/", include("safetyzone.listen.polls.results.urls")),
    path("polls/", include("safetyzone.listen.polls.urls")),
    path("polls/", include("safetyzone.listen.polls.openrosa.staff_urls")),
    path("openrosa/", include("safetyzone.listen.polls.openrosa.urls")),
    path("suggestions/", include("safetyzone.listen.suggestions.urls")),
    path("budgets/", include("safetyzone.listen.budgets.urls")),
    path("walks/", include("safetyzone.listen.walks.urls")),
    path("problems/", include("safetyzone.plan.problems.urls")),
    path("", include("safetyzone.analyse.pictures.urls")),
    path("t/", include("safetyzone.act.tasks.link_urls")),
    path("tasks/", include("safetyzone.act.tasks.urls")),
    path("meetings/", include("safetyzone.act.meetings.urls")),
    path("targets/", include("safetyzone.measure.targets.urls")),
    path("index/", include("safetyzone.measure.index.urls")),
    path("effects/", include("safetyzone.measure.effects.urls")),
    path("z/", include("safetyzone.publish.site.urls")),
    path("briefs/", include("safetyzone.publish.briefs.urls")),
    path("api/v1/", api_urls()),
    path("committees/", include("safetyzone.programme.committee.urls")),
    path("selection/", include("safetyzone.programme.selection.urls")),
    path("rollout/", include("safetyzone.programme.rollout.urls")),
    path("", include("safetyzone.programme.board.urls")),
    path("", include("safetyzone.foundation.pages.urls")),
    path("", include("safetyzone.config.local.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
