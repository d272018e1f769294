"""What people wrote in the poll, for the team to take suggestions from."""

import hashlib
from typing import Final

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.privacy.screen import screen
from safetyzone.listen.polls.queries import waves_of
from safetyzone.listen.suggestions.actions.statements import LONGEST, SHORTEST, said, tidied
from safetyzone.listen.suggestions.models import Conversation

MOST: Final = 200


def poll_texts(*, conversation: Conversation, by: str) -> list[str]:
    """Free text of the zone's waves, screened, each once, in an order that tells nothing; the look is written down."""
    found: dict[str, str] = {}
    for wave in waves_of(conversation.zone):
        names = [question["name"] for question in wave.questionnaire.questions if question["type"] == "text"]
        for data in wave.answers.filter(counted=True).values_list("data", flat=True):
            for text in (tidied(str(data[name])) for name in names if data.get(name)):
                if SHORTEST <= len(text) <= LONGEST:
                    found[said(text)] = screen(text).text
    taken = set(conversation.statements.values_list("digest", flat=True))
    kept = {digest: text for digest, text in found.items() if digest not in taken and said(text) not in taken}
    ordered = sorted(kept, key=lambda digest: hashlib.sha256(f"{conversation.pk}:{digest}".encode()).digest())
    record(
        action="suggestions.poll_texts_read", subject=f"conversation:{conversation.pk}", by=by, many=len(kept),
        purpose="take suggestions over",
    )  # fmt: skip
    return [kept[digest] for digest in ordered[:MOST]]
