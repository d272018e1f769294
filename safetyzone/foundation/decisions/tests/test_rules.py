"""When a question counts as agreed, under rules that are data."""

import pytest

from safetyzone.foundation.decisions.rules import PLAIN, Rule, UnknownRule, judged, rule_of, rules_of
from safetyzone.foundation.decisions.words import rule_in_words
from safetyzone.foundation.places.models import AreaPack, Place

RULE = Rule("test", {}, min_organisations=3, required_kinds=("police",), min_kinds=2, max_stand_aside_share=0.34)
NAMES = {"police": "Police", "residents": "Residents"}


def outcome(*said: str, rule: Rule = RULE) -> tuple[tuple[str, ...], bool]:
    found = judged(rule, [(kind, stance) for kind, stance in (each.split(":") for each in said)], NAMES)
    return found.missing, found.blocked


def test_enough_of_each() -> None:
    assert outcome("police:agree", "residents:agree", "business:agree") == ((), False)


def test_nobody_has_spoken() -> None:
    missing, blocked = outcome()
    assert missing == (
        "3 more organisations have to say something: 3 are needed.",
        "Nobody has spoken for: Police.",
        "2 more kinds of partners have to say something: 2 are needed.",
    )
    assert not blocked


def test_two_of_three_and_not_the_police() -> None:
    missing, _ = outcome("residents:agree", "residents:agree")
    assert missing == (
        "1 more organisation has to say something: 3 are needed.",
        "Nobody has spoken for: Police.",
        "1 more kind of partner has to say something: 2 are needed.",
    )


def test_the_police_count_when_they_stand_aside_too() -> None:
    assert outcome("police:stand_aside", "residents:agree", "business:agree") == ((), False)


@pytest.mark.parametrize(
    ("aside", "agree", "enough"),
    [(1, 2, True), (2, 4, True), (2, 3, False), (1, 1, False), (3, 0, False)],
)
def test_how_many_may_stand_aside(aside: int, agree: int, enough: bool) -> None:
    said = ["police:stand_aside"] * aside + ["residents:agree"] * agree + ["business:agree"] * 0
    loose = Rule("loose", {}, min_organisations=2, min_kinds=1, max_stand_aside_share=0.34)
    missing, _ = outcome(*said, rule=loose)
    assert (not missing) == enough
    if not enough:
        assert missing == (
            (f"Too many stand aside: {aside} of {aside + agree}, and at most 34 % may.",)
            if agree
            else ("Nobody agrees yet.",)
        )


def test_one_block_is_a_block() -> None:
    assert outcome("police:agree", "residents:agree", "business:block") == ((), True)


def test_a_block_without_a_quorum_is_not_the_outcome_yet() -> None:
    missing, blocked = outcome("business:block")
    assert blocked
    assert len(missing) == 3


def test_a_rule_may_allow_a_block() -> None:
    lenient = Rule("lenient", {}, min_organisations=3, min_kinds=2, blocks_allowed=1)
    assert outcome("police:agree", "residents:agree", "business:block", rule=lenient) == ((), False)
    assert outcome("police:agree", "residents:block", "business:block", rule=lenient) == ((), True)


def test_the_rules_of_thailand_are_read(places: dict[str, Place]) -> None:
    rules = rules_of("test")
    assert list(rules) == ["default", "zone", "plan", "selection", "phase"]
    assert rules["zone"].required_kinds == ("police", "residents", "local-government")
    assert rules["zone"].name == "A zone and its name"
    with pytest.raises(UnknownRule, match="no rule for decisions called “war”; it has default, phase"):
        rule_of("test", "war")


def test_an_area_without_rules_has_the_plain_one_for_everything(places: dict[str, Place]) -> None:
    AreaPack.objects.all().delete()
    assert rule_of("test", "plan") == PLAIN
    assert outcome("police:agree", "residents:agree", rule=PLAIN) == ((), False)
    assert outcome("police:agree", "police:agree", rule=PLAIN)[0]


def test_a_rule_in_words() -> None:
    assert rule_in_words(RULE, NAMES) == [
        "Enough have spoken: organisations at least 3, kinds of partners at least 2.",
        "Somebody of each of these is among them: Police.",
        "At least one agrees, and at most 34 % stand aside.",
        "Nobody blocks.",
    ]
    assert rule_in_words(Rule(blocks_allowed=2), NAMES)[-1] == "2 blocks do not hinder it."
