"""Every address, the permission it needs, and what comes back for whoever lacks it.

``stranger``: answer to somebody who is not signed in; 302 means: to the sign-in page, nothing else; 401: data for
programs. ``outsider``: answer to somebody who holds every role, at another station: 404, never 403, because another
station's row does not exist for them.
``insider``: answer to somebody who holds the permission at the place. A new URL without a line here fails the build.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from safetyzone.foundation.access.roles import Permission as P

ANYONE: Final = "anyone"  # public on purpose
SIGNED_IN: Final = "signed in"  # one's own account, or what every signed-in person may read
THIS_MACHINE: Final = "this machine"  # loopback only


@dataclass(frozen=True)
class Address:
    """``arguments``: of the URL; a value like "@zone" is filled in by the scene of the test."""

    route: str
    needs: P | str
    stranger: int
    outsider: int | None = None
    insider: int = 200
    arguments: dict[str, Any] = field(default_factory=dict)
    method: str = "get"


TABLE: Final = (
    # The product
    Address("", ANYONE, 200),
    Address("language/", ANYONE, 302, insider=302, method="post"),
    Address("healthz", ANYONE, 200),
    Address("readyz", ANYONE, 200),
    Address("be/<slug:role>/", THIS_MACHINE, 404, insider=404, arguments={"role": "clerk"}, method="post"),
    Address("enter/<str:token>/", THIS_MACHINE, 410, insider=410, arguments={"token": "made-up"}),
    Address("people/", P.MANAGE_PEOPLE, 302),
    Address("people/<int:pk>/end/", P.MANAGE_PEOPLE, 302, 404, 302, {"pk": "@membership"}, "post"),
    Address("people/roles/", SIGNED_IN, 302),
    Address("people/me/", SIGNED_IN, 302),
    Address("audit/", P.VIEW_AUDIT, 302, insider=404),  # one chain for all: the scene's people audit a station only
    Address("audit/verify/", P.VIEW_AUDIT, 302, insider=404),
    Address("zones/", P.VIEW_ZONE, 302),
    Address("zones/<slug:slug>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("board/", P.VIEW_BOARD, 302),
    Address("board/map/", P.VIEW_BOARD, 302),
    Address("board/funnels/", P.VIEW_BOARD, 302),
    # The public pages, the briefs and the data
    Address("z/", ANYONE, 200),
    Address("z/<slug:slug>/", ANYONE, 200, arguments={"slug": "@zone"}),
    Address("z/<slug:slug>/feed/", ANYONE, 200, arguments={"slug": "@zone"}),
    Address("z/<slug:slug>/figures.json", ANYONE, 200, arguments={"slug": "@zone"}),
    Address("z/<slug:slug>/share.png", ANYONE, 200, arguments={"slug": "@zone"}),
    Address("z/team/", P.PUBLISH, 302, insider=302),  # one zone: to its page
    Address("z/team/<slug:slug>/", P.PUBLISH, 302, 404, arguments={"slug": "@zone"}),
    Address("z/team/<slug:slug>/page/", P.PUBLISH, 302, 404, 302, {"slug": "@zone"}, "post"),
    Address("z/team/<slug:slug>/publish/", P.PUBLISH, 302, 404, 422, {"slug": "@zone"}, "post"),  # no complete month
    Address("briefs/", P.VIEW_ZONE, 302, insider=302),  # one zone: to its briefs
    Address("briefs/<slug:slug>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("briefs/<slug:slug>/make/", P.RUN_MEETING, 302, 404, 422, {"slug": "@zone"}, "post"),  # which month?
    Address("briefs/<slug:slug>/<str:month>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone", "month": "2026-01"}),
    Address("briefs/<slug:slug>/<str:month>/brief.pdf", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone", "month": "2026-01"}),
    Address("briefs/<slug:slug>/<str:month>/brief.xlsx", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone", "month": "2026-01"}),
    Address("api/v1/openapi.json", ANYONE, 200),
    Address("api/v1/", ANYONE, 404, insider=404),  # nothing but a name for other addresses
    Address("api/v1/zones/<slug>/briefs", P.VIEW_ZONE, 401, 404, arguments={"slug": "@zone"}),
    Address("api/v1/zones/<slug>/briefs/<month>", P.VIEW_ZONE, 401, 404, arguments={"slug": "@zone", "month": "2026-01"}),
    Address("incidents/", P.VIEW_INCIDENTS, 302),
    Address("incidents/upload/", P.IMPORT_INCIDENTS, 302),
    Address("incidents/<int:pk>/", P.VIEW_INCIDENTS, 302, 404, arguments={"pk": "@import"}),
    Address("incidents/<int:pk>/columns/", P.IMPORT_INCIDENTS, 302, 404, 302, {"pk": "@import"}),  # done: to its result
    Address("incidents/<int:pk>/discard/", P.IMPORT_INCIDENTS, 302, 404, 302, {"pk": "@import"}, "post"),
    Address("incidents/<int:pk>/look/", P.VIEW_INCIDENTS, 302, 404, 200, {"pk": "@import"}, "post"),
    Address("incidents/<int:pk>/rejects.csv", P.VIEW_INCIDENTS, 302, 404, 302, {"pk": "@import"}),  # first: what for?
    Address("incidents/<int:pk>/mapping.yaml", P.VIEW_INCIDENTS, 302, 404, 404, {"pk": "@import"}),  # the scene's has none
    Address("p/<str:token>/", ANYONE, 404, insider=404, arguments={"token": "made-up"}),
    Address("p/worker.js", ANYONE, 200),
    Address("p/<str:token>/form.xml", ANYONE, 404, insider=404, arguments={"token": "made-up"}),
    Address("p/<str:token>/challenge/", ANYONE, 404, insider=404, arguments={"token": "made-up"}),
    Address("p/<str:token>/answers/", ANYONE, 404, insider=404, arguments={"token": "made-up"}, method="post"),
    Address("p/<str:token>/plain/", ANYONE, 404, insider=404, arguments={"token": "made-up"}),
    Address("p/<str:token>/thanks/", ANYONE, 404, insider=404, arguments={"token": "made-up"}),
    Address("polls/<int:pk>/clients/", P.RUN_POLL, 302, 404, 404, {"pk": 10**6}),  # the scene has no poll
    Address("polls/<int:pk>/clients/<int:key>/revoke/", P.RUN_POLL, 302, 404, 404, {"pk": 10**6, "key": 1}, "post"),
    Address("openrosa/key/<str:key>/formList", ANYONE, 403, insider=403, arguments={"key": "made-up"}),
    Address("openrosa/key/<str:key>/forms/<str:form>.xml", ANYONE, 404, insider=404, arguments={"key": "x", "form": "y"}),
    Address("openrosa/key/<str:key>/manifests/<str:form>.xml", ANYONE, 404, insider=404, arguments={"key": "x", "form": "y"}),
    Address("openrosa/key/<str:key>/submission", ANYONE, 403, insider=403, arguments={"key": "made-up"}, method="post"),
    Address("polls/", P.VIEW_ZONE, 302),
    Address("polls/new/", P.RUN_POLL, 302),
    Address("polls/questionnaires/", SIGNED_IN, 302),  # questionnaires are public and belong to no station
    Address("polls/questionnaires/import/", P.RUN_POLL, 302),
    Address("polls/questionnaires/<int:pk>/", SIGNED_IN, 302, arguments={"pk": "@questionnaire"}),
    Address("polls/questionnaires/<int:pk>/original/", SIGNED_IN, 302, arguments={"pk": "@questionnaire"}),
    Address("polls/questionnaires/<int:pk>/workbook.xlsx", SIGNED_IN, 302, arguments={"pk": "@questionnaire"}),
    Address("polls/<int:pk>/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/margins/", P.RUN_POLL, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/quotas/", P.RUN_POLL, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/open/", P.RUN_POLL, 302, 404, 302, {"pk": "@wave"}, "post"),
    Address("polls/<int:pk>/close/", P.RUN_POLL, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/change/", P.RUN_POLL, 302, 404, 302, {"pk": "@wave"}),  # the scene's is open: back
    Address("polls/<int:pk>/communities/", P.RUN_POLL, 302, 404, 302, {"pk": "@wave"}),
    Address("polls/<int:pk>/delete/", P.RUN_POLL, 302, 404, 302, {"pk": "@wave"}),
    Address("polls/<int:pk>/replacement/", P.RUN_POLL, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/sample/", P.RUN_POLL, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/draw/", P.RUN_POLL, 302, 404, 422, {"pk": "@wave"}, "post"),  # the scene's has no list
    Address("polls/<int:pk>/letters.pdf", P.RUN_POLL, 302, 404, 302, {"pk": "@wave"}, "post"),  # nothing to print: back
    Address("polls/<int:pk>/poster.pdf", P.VIEW_ZONE, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/interview/", P.INTERVIEW, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/papers/", P.INTERVIEW, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/papers/sheets.pdf", P.INTERVIEW, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/papers/<int:number>/", P.INTERVIEW, 302, 404, 200, {"pk": "@wave", "number": 2}),
    Address("polls/<int:pk>/papers/<int:number>/ready/", P.INTERVIEW, 302, 404, 200, {"pk": "@wave", "number": 1}),
    Address("openrosa/formList", ANYONE, 200),
    Address("openrosa/forms/<str:form>.xml", ANYONE, 404, insider=404, arguments={"form": "made-up"}),
    Address("openrosa/manifests/<str:form>.xml", ANYONE, 404, insider=404, arguments={"form": "made-up"}),
    Address("openrosa/submission", ANYONE, 400, insider=400, method="post"),
    Address("budgets/", P.VIEW_ZONE, 302),
    Address("budgets/team/new/", P.RUN_BUDGET, 302),
    Address("budgets/team/<int:pk>/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@round"}),
    Address("budgets/team/<int:pk>/projects/", P.RUN_BUDGET, 302, 404, 422, {"pk": "@round"}, "post"),
    Address("budgets/team/<int:pk>/turn/", P.RUN_BUDGET, 302, 404, 404, {"pk": "@round"}, "post"),  # to nothing
    Address("budgets/<slug:slug>/", ANYONE, 200, arguments={"slug": "@zone"}),
    Address("budgets/<slug:slug>/vote/", ANYONE, 422, insider=422, arguments={"slug": "@zone"}, method="post"),
    Address("budgets/<slug:slug>/protocol.pdf", ANYONE, 404, insider=404, arguments={"slug": "@zone"}),  # not decided
    Address("suggestions/", P.VIEW_ZONE, 302),
    Address("suggestions/team/new/", P.MODERATE, 302),
    Address("suggestions/team/<int:pk>/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@conversation"}),
    Address("suggestions/team/<int:pk>/turn/", P.MODERATE, 302, 404, 302, {"pk": "@conversation"}, "post"),
    Address("suggestions/team/<int:pk>/decide/", P.MODERATE, 302, 404, 404, {"pk": "@conversation"}, "post"),  # about none
    Address("suggestions/team/<int:pk>/undo/", P.MODERATE, 302, 404, 404, {"pk": "@conversation"}, "post"),
    Address("suggestions/team/<int:pk>/translate/", P.MODERATE, 302, 404, 404, {"pk": "@conversation"}, "post"),
    Address("suggestions/team/<int:pk>/bring/", P.MODERATE, 302, 404, 302, {"pk": "@conversation"}, "post"),
    Address("suggestions/team/<int:pk>/poll/", P.MODERATE, 302, 404, arguments={"pk": "@conversation"}),
    Address("suggestions/team/<int:pk>/codes/", P.MODERATE, 302, 404, 422, {"pk": "@conversation"}, "post"),
    Address("suggestions/team/<int:pk>/codes/turn/", P.MODERATE, 302, 404, 404, {"pk": "@conversation"}, "post"),
    Address("suggestions/team/<int:pk>/void/", P.MODERATE, 302, 404, 422, {"pk": "@conversation"}, "post"),
    Address("suggestions/<slug:slug>/", ANYONE, 200, arguments={"slug": "@zone"}),
    Address("suggestions/<slug:slug>/all/", ANYONE, 200, arguments={"slug": "@zone"}),
    Address("suggestions/<slug:slug>/vote/", ANYONE, 404, insider=404, arguments={"slug": "@zone"}, method="post"),
    Address("suggestions/<slug:slug>/suggest/", ANYONE, 422, insider=422, arguments={"slug": "@zone"}, method="post"),
    Address("suggestions/<slug:slug>/results/", ANYONE, 200, arguments={"slug": "@zone"}),
    Address("suggestions/<slug:slug>/rules/", ANYONE, 200, arguments={"slug": "@zone"}),
    Address("suggestions/<slug:slug>/<int:number>/", ANYONE, 200, arguments={"slug": "@zone", "number": 1}),
    Address("suggestions/<slug:slug>/ballot/code/", ANYONE, 302, insider=302, arguments={"slug": "@zone"}, method="post"),
    Address("suggestions/<slug:slug>/ballot/letter/", ANYONE, 302, insider=302, arguments={"slug": "@zone"}, method="post"),
    Address("suggestions/<slug:slug>/ballot/letter/<str:token>/", ANYONE, 302, insider=302,
            arguments={"slug": "@zone", "token": "made-up"}),
    Address("suggestions/<slug:slug>/ballot/phone/", ANYONE, 404, insider=404, arguments={"slug": "@zone"}, method="post"),
    Address("suggestions/<slug:slug>/ballot/phone/check/", ANYONE, 302, insider=302, arguments={"slug": "@zone"}, method="post"),
    Address("suggestions/<slug:slug>/ballot/leave/", ANYONE, 302, insider=302, arguments={"slug": "@zone"}, method="post"),
    Address("tasks/", P.VIEW_ZONE, 302),
    Address("tasks/mine/", P.VIEW_ZONE, 302),
    Address("tasks/zone/<slug:slug>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("tasks/zone/<slug:slug>/ask/", P.MANAGE_TASKS, 302, 404, arguments={"slug": "@zone"}),
    Address("tasks/<int:pk>/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@task"}),
    Address("tasks/<int:pk>/turn/", P.MANAGE_TASKS, 302, 404, 404, {"pk": "@task"}, "post"),  # to nothing
    Address("tasks/<int:pk>/told/", P.MANAGE_TASKS, 302, 404, 404, {"pk": "@task"}, "post"),
    Address("tasks/<int:pk>/answer/", P.VIEW_ZONE, 302, 404, 404, {"pk": "@task"}, "post"),  # of another organisation
    Address("tasks/<int:pk>/letter.pdf", P.MANAGE_TASKS, 302, 404, arguments={"pk": "@task"}),
    Address("t/<str:token>/", ANYONE, 404, insider=404, arguments={"token": "made-up"}),
    Address("t/<str:token>/answer/", ANYONE, 404, insider=404, arguments={"token": "made-up"}, method="post"),
    Address("t/<str:token>/new/", ANYONE, 404, insider=404, arguments={"token": "made-up"}, method="post"),
    Address("t/<str:token>/<slug:which>.jpg", ANYONE, 404, insider=404, arguments={"token": "made-up", "which": "after"}),
    Address("targets/", P.VIEW_ZONE, 302),
    Address("targets/enter/", P.ENTER_FIGURES, 302, insider=404),  # the scene's people are a station's
    Address("polls/<int:pk>/results/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/results/answers/", P.READ_ANSWERS, 302, 404, arguments={"pk": "@wave"}),
    Address("polls/<int:pk>/results/words/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@wave"}),
    Address("targets/<slug:slug>/areas/", P.VIEW_BOARD, 302, 404, arguments={"slug": "@station"}),
    Address("index/", P.VIEW_ZONE, 302),
    Address("index/zones/<slug:slug>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("index/zones/<slug:slug>/numbers.csv", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("index/zones/<slug:slug>/enter/", P.EDIT_INDEX, 302, 404, arguments={"slug": "@zone"}),
    Address("index/places/<slug:slug>/", P.VIEW_BOARD, 302, 404, arguments={"slug": "@station"}),
    Address("index/places/<slug:slug>/numbers.csv", P.VIEW_BOARD, 302, 404, arguments={"slug": "@station"}),
    Address("index/places/<slug:slug>/compare/", P.VIEW_BOARD, 302, 404, 302, {"slug": "@station"}, "post"),
    Address("index/places/<slug:slug>/upload/", P.EDIT_INDEX, 302, 404, arguments={"slug": "@station"}),
    Address("index/places/<slug:slug>/upload/template.csv", P.EDIT_INDEX, 302, 404, arguments={"slug": "@station"}),
    Address("index/places/<slug:slug>/weights/", P.EDIT_INDEX, 302, 404, arguments={"slug": "@station"}),
    Address("effects/", P.VIEW_ZONE, 302),
    Address("effects/plans/<int:pk>/", P.VIEW_ZONE, 302, 404, 404, {"pk": 10**6}),  # the scene has no finished plan
    Address("effects/plans/<int:pk>/numbers.csv", P.VIEW_ZONE, 302, 404, 404, {"pk": 10**6}),
    Address("runs/<str:key>/", P.VIEW_ZONE, 302, 404, arguments={"key": "@run"}),
    Address("runs/<str:key>/result.json", P.VIEW_ZONE, 302, 404, arguments={"key": "@run"}),
    Address("walks/", P.VIEW_ZONE, 302),
    Address("walks/worker.js", ANYONE, 200),
    Address("walks/points/<int:pk>/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@risk_point"}),
    Address("walks/points/<int:pk>/change/", P.WALK, 302, 404, 404, {"pk": "@risk_point"}, "post"),  # to nothing
    Address("walks/<slug:slug>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("walks/<slug:slug>/walk/", P.WALK, 302, 404, arguments={"slug": "@zone"}),
    Address("walks/<slug:slug>/stops/", P.WALK, 302, 404, 422, {"slug": "@zone"}, "post"),  # an empty one
    Address("problems/", P.VIEW_ZONE, 302),
    Address("problems/measures/", SIGNED_IN, 302),
    Address("problems/zone/<slug:slug>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("problems/zone/<slug:slug>/new/", P.PLAN, 302, 404, arguments={"slug": "@zone"}),
    Address("problems/zone/<slug:slug>/plan/", P.PLAN, 302, 404, arguments={"slug": "@zone"}),
    Address("problems/<int:pk>/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@problem"}),
    Address("problems/<int:pk>/change/", P.PLAN, 302, 404, arguments={"pk": "@problem"}),
    Address("problems/<int:pk>/evidence/", P.PLAN, 302, 404, 422, {"pk": "@problem"}, "post"),  # no words
    Address("problems/<int:pk>/end/", P.PLAN, 302, 404, 404, {"pk": "@problem"}, "post"),  # to nothing
    Address("problems/plans/<int:pk>/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@plan"}),
    Address("problems/plans/<int:pk>/change/", P.PLAN, 302, 404, arguments={"pk": "@plan"}),
    Address("problems/plans/<int:pk>/measure/", P.PLAN, 302, 404, arguments={"pk": "@plan"}),
    Address("problems/plans/<int:pk>/measure/<int:number>/remove/", P.PLAN, 302, 404, 404, {"pk": "@plan", "number": 1}, "post"),
    Address("problems/plans/<int:pk>/evaluation/", P.PLAN, 302, 404, arguments={"pk": "@plan"}),
    Address("problems/plans/<int:pk>/turn/", P.PLAN, 302, 404, 404, {"pk": "@plan"}, "post"),  # to nothing
    Address("pictures/<uuid:key>.jpg", P.VIEW_ZONE, 302, 404, arguments={"key": "@picture"}),
    Address("partners/", P.VIEW_ZONE, 302),
    Address("partners/mine/", SIGNED_IN, 302),  # only what one speaks for oneself
    Address("partners/of/<slug:slug>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("partners/of/<slug:slug>/add/", P.MANAGE_PARTNERS, 302, 404, arguments={"slug": "@zone"}),
    Address("partners/<int:pk>/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@organisation"}),
    Address("partners/<int:pk>/change/", P.MANAGE_PARTNERS, 302, 404, arguments={"pk": "@organisation"}),
    Address("partners/<int:pk>/end/", P.MANAGE_PARTNERS, 302, 404, arguments={"pk": "@organisation"}),
    Address("partners/<int:pk>/brings/", P.MANAGE_PARTNERS, 302, 404, 422, {"pk": "@organisation"}, "post"),
    Address("partners/<int:pk>/brings/<int:item>/remove/", P.MANAGE_PARTNERS, 302, 404, 404,
            {"pk": "@organisation", "item": 10**6}, "post"),
    Address("partners/<int:pk>/agreements/", P.MANAGE_PARTNERS, 302, 404, 422, {"pk": "@organisation"}, "post"),
    Address("partners/<int:pk>/agreements/<int:item>/", P.VIEW_ZONE, 302, 404, 200,
            {"pk": "@organisation", "item": "@agreement"}),
    Address("partners/<int:pk>/people/", P.MANAGE_PARTNERS, 302, 404, 422, {"pk": "@organisation"}, "post"),
    Address("partners/<int:pk>/people/<int:item>/remove/", P.MANAGE_PARTNERS, 302, 404, 404,
            {"pk": "@organisation", "item": 10**6}, "post"),
    Address("meetings/", P.VIEW_ZONE, 302),
    Address("meetings/of/<slug:slug>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("meetings/of/<slug:slug>/call/", P.RUN_MEETING, 302, 404, arguments={"slug": "@zone"}),
    Address("meetings/<int:pk>/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@meeting"}),
    Address("meetings/<int:pk>/move/", P.RUN_MEETING, 302, 404, arguments={"pk": "@meeting"}),
    Address("meetings/<int:pk>/cancel/", P.RUN_MEETING, 302, 404, arguments={"pk": "@meeting"}),
    Address("meetings/<int:pk>/agenda/", P.RUN_MEETING, 302, 404, 302, {"pk": "@meeting"}, "post"),
    Address("meetings/<int:pk>/letters/", P.RUN_MEETING, 302, 404, 302, {"pk": "@meeting"}, "post"),
    Address("meetings/<int:pk>/items/", P.RUN_MEETING, 302, 404, 422, {"pk": "@meeting"}, "post"),
    Address("meetings/<int:pk>/items/<int:item>/", P.RUN_MEETING, 302, 404, 200, {"pk": "@meeting", "item": "@item"}),
    Address("meetings/<int:pk>/items/<int:item>/remove/", P.RUN_MEETING, 302, 404, 302,
            {"pk": "@meeting", "item": "@item"}, "post"),
    Address("meetings/<int:pk>/items/<int:item>/ask/", P.MANAGE_TASKS, 302, 404, 302, {"pk": "@meeting", "item": "@item"}),
    Address("meetings/<int:pk>/items/<int:item>/decide/", P.DECIDE, 302, 404, 302, {"pk": "@meeting", "item": "@item"}, "post"),
    Address("meetings/<int:pk>/open/", P.RUN_MEETING, 302, 404, 422, {"pk": "@meeting"}, "post"),
    Address("meetings/<int:pk>/attendance/", P.RUN_MEETING, 302, 404, 422, {"pk": "@meeting"}, "post"),
    Address("meetings/<int:pk>/close/", P.RUN_MEETING, 302, 404, 422, {"pk": "@meeting"}, "post"),
    Address("meetings/<int:pk>/agenda.pdf", P.VIEW_ZONE, 302, 404, arguments={"pk": "@meeting"}),
    Address("meetings/<int:pk>/minutes.pdf", P.VIEW_ZONE, 302, 404, 404, {"pk": "@meeting"}),  # the scene's is not over
    Address("decisions/", P.VIEW_ZONE, 302),
    Address("decisions/of/<slug:slug>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("decisions/of/<slug:slug>/ask/", P.DECIDE, 302, 404, arguments={"slug": "@zone"}),
    Address("decisions/<int:pk>/", P.VIEW_ZONE, 302, 404, arguments={"pk": "@decision"}),
    Address("decisions/<int:pk>/say/", P.DECIDE, 302, 404, 422, {"pk": "@decision"}, "post"),
    Address("decisions/<int:pk>/close/", P.DECIDE, 302, 404, 302, {"pk": "@decision"}, "post"),
    Address("decisions/<int:pk>/withdraw/", P.DECIDE, 302, 404, 302, {"pk": "@decision"}, "post"),
    Address("decisions/<int:pk>/record.pdf", P.VIEW_ZONE, 302, 404, arguments={"pk": "@decision"}),
    Address("committees/", P.VIEW_BOARD, 302),
    Address("committees/new/", P.SELECT_AREAS, 302, insider=404),  # a station has no committee of its own
    Address("committees/<int:pk>/", P.VIEW_BOARD, 302, 404, arguments={"pk": "@committee"}),
    Address("committees/<int:pk>/seats/", P.SELECT_AREAS, 302, 404, 422, {"pk": "@committee"}, "post"),
    Address(
        "committees/<int:pk>/decisions/<int:decision>/", P.SELECT_AREAS, 302, 404, 404,  # no such seat
        {"pk": "@committee", "decision": "@committee_decision"}, "post",
    ),
    Address("selection/", P.VIEW_BOARD, 302),
    Address("selection/new/", P.SELECT_AREAS, 302),
    Address("selection/<int:pk>/", P.VIEW_BOARD, 302, 404, arguments={"pk": "@selection"}),
    Address("selection/<int:pk>/rules/", P.SELECT_AREAS, 302, 404, arguments={"pk": "@selection"}),
    Address("selection/<int:pk>/turn/", P.SELECT_AREAS, 302, 404, 404, {"pk": "@selection"}, "post"),  # to nowhere
    Address("selection/<int:pk>/paper.pdf", P.VIEW_BOARD, 302, 404, 404, {"pk": "@selection"}),  # nothing computed yet
    Address("selection/<int:pk>/paper.xlsx", P.VIEW_BOARD, 302, 404, 404, {"pk": "@selection"}),
    Address("selection/<int:pk>/candidates/", P.VIEW_BOARD, 302, 404, arguments={"pk": "@selection"}),
    Address("selection/<int:pk>/candidates.csv", P.VIEW_BOARD, 302, 404, arguments={"pk": "@selection"}),
    Address(
        "selection/<int:pk>/candidates/<int:candidate>/", P.SELECT_AREAS, 302, 404, 302,
        {"pk": "@selection", "candidate": "@candidate"}, "post",
    ),
    Address("rollout/", P.VIEW_BOARD, 302),
    Address("rollout/phases/", P.SELECT_AREAS, 302, insider=404, method="post"),  # no committee named
    Address("rollout/<slug:slug>/", P.VIEW_ZONE, 302, 404, arguments={"slug": "@zone"}),
    Address("rollout/<slug:slug>/move/", P.ROLL_OUT, 302, 404, 422, {"slug": "@zone"}, "post"),
    Address("rollout/<slug:slug>/look-again/", P.ROLL_OUT, 302, 404, 422, {"slug": "@zone"}, "post"),
    Address("rollout/<slug:slug>/template/", P.ROLL_OUT, 302, 404, 404, {"slug": "@zone"}, "post"),  # like no zone
    # Accounts (django-allauth): one's own, or the way in. The insider of the test has no password and no second factor.
    Address("accounts/login/", ANYONE, 200, insider=302),
    Address("accounts/logout/", ANYONE, 302),
    Address("accounts/inactive/", ANYONE, 200),
    Address("accounts/signup/", ANYONE, 200, insider=302),  # says that accounts are given, not taken
    Address("accounts/reauthenticate/", SIGNED_IN, 302, insider=403),
    Address("accounts/email/", SIGNED_IN, 302),
    Address("accounts/confirm-email/", ANYONE, 200),
    Address(r"accounts/^confirm-email/(?P<key>[-:\w]+)/$", ANYONE, 200, arguments={"key": "made-up"}),
    Address("accounts/password/change/", SIGNED_IN, 302, insider=302),
    Address("accounts/password/set/", SIGNED_IN, 302),
    Address("accounts/password/reset/", ANYONE, 200),
    Address("accounts/password/reset/done/", ANYONE, 200),
    Address("accounts/password/reset/key/done/", ANYONE, 200),
    Address(
        "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", ANYONE, 200,
        arguments={"uidb36": "1", "key": "made-up"},
    ),
    Address("accounts/login/code/confirm/", ANYONE, 302, insider=302),
    Address("accounts/2fa/", SIGNED_IN, 302),
    Address("accounts/2fa/authenticate/", ANYONE, 302, insider=302),
    Address("accounts/2fa/reauthenticate/", SIGNED_IN, 302, insider=403),
    Address("accounts/2fa/totp/activate/", SIGNED_IN, 302),
    Address("accounts/2fa/totp/deactivate/", SIGNED_IN, 302, insider=404),
    Address("accounts/2fa/recovery-codes/", SIGNED_IN, 302, insider=404),
    Address("accounts/2fa/recovery-codes/generate/", SIGNED_IN, 302),
    Address("accounts/2fa/recovery-codes/download/", SIGNED_IN, 302, insider=404),
    Address("accounts/2fa/webauthn/", SIGNED_IN, 302),
    Address("accounts/2fa/webauthn/add/", SIGNED_IN, 302),
    Address("accounts/2fa/webauthn/reauthenticate/", SIGNED_IN, 302, insider=403),
    Address("accounts/2fa/webauthn/keys/<int:pk>/remove/", SIGNED_IN, 302, insider=404, arguments={"pk": 1}),
    Address("accounts/2fa/webauthn/keys/<int:pk>/edit/", SIGNED_IN, 302, insider=404, arguments={"pk": 1}),
    Address("accounts/2fa/webauthn/login/", ANYONE, 302, insider=302),
    Address("accounts/3rdparty/", SIGNED_IN, 302),
    Address("accounts/3rdparty/login/cancelled/", ANYONE, 200),
    Address("accounts/3rdparty/login/error/", SIGNED_IN, 302, insider=401),
    Address("accounts/3rdparty/signup/", ANYONE, 302, insider=302),
    Address("accounts/social/login/cancelled/", SIGNED_IN, 302, insider=301),  # old addresses of the library
    Address("accounts/social/login/error/", SIGNED_IN, 302, insider=301),
    Address("accounts/social/signup/", SIGNED_IN, 302, insider=301),
    Address("accounts/social/connections/", SIGNED_IN, 302, insider=301),
    Address("accounts/oidc/^(?P<provider_id>[^/]+)/login/", ANYONE, 404, insider=404, arguments={"provider_id": "none"}),
    Address(
        "accounts/oidc/^(?P<provider_id>[^/]+)/login/callback/", ANYONE, 404, insider=404, arguments={"provider_id": "none"}
    ),
)  # fmt: skip
