"""The file's own words for kinds of crime, as categories of a throw-away area pack."""

import re
from collections import Counter
from typing import Any, Final

MOST: Final = 80

GROUPS: Final = (
    {"code": "person", "names": {"en": "Persons"}, "origin": "reported"},
    {"code": "property", "names": {"en": "Property"}, "origin": "reported"},
    {"code": "order", "names": {"en": "Found by police work"}, "origin": "discovered"},
    {"code": "other", "names": {"en": "Other"}, "origin": "reported"},
)
# What police work brings to light says where police worked, not where people were harmed: never counted as a crime rate.
_ORDER: Final = (
    r"narcotic|drug|gambl|prostitut|liquor|weapons? (?:viol|law|offen)|possession of (?:weapon|drug)|\bdui\b|\bdwi\b|"
    r"driving under|droga|estupefac|entorpec|porte de arma|ยาเสพติด|การพนัน|อาวุธปืน|ค้าประเวณี"
)
_PERSON: Final = (
    r"assault|batter|homicid|murder|manslaughter|robber|sex|rape|kidnap|abduct|violen|threat|stalk|harass|intimid|"
    r"offence against a person|lesion|lesões|violaci|abuso|abus|secuestro|sequestro|amenaza|ameaça|femini|agress|estupro|"
    r"extors|shooting|ทำร้าย|ฆ่า|ข่มขืน|อนาจาร|ชิงทรัพย์|ปล้น"
)
_PROPERTY: Final = (
    r"theft|larcen|burgl|stolen|steal|break|b&e|vehicle|mischief|damage|vandal|arson|fraud|shoplift|bicycle|bike|robo|"
    r"hurto|roubo|furto|property|embezz|forgery|recovered|ลักทรัพย์|โจรกรรม|ฉ้อโกง|ทรัพย์"
)
_SENSITIVE: Final = r"sex|rape|homicid|murder|domestic|child|violaci|estupro|ข่มขืน|อนาจาร|ฆ่า|familiar"


def group_of(word: str) -> str:
    """A group by the word alone; "other" where it does not say."""
    low = word.lower()
    for code, pattern in (("order", _ORDER), ("person", _PERSON), ("property", _PROPERTY)):
        if re.search(pattern, low):
            return code
    return "other"


def categories_of(kinds: Counter[str]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Categories for the commonest words, and the table from word to code. Rarer words share one category."""
    made: dict[str, dict[str, Any]] = {}
    codes: dict[str, str] = {}
    for word, _count in kinds.most_common():
        text = word.strip()
        key = text.lower()
        if not text or key in codes:
            continue
        if len(made) >= MOST:
            codes[key] = _rare(made)
            continue
        code = _code(text, made)
        made[code] = {"code": code, "group": group_of(text), "names": {"en": text[:120]}}
        if re.search(_SENSITIVE, key):
            made[code]["sensitive"] = True
        codes[key] = code
    if not made:
        made["incident"] = {"code": "incident", "group": "other", "names": {"en": "Incident"}}
    return list(made.values()), codes


def _rare(made: dict[str, dict[str, Any]]) -> str:
    made.setdefault("rarer-kinds", {"code": "rarer-kinds", "group": "other", "names": {"en": "Rarer kinds"}})
    return "rarer-kinds"


def _code(text: str, made: dict[str, dict[str, Any]]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:50].strip("-") or "kind"
    return plain if plain not in made else f"{plain}-{len(made) + 1}"


def discovered_among(kinds: Counter[str]) -> list[str]:
    """The words taken for what police work brings to light, the commonest first."""
    return [word for word, _count in kinds.most_common() if group_of(word) == "order"]
