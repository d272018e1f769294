"""Bring a statement in, decide about it by the published rules, take a decision back."""

import hashlib
import unicodedata
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.privacy.screen import screen
from safetyzone.listen.suggestions.models import Conversation, Decision, Source, State, Statement, Written
from safetyzone.listen.suggestions.voters.ballots import Voter
from safetyzone.listen.suggestions.voters.refusals import Refused

SHORTEST: Final = 8
LONGEST: Final = 280
PER_VOTER: Final = 5


def tidied(text: str) -> str:
    """One line, without characters that nobody sees."""
    seen = "".join(
        letter for letter in text if letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Cn"}
    )
    return " ".join(seen.split())


def said(text: str) -> str:
    """Digest of the words alone: other spaces, capitals and punctuation say the same."""
    words = "".join(letter for letter in text.casefold() if unicodedata.category(letter)[0] in "LMN")
    return hashlib.sha256(words.encode()).hexdigest()


def suggest(
    *, conversation: Conversation, text: str, language: str, by: str, source: str = Source.PAGE, voter: Voter | None = None
) -> Statement:  # fmt: skip
    """A new statement that waits for the team. Personal data is taken out before it is stored. Raises ``Refused``."""
    if source == Source.PAGE and not conversation.open:
        raise Refused("closed", _("No suggestions are taken any more."))
    words, kinds = screen(_fitting(text))
    with transaction.atomic():
        Conversation.objects.select_for_update().get(pk=conversation.pk)  # numbers are given one after the other
        if twin := conversation.statements.filter(digest=said(words)).first():
            raise Refused("said", _("This has been suggested already, as number %(n)s.") % {"n": twin.number})
        if voter is not None:
            _count(conversation, voter)
        last = conversation.statements.order_by("-number").values_list("number", flat=True).first() or 0
        made = Statement.objects.create(
            conversation=conversation, number=last + 1, text=words[:LONGEST], language=language, source=source,
            hidden_kinds=list(kinds), digest=said(words),
        )  # fmt: skip
        record(action="suggestions.brought", subject=f"statement:{made.pk}", by=by, source=source, hidden=list(kinds))
    return made


def _fitting(text: str) -> str:
    words = tidied(text)
    if not words:
        raise Refused("empty", _("Write your suggestion first."))
    if len(words) < SHORTEST:
        raise Refused("short", _("Write a whole sentence, so that others can agree or disagree."))
    if len(words) > LONGEST:
        asked = {"n": len(words), "most": LONGEST}
        raise Refused("long", _("This has %(n)s characters; at most %(most)s. One idea in each suggestion.") % asked)
    return words


def _count(conversation: Conversation, voter: Voter) -> None:
    """A few from each voter; counted under a name that leads to no statement and no vote."""
    writer = voter.ballot(f"writer:{conversation.pk}")
    counted, _made = Written.objects.select_for_update().get_or_create(conversation=conversation, writer=writer)
    if counted.many >= PER_VOTER:
        raise Refused("many", _("You have made %(n)s suggestions; leave room for others.") % {"n": PER_VOTER})
    counted.many += 1
    counted.save(update_fields=["many"])


def decide(*, statement: Statement, verdict: str, by: str, rule: str = "") -> Decision:
    """Show a statement, or do not show it by one of the published rules; the decision stands in the public log."""
    if verdict == State.HIDDEN and rule not in {known["code"] for known in statement.conversation.rules}:
        raise Refused("rule", _("Choose the published rule by which it is not shown."))
    if verdict not in {State.SHOWN, State.HIDDEN}:
        raise Refused("verdict", _("A statement is shown or not shown."))
    with transaction.atomic():
        held = Statement.objects.select_for_update().get(pk=statement.pk)
        if held.state == verdict and (latest := held.decisions.filter(undone=False).first()):
            return latest  # somebody else was quicker
        decision = Decision.objects.create(
            statement=held, verdict=verdict, rule=rule if verdict == State.HIDDEN else ""
        )
        _turn(statement, verdict)
        record(action="suggestions.decided", subject=f"statement:{held.pk}", by=by, verdict=verdict, rule=decision.rule)
    return decision


def undo(*, decision: Decision, by: str) -> None:
    """Take the latest decision back: the statement stands as before it. The log keeps it, marked."""
    with transaction.atomic():
        statement = Statement.objects.select_for_update().get(pk=decision.statement_id)
        standing = list(statement.decisions.filter(undone=False)[:2])
        if not standing or standing[0].pk != decision.pk:
            raise Refused("undone", _("Only the latest decision can be taken back."))
        decision.undone = True
        decision.save(update_fields=["undone"])
        _turn(statement, standing[1].verdict if len(standing) > 1 else State.WAITING)
        record(action="suggestions.decision_undone", subject=f"statement:{statement.pk}", by=by, decision=decision.pk)


def _turn(statement: Statement, state: str) -> None:
    statement.state = state
    statement.save(update_fields=["state"])


def translate(*, statement: Statement, language: str, text: str, by: str) -> None:
    """Say the statement in another language, for readers of that language; an empty text takes it away."""
    words = tidied(text)
    if len(words) > LONGEST:
        raise Refused("long", _("A translation has at most %(most)s characters.") % {"most": LONGEST})
    with transaction.atomic():
        others = {known: told for known, told in statement.translations.items() if known != language}
        statement.translations = others | ({language: screen(words).text} if words else {})
        statement.save(update_fields=["translations"])
        record(action="suggestions.translated", subject=f"statement:{statement.pk}", by=by, language=language)
