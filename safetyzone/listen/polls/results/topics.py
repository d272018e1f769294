"""What people wrote, grouped by the words they share; personal data is taken out before anything else happens.

A topic is a word: the one that most of the answers mention that no topic holds yet. Simple, repeatable, and anybody can see
why an answer stands where it does. Topics with fewer than ten answers are not shown.
"""

import random
import re
from collections import Counter
from functools import cache
from typing import Any, Final

from safetyzone.foundation.privacy.screen import HIDDEN, screen
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.results.columns import columns_of
from safetyzone.listen.polls.results.compute import inputs_of
from zonestats import minimums

METHOD: Final = "poll-words"
SEED: Final = 4
MOST_TEXTS: Final = 2_000  # read at most so many, drawn by lot: it is topics that are wanted, not a count
MOST_TOPICS: Final = 12
QUOTES: Final = 3
LONGEST_QUOTE: Final = 240
_WORD: Final = re.compile(r"[ก-๛]{2,}|[A-Za-z]{3,}")
_ENGLISH_STOP: Final = frozenset(
    ("the", "and", "for", "are", "not", "but", "with", "that", "this", "there", "they", "have", "has", "was", "were", "you",
     "our", "more", "please", "very", "too", "from", "all", "can", "should", "would", "will", "when", "where")
)  # fmt: skip


def words_of(wave: Wave, *, by: str) -> Run:
    """The stored run of the wave's topics, or a new one."""
    return computed(
        method=METHOD, place=wave.zone, inputs=inputs_of(wave), parameters={"wave": wave.pk, "most": MOST_TEXTS, "schema": 2}, seed=SEED,
        compute=lambda: {"questions": [_question(wave, asked) for asked in _written(wave)]}, by=by,
    )  # fmt: skip


def _written(wave: Wave) -> list[dict[str, Any]]:
    return [asked for asked in wave.questionnaire.questions if asked["type"] in {"text", "string"}]


def _question(wave: Wave, asked: dict[str, Any]) -> dict[str, Any]:
    given = columns_of(wave).table[asked["name"]].to_list()
    texts = [text for said in given if said for text in (said if isinstance(said, list) else [said]) if text.strip()]
    return {"name": asked["name"], "labels": asked["labels"], **grouped(texts)}


def grouped(texts: list[str]) -> dict[str, Any]:
    """JSON-ready: topics with n and screened quotes, what was hidden, and how many answers stand in no topic."""
    read = texts if len(texts) <= MOST_TEXTS else random.Random(SEED).sample(texts, MOST_TEXTS)  # noqa: S311 - a draw, no secret
    screened = [screen(text) for text in read]
    bags = [_words(shown.text) for shown in screened]
    hidden = Counter(kind for shown in screened for kind in shown.found)
    topics: list[dict[str, Any]] = []
    left = set(range(len(read)))
    while len(topics) < MOST_TOPICS and (found := _largest(bags, left)):
        word, members = found
        left -= set(members)
        beside = Counter(other for row in members for other in bags[row] if other != word)
        topics.append({
            "word": word, "n": len(members), "beside": [other for other, _ in _first(beside, 4)],
            "quotes": _quotes([screened[row].text for row in members]),
        })  # fmt: skip
    return {"n": len(texts), "read": len(read), "topics": topics, "other": len(left), "hidden": dict(sorted(hidden.items())),
            "minimum": minimums.POLL_MAP_ANSWERS}  # fmt: skip


def _quotes(texts: list[str]) -> list[str]:
    """The first few that are not the same words again."""
    return [text[:LONGEST_QUOTE] for text in list(dict.fromkeys(texts))[:QUOTES]]


def _largest(bags: list[frozenset[str]], left: set[int]) -> tuple[str, list[int]] | None:
    """The word that most of the answers left share, the first of the alphabet among equals, and those answers."""
    counts = Counter(word for row in left for word in bags[row])
    if not counts:
        return None
    word, n = _first(counts, 1)[0]
    return (word, sorted(row for row in left if word in bags[row])) if n >= minimums.POLL_MAP_ANSWERS else None


def _first(counts: Counter[str], k: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:k]


def _words(text: str) -> frozenset[str]:
    """The words of a text that can name a topic."""
    from pythainlp.tokenize import word_tokenize  # noqa: PLC0415 - its dictionary takes a second to read

    found = word_tokenize(text.replace(HIDDEN, " "), engine="newmm", keep_whitespace=False)
    lowered = (word.lower() for word in found if _WORD.fullmatch(word))
    return frozenset(word for word in lowered if word not in _stop())


@cache
def _stop() -> frozenset[str]:
    from pythainlp.corpus import thai_stopwords  # noqa: PLC0415 - as above

    return thai_stopwords() | _ENGLISH_STOP
