"""The committee's rules for one selection, checked before they are kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

MOST_PERCENT: Final = 100
USUAL_CONCENTRATION: Final = 50
MOST_MONEY: Final = 10**13


class WrongRules(ValueError):
    """The rules cannot be kept as they stand; the sentence says why. ``field`` names the one to look at."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Quota:
    """``high`` None: no upper end."""

    low: int = 0
    high: int | None = None

    @property
    def says_nothing(self) -> bool:
        return self.low == 0 and self.high is None


@dataclass(frozen=True)
class Rules:
    """``weights`` by criterion; ``floor``: least readiness, 0–100; ``budget`` in whole units of the area's currency.

    ``excused``: provinces that give no area this time, with the reason. ``concentration``: how firmly the committee holds its
    weights; the draws' weights come from a Dirichlet distribution with mean = the weights and this many "votes".
    """

    weights: Mapping[str, float]
    per_province: Quota = Quota(1, 1)
    bureaus: Mapping[str, Quota] = field(default_factory=dict)
    kinds: Mapping[str, Quota] = field(default_factory=dict)
    budget: int | None = None
    floor: int = 0
    excused: Mapping[str, str] = field(default_factory=dict)
    concentration: int = USUAL_CONCENTRATION

    def stated(self) -> dict[str, Any]:
        """JSON-ready; ``rules_from`` reads it back."""
        return asdict(self)

    @property
    def shares(self) -> dict[str, float]:
        """The weights as parts of one."""
        total = sum(self.weights.values())
        return {code: weight / total for code, weight in self.weights.items()}


def rules_from(stated: Mapping[str, Any]) -> Rules:
    """The rules as they were kept."""
    quotas = {key: {name: Quota(**quota) for name, quota in stated[key].items()} for key in ("bureaus", "kinds")}
    return Rules(**{**stated, **quotas, "per_province": Quota(**stated["per_province"])})


def checked(rules: Rules, *, criteria: list[str]) -> Rules:
    """The rules without quotas that say nothing. Raises ``WrongRules``."""
    _check_weights(rules, criteria)
    for where, quota in (("per_province", rules.per_province), *_named(rules)):
        if quota.low < 0 or (quota.high is not None and quota.high < quota.low):
            raise WrongRules(where, _("“At least” must not be above “at most”, and neither below zero."))
    if rules.per_province.high == 0:
        raise WrongRules("per_province", _("With no area from any province there is nothing to choose."))
    if unknown := sorted(set(rules.kinds) - set(criteria)):
        raise WrongRules("kinds", _("The area pack has no criterion %(code)s.") % {"code": unknown[0]})
    if rules.budget is not None and not 0 < rules.budget <= MOST_MONEY:
        raise WrongRules("budget", _("The budget must be above zero; leave it empty for no limit."))
    if not 0 <= rules.floor <= MOST_PERCENT:
        raise WrongRules("floor", _("Readiness goes from 0 to 100."))
    if not 1 <= rules.concentration <= 10_000:
        raise WrongRules("concentration", _("How firmly the weights are held goes from 1 to 10,000."))
    for province, reason in rules.excused.items():
        if not reason.strip():
            raise WrongRules("excused", _("Say why %(province)s gives no area.") % {"province": province})
    kept = {key: {name: quota for name, quota in getattr(rules, key).items() if not quota.says_nothing}
            for key in ("bureaus", "kinds")}  # fmt: skip
    return Rules(**{**rules.__dict__, **kept, "weights": {code: float(rules.weights[code]) for code in criteria}})


def _check_weights(rules: Rules, criteria: list[str]) -> None:
    if set(rules.weights) != set(criteria):
        raise WrongRules("weights", _("Give a weight to each criterion of the area pack: %(codes)s.")
                         % {"codes": ", ".join(criteria)})  # fmt: skip
    if any(not 0 <= weight <= MOST_MONEY for weight in rules.weights.values()):
        raise WrongRules("weights", _("A weight is a number of zero or more."))
    if sum(rules.weights.values()) <= 0:
        raise WrongRules(
            "weights", _("All weights are zero, so nothing would tell one area from another. Give at least one.")
        )


def _named(rules: Rules) -> list[tuple[str, Quota]]:
    return [(f"bureau-{slug}", quota) for slug, quota in rules.bureaus.items()] + [
        (f"kind-{code}", quota) for code, quota in rules.kinds.items()
    ]
