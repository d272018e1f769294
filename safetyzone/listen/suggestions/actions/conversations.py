"""Start, end and reopen a conversation."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.suggestions.models import Conversation
from safetyzone.listen.suggestions.voters.refusals import Refused

RULES: Final = Path(__file__).resolve().parent.parent / "rules.yaml"
WAYS: Final = ("code", "email", "phone")


def published_rules() -> list[dict[str, Any]]:
    """The rules a new conversation begins with."""
    rules: list[dict[str, Any]] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return rules


def start_conversation(
    *, zone: Place, questions: Mapping[str, str], opens: date, closes: date, ways: Sequence[str], by: str,
    sample: bool = False,
) -> Conversation:  # fmt: skip
    """Ask the people of a zone. Raises ``Refused``."""
    if zone.level != Level.ZONE:
        raise Refused("zone", _("Suggestions are about a zone."))
    if closes < opens:
        raise Refused("days", _("The last day comes before the first."))
    asked = {language: words.strip() for language, words in questions.items() if words.strip()}
    if not asked:
        raise Refused("question", _("Write the question in at least one language."))
    if not ways or set(ways) - set(WAYS):
        raise Refused("ways", _("Choose at least one way in which people get a ballot."))
    with transaction.atomic():
        made = Conversation.objects.create(
            zone=zone, questions=asked, opens=opens, closes=closes, ways=list(ways), rules=published_rules(),
            sample=sample or zone.sample,
        )  # fmt: skip
        record(action="suggestions.started", subject=f"conversation:{made.pk}", by=by, zone=zone.slug)
    return made


def turn_conversation(*, conversation: Conversation, closed: bool, by: str) -> None:
    """End it before its last day, or let it go on."""
    with transaction.atomic():
        conversation.closed = closed
        conversation.save(update_fields=["closed"])
        action = "suggestions.ended" if closed else "suggestions.reopened"
        record(action=action, subject=f"conversation:{conversation.pk}", by=by)
