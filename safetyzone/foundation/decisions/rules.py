"""When organisations have agreed: rules that an area pack gives as data, and how a set of positions stands under one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safetyzone.foundation.decisions.models import Stance
from safetyzone.foundation.places.queries import named, pack_content

DEFAULT: Final = "default"


@dataclass(frozen=True)
class Rule:
    """``min_organisations``, ``min_kinds``: of those who have said anything; ``required_kinds``: one of each must have.

    ``max_stand_aside_share``: of all positions; ``blocks_allowed``: this many blocks do not hinder.
    """

    code: str = DEFAULT
    names: Mapping[str, str] = field(default_factory=dict)
    min_organisations: int = 2
    required_kinds: tuple[str, ...] = ()
    min_kinds: int = 2
    max_stand_aside_share: float = 0.5
    blocks_allowed: int = 0

    @property
    def name(self) -> str:
        return named(dict(self.names)) or self.code


# Of an area whose pack has no rules of its own: two organisations of two kinds, and nobody against it.
PLAIN: Final = Rule()


class UnknownRule(ValueError):
    """The area pack has no rule of this code; the sentence names those it has."""


@dataclass(frozen=True)
class Outcome:
    """``missing``: why it cannot be closed yet, in sentences; ``blocked``: closing now would record a block."""

    agree: int
    stand_aside: int
    block: int
    missing: tuple[str, ...]
    blocked: bool


def rules_of(pack: str) -> dict[str, Rule]:
    """The area's rules by code; the plain one where it gives none."""
    listed: list[dict[str, Any]] = pack_content(pack).get("decision_rules") or []
    found = {each["code"]: _rule(each) for each in listed}
    return found or {DEFAULT: PLAIN}


def rule_of(pack: str, code: str) -> Rule:
    """One rule; an area that gives none has its plain rule for everything. Raises ``UnknownRule``."""
    found = rules_of(pack)
    if found == {DEFAULT: PLAIN}:
        return PLAIN
    if code not in found:
        raise UnknownRule(
            _("This area has no rule for decisions called “%(code)s”; it has %(codes)s.")
            % {"code": code, "codes": ", ".join(sorted(found))}
        )
    return found[code]


def _rule(given: Mapping[str, Any]) -> Rule:
    return Rule(**{**given, "required_kinds": tuple(given.get("required_kinds", ()))})


def judged(rule: Rule, said: Iterable[tuple[str, str]], kind_names: Mapping[str, str]) -> Outcome:
    """How positions, each (kind of organisation, stance), stand under ``rule``."""
    positions = list(said)
    stances = Counter(stance for _kind, stance in positions)
    agree, aside, block = stances[Stance.AGREE], stances[Stance.STAND_ASIDE], stances[Stance.BLOCK]
    kinds = {kind for kind, _stance in positions}
    missing = [*_quorum(rule, len(positions), kinds, kind_names)]
    blocked = block > rule.blocks_allowed
    if not missing and not blocked:
        missing += _support(rule, agree, aside, len(positions))
    return Outcome(agree, aside, block, tuple(missing), blocked)


def _quorum(rule: Rule, many: int, kinds: set[str], kind_names: Mapping[str, str]) -> Iterable[str]:
    if (short := rule.min_organisations - many) > 0:
        yield ngettext(
            "%(n)s more organisation has to say something: %(min)s are needed.",
            "%(n)s more organisations have to say something: %(min)s are needed.",
            short,
        ) % {"n": short, "min": rule.min_organisations}  # fmt: skip
    for kind in rule.required_kinds:
        if kind not in kinds:
            yield _("Nobody has spoken for: %(kind)s.") % {"kind": kind_names.get(kind, kind)}
    if (short := rule.min_kinds - len(kinds)) > 0:
        yield ngettext(
            "%(n)s more kind of partner has to say something: %(min)s are needed.",
            "%(n)s more kinds of partners have to say something: %(min)s are needed.",
            short,
        ) % {"n": short, "min": rule.min_kinds}  # fmt: skip


def lacking(rule: Rule, kinds: Iterable[str], kind_names: Mapping[str, str]) -> Iterable[str]:
    """What a meeting lacks to which an organisation of each of ``kinds`` has come."""
    there = list(kinds)
    if len(there) < rule.min_organisations:
        yield _("Organisations here: %(n)s; needed: %(min)s.") % {
            "n": len(there),
            "min": rule.min_organisations,
        }
    for kind in rule.required_kinds:
        if kind not in there:
            yield _("Nobody is here from: %(kind)s.") % {"kind": kind_names.get(kind, kind)}
    if len(set(there)) < rule.min_kinds:
        yield _("Kinds of partners here: %(n)s; needed: %(min)s.") % {"n": len(set(there)), "min": rule.min_kinds}


def _support(rule: Rule, agree: int, aside: int, many: int) -> Iterable[str]:
    if agree == 0:
        yield _("Nobody agrees yet.")
    elif aside > rule.max_stand_aside_share * many:
        yield _("Too many stand aside: %(aside)s of %(many)s, and at most %(share)s %% may.") % {
            "aside": aside, "many": many, "share": round(rule.max_stand_aside_share * 100)
        }  # fmt: skip
