"""Pages that anybody may read: a question, statements one at a time, all of them, what came out, the rules."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from safetyzone.foundation.pages.panels import rendered_to_all
from safetyzone.listen.suggestions import queries, shown
from safetyzone.listen.suggestions.actions.statements import LONGEST, PER_VOTER, suggest
from safetyzone.listen.suggestions.actions.votes import ANONYMOUS, cast, purpose
from safetyzone.listen.suggestions.models import Choice, Conversation
from safetyzone.listen.suggestions.results import recent
from safetyzone.listen.suggestions.voters.ballots import voter_of
from safetyzone.listen.suggestions.voters.refusals import Refused
from safetyzone.listen.suggestions.voters.views import back_to, entry_context


def _frame(request: HttpRequest, conversation: Conversation) -> dict[str, Any]:
    """What every public page of a conversation shows."""
    voter = voter_of(request, conversation.zone)
    seed = voter.ballot(f"order:{conversation.pk}") if voter else str(timezone.localdate())
    votes = queries.own_votes(conversation, voter.ballot(purpose(conversation))) if voter else {}
    ordered = queries.in_order_of(queries.shown(conversation), seed)
    return {
        "conversation": conversation, "zone": conversation.zone, "sample": conversation.sample, "voter": voter,
        "statements": [(statement, votes.get(statement.pk)) for statement in ordered], "voted": len(votes),
        "longest": LONGEST, "per_voter": PER_VOTER, **entry_context(request, conversation.zone, conversation.ways),
    }  # fmt: skip


@login_not_required
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The question, and the next statement this voter has not seen."""
    return _page(request, queries.conversation_of(slug))


def _page(request: HttpRequest, conversation: Conversation, status: int = 200, **more: Any) -> HttpResponse:
    context = _frame(request, conversation)
    left = [statement for statement, vote in context["statements"] if vote is None]
    context |= {"current": left[0] if left else None, "left": len(left), **_addresses(conversation.zone.slug)} | more
    return render(request, "suggestions/page.html", context, status=status)


def _addresses(slug: str) -> dict[str, str]:
    return {
        "results_url": reverse("suggestions:results", args=[slug]),
        "all_url": reverse("suggestions:all", args=[slug]),
    }


@login_not_required
@require_safe
def everything(request: HttpRequest, slug: str) -> HttpResponse:
    """All statements with the reader's own votes."""
    return render(request, "suggestions/all.html", _frame(request, queries.conversation_of(slug)))


@login_not_required
@require_POST
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one vote, and go on."""
    conversation = queries.conversation_of(slug)
    voter = voter_of(request, conversation.zone)
    number, value = request.POST.get("statement", ""), request.POST.get("value", "")
    if not number.isdecimal() or value not in {str(choice) for choice in Choice.values}:
        raise Http404
    if voter is None:
        messages.error(request, _("Get a ballot first: type your code, or ask for a letter."))
        return back_to(request, "suggestions:page", slug)
    try:
        cast(conversation=conversation, number=int(number[:9]), voter=voter, value=int(value))
    except Refused as refused:
        messages.error(request, str(refused))
    return back_to(request, "suggestions:page", slug)


@login_not_required
@require_POST
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a suggestion in; the team reads it before anybody else."""
    conversation = queries.conversation_of(slug)
    voter = voter_of(request, conversation.zone)
    text = request.POST.get("text", "")[:2000]
    if voter is None:
        return _page(
            request, conversation, 422, draft=text, problem=_("Get a ballot first, then send your suggestion.")
        )
    try:
        made = suggest(
            conversation=conversation, text=text, language=(get_language() or "en").split("-")[0], voter=voter,
            by=ANONYMOUS,
        )  # fmt: skip
    except Refused as refused:
        return _page(request, conversation, 422, draft=text, problem=str(refused))
    said = _("Thank you. Your suggestion is number %(n)s. It appears when the team has read it.") % {"n": made.number}
    if made.hidden_kinds:
        said += " " + _("What looked like personal data was taken out.")
    messages.success(request, said)
    return redirect("suggestions:page", slug)


@login_not_required
@require_safe
def statement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One statement, and what became of it."""
    conversation = queries.conversation_of(slug)
    found = get_object_or_404(queries.shown(conversation), number=number)
    context = _frame(request, conversation)
    own = next((vote for one, vote in context["statements"] if one.pk == found.pk), None)
    panels = rendered_to_all(request, page="statement", slot="main", subject=found)
    return render(request, "suggestions/statement.html", context | {"statement": found, "own": own, "panels": panels})


@login_not_required
@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """What all groups agree on, what marks each, and every statement's votes."""
    conversation = queries.conversation_of(slug)
    run = recent(conversation, by="page")
    return render(request, "suggestions/results.html", results_context(conversation, run.result) | {"run": run})


def results_context(conversation: Conversation, result: dict[str, Any]) -> dict[str, Any]:
    found = shown.rows(conversation, result)
    return {
        "conversation": conversation, "zone": conversation.zone, "sample": conversation.sample, "result": result,
        "refusal": shown.refusal(result), "groups": shown.groups(conversation, result),
        "common": shown.common_ground(found), "refused": shown.common_refusal(found), "rows": shown.by_agreement(found),
        "fewest": shown.FEWEST,
    }  # fmt: skip


@login_not_required
@require_safe
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """By which rules a statement is not shown, and every decision so far."""
    conversation = queries.conversation_of(slug)
    written = [conversation.rule(rule["code"]) for rule in conversation.rules]
    context = {"conversation": conversation, "zone": conversation.zone, "sample": conversation.sample, "rules": written}
    return render(request, "suggestions/rules.html", context | {"log": queries.public_log(conversation)})
