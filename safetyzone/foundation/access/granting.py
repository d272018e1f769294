"""Which roles a role may hand to others: data, on one screen, like the permissions themselves."""

from typing import Final

_AT_A_STATION: Final = frozenset({"resident", "patrol", "duty", "clerk", "chief", "partner"})

MAY_GIVE: Final[dict[str, frozenset[str]]] = {
    "commander": _AT_A_STATION,
    "bureau": _AT_A_STATION | {"commander", "evaluator"},
    "programme": _AT_A_STATION | {"commander", "evaluator", "bureau", "programme", "auditor"},
}
