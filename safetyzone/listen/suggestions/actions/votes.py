"""A vote: one per ballot and statement, replaced when it is changed, stored once when it is sent twice."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.listen.suggestions.models import Choice, Conversation, State, Vote
from safetyzone.listen.suggestions.voters.ballots import Voter
from safetyzone.listen.suggestions.voters.refusals import Refused

ANONYMOUS: Final = "anonymous"


def purpose(conversation: Conversation) -> str:
    """Ballots of one conversation."""
    return f"conversation:{conversation.pk}"


def cast(*, conversation: Conversation, number: int, voter: Voter, value: int, by: str = ANONYMOUS) -> None:
    """Agree, disagree or pass. Raises ``Refused``. The event says that somebody voted, and neither who nor on what."""
    if value not in Choice.values:
        raise Refused("value", _("Agree, disagree or pass."))
    if not conversation.open:
        raise Refused("closed", _("Voting has ended."))
    statement = conversation.statements.filter(number=number, state=State.SHOWN).first()
    if statement is None:
        raise Refused("gone", _("This statement is not there any more."))
    ballot = voter.ballot(purpose(conversation))
    with transaction.atomic():
        if Vote.objects.filter(statement=statement, ballot=ballot, value=value).exists():
            return
        Vote.objects.bulk_create(
            [Vote(statement=statement, ballot=ballot, value=value)],
            update_conflicts=True, unique_fields=["statement", "ballot"], update_fields=["value"],
        )  # fmt: skip
        record(action="suggestions.voted", subject=f"conversation:{conversation.pk}", by=by)
