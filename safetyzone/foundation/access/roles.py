"""All permissions on one screen: what each role may do, in plain words.

A permission is held *at a place* and reaches everything below it. Nothing is allowed that is not listed here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing somebody may do."""

    VIEW_ZONE = "view_zone"
    VIEW_INCIDENTS = "view_incidents"
    IMPORT_INCIDENTS = "import_incidents"
    RUN_POLL = "run_poll"
    INTERVIEW = "interview"
    MODERATE = "moderate"
    RUN_BUDGET = "run_budget"
    WALK = "walk"
    PLAN = "plan"
    MANAGE_PARTNERS = "manage_partners"
    DECIDE = "decide"
    MANAGE_TASKS = "manage_tasks"
    RUN_MEETING = "run_meeting"
    EDIT_INDEX = "edit_index"
    PUBLISH = "publish"
    SELECT_AREAS = "select_areas"
    ROLL_OUT = "roll_out"
    ENTER_FIGURES = "enter_figures"
    READ_ANSWERS = "read_answers"
    VIEW_BOARD = "view_board"
    MANAGE_PEOPLE = "manage_people"
    VIEW_AUDIT = "view_audit"


# What the reader of "What each role may do" sees: one line for each permission.
IN_WORDS: Final[dict[Permission, str | Promise]] = {
    Permission.VIEW_ZONE: _("see a zone's picture, places and indicators"),
    Permission.VIEW_INCIDENTS: _("see single incidents and the lists of rejected rows"),
    Permission.IMPORT_INCIDENTS: _("bring incident files in"),
    Permission.RUN_POLL: _("prepare, open and close polls and print invitations"),
    Permission.INTERVIEW: _("interview people for a poll and type paper sheets in"),
    Permission.MODERATE: _("look after suggestions: decide by the published rules, print voting codes"),
    Permission.RUN_BUDGET: _("prepare and decide participatory budgets"),
    Permission.WALK: _("walk the risk points of a zone and note what they need"),
    Permission.PLAN: _("name problems and plan measures against them"),
    Permission.MANAGE_PARTNERS: _("keep the list of partners, what they bring and the agreements with them"),
    Permission.DECIDE: _("put a question to the partners and record what each of them says"),
    Permission.MANAGE_TASKS: _("ask partners to do something and take their work as done"),
    Permission.RUN_MEETING: _("call meetings, write their minutes, make the monthly brief"),
    Permission.EDIT_INDEX: _("enter indicators and change the weights of the local index"),
    Permission.PUBLISH: _("publish figures on a zone's public page"),
    Permission.SELECT_AREAS: _("compare candidate areas and prepare the choice of the next ones"),
    Permission.ROLL_OUT: _("move zones from stage to stage"),
    Permission.ENTER_FIGURES: _("enter published figures about the whole country"),
    Permission.READ_ANSWERS: _("read single poll answers and download them"),
    Permission.VIEW_BOARD: _("compare all zones below a place"),
    Permission.MANAGE_PEOPLE: _("give and end roles"),
    Permission.VIEW_AUDIT: _("read the audit chain and verify it"),
}


@dataclass(frozen=True)
class Role:
    """A kind of work, described so that the person doing it recognises it."""

    code: str
    title: str | Promise
    does: str | Promise
    may: frozenset[Permission]

    @property
    def allowed(self) -> list[str | Promise]:
        """Its permissions in words, in the order of the table above."""
        return [words for permission, words in IN_WORDS.items() if permission in self.may]


P = Permission
_VIEW = frozenset({P.VIEW_ZONE})
_CLERK = _VIEW | {
    P.READ_ANSWERS, P.VIEW_INCIDENTS, P.IMPORT_INCIDENTS, P.RUN_POLL, P.MODERATE, P.RUN_BUDGET, P.INTERVIEW,
    P.WALK, P.PLAN, P.MANAGE_PARTNERS, P.MANAGE_TASKS, P.RUN_MEETING,
}  # fmt: skip
_CHIEF = _CLERK | {P.VIEW_BOARD, P.DECIDE, P.EDIT_INDEX}

ROLES: Final = (
    Role("resident", _("Resident panel member"), _("Lives here, answers the poll, reads the zone's page."), _VIEW),
    Role(
        "patrol",
        _("Patrol officer"),
        _("Walks and drives the check points; looks up where and when."),
        _VIEW | {P.INTERVIEW, P.WALK},
    ),
    Role("duty", _("Duty officer"), _("Sits in the control room and sends patrols."), _VIEW | {P.VIEW_INCIDENTS}),
    Role(
        "clerk",
        _("Prevention clerk"),
        _("Brings records in, makes rosters and the monthly figures."),
        _CLERK,
    ),
    Role("chief", _("Prevention chief"), _("Plans prevention work and checks that it is done."), _CHIEF),
    Role(
        "commander",
        _("Station commander"),
        _("Answers for the station's zones and gives its people their roles."),
        _CHIEF | {P.PUBLISH, P.MANAGE_PEOPLE},
    ),
    Role(
        "partner",
        _("Partner member"),
        _("Speaks for the city, a shop, a school or a community in the zone."),
        _VIEW | {P.INTERVIEW, P.WALK},
    ),
    Role(
        "evaluator",
        _("Independent evaluator"),
        _("Checks every figure down to the run it came from."),
        _VIEW | {P.READ_ANSWERS, P.VIEW_BOARD},
    ),
    Role(
        "bureau",
        _("Bureau staff"),
        _("Follows all zones of a bureau or region."),
        _VIEW | {P.VIEW_BOARD, P.MANAGE_PEOPLE, P.ROLL_OUT, P.SELECT_AREAS},
    ),
    Role(
        "programme",
        _("Programme staff"),
        _("Runs the programme for the whole country."),
        _VIEW | {P.ENTER_FIGURES, P.VIEW_BOARD, P.MANAGE_PEOPLE, P.EDIT_INDEX, P.SELECT_AREAS, P.ROLL_OUT},
    ),
    Role(
        "auditor",
        _("Auditor"),
        _("Reads the audit chain and verifies that nothing was changed."),
        _VIEW | {P.VIEW_AUDIT},
    ),
)

BY_CODE: Final = {role.code: role for role in ROLES}
ROLE_CHOICES: Final = [(role.code, role.title) for role in ROLES]


def roles_with(permission: Permission) -> list[str]:
    """Codes of the roles that hold ``permission``."""
    return [role.code for role in ROLES if permission in role.may]
