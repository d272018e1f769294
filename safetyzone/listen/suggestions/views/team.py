"""Pages of the team: start a conversation, read what came in, decide by the rules, print codes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import may, permissions_held
from safetyzone.foundation.access.roles import Permission
from safetyzone.listen.suggestions import forms, printed, queries
from safetyzone.listen.suggestions.actions.conversations import start_conversation, turn_conversation
from safetyzone.listen.suggestions.actions.statements import decide, suggest, translate, undo
from safetyzone.listen.suggestions.actions.texts import poll_texts as read_poll_texts
from safetyzone.listen.suggestions.models import CodeBatch, Conversation, Decision, Source, State, Statement, VoidWay
from safetyzone.listen.suggestions.voters.actions import declare_good, declare_void, print_codes, turn_batch
from safetyzone.listen.suggestions.voters.refusals import Refused

LANGUAGES = ("th", "en")


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


def _held(request: HttpRequest, pk: int) -> Conversation:
    return queries.conversation_or_404(request, pk, Permission.MODERATE)


def _statement(request: HttpRequest, conversation: Conversation) -> Statement:
    number = request.POST.get("statement", "")
    return get_object_or_404(conversation.statements, number=int(number) if number.isdecimal() else 0)


def _back(pk: int) -> HttpResponse:
    return redirect("suggestions:team", pk)


@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """The conversations of the reader's zones."""
    if Permission.VIEW_ZONE not in permissions_held(request.user):
        raise Http404
    found = queries.conversations_visible(request, Permission.VIEW_ZONE)
    return render(request, "suggestions/conversations.html", {
        "conversations": found, "may_start": Permission.MODERATE in permissions_held(request.user),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask the people of a zone."""
    zones = queries.zones_to_ask(request)
    if not zones:
        raise Http404
    form = forms.Start(request.POST or None, zones=zones, initial={"zone": request.GET.get("zone")})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = start_conversation(
                zone=told["zone"], questions={"th": told["question_th"], "en": told["question_en"]}, opens=told["opens"],
                closes=told["closes"], ways=told["ways"], by=_by(request),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _back(made.pk)
    crumbs = [(_("Suggestions"), reverse("suggestions:conversations")), (_("Ask the people of a zone"), "")]
    return render(request, "suggestions/start.html", {"form": form, "crumbs": crumbs})


@require_safe
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits, what is shown, what is not; codes and what does not count."""
    return _team(request, queries.conversation_or_404(request, pk, Permission.VIEW_ZONE))


def _team(request: HttpRequest, held: Conversation, status: int = 200, **more: Any) -> HttpResponse:
    moderates = may(request.user, Permission.MODERATE, held.zone)
    waiting = held.statements.filter(state=State.WAITING) if moderates else Statement.objects.none()
    decided = held.statements.exclude(state=State.WAITING).prefetch_related("decisions")
    context = {
        "conversation": held, "zone": held.zone, "sample": held.sample, "moderates": moderates, "waiting": waiting,
        "decided": decided if moderates else decided.filter(state=State.SHOWN),
        "rules": [held.rule(rule["code"]) for rule in held.rules],
        "batches": CodeBatch.objects.filter(zone=held.zone), "voids": VoidWay.objects.filter(zone=held.zone),
        "codes_form": forms.Codes(), "void_form": forms.Void(),
        "crumbs": [(_("Suggestions"), reverse("suggestions:conversations")), (held.zone.name, "")],
    }  # fmt: skip
    return render(request, "suggestions/team.html", context | more, status=status)


@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """End the conversation, or let it go on."""
    turn_conversation(conversation=_held(request, pk), closed=request.POST.get("closed") == "1", by=_by(request))
    return _back(pk)


@require_POST
def decide_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a statement, or not by a rule."""
    verdict, rule = request.POST.get("verdict", ""), request.POST.get("rule", "")
    try:
        decide(statement=_statement(request, _held(request, pk)), verdict=verdict, rule=rule, by=_by(request))
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(pk)


@require_POST
def undo_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the latest decision about a statement back."""
    held = _held(request, pk)
    number = request.POST.get("decision", "")
    taken = get_object_or_404(Decision, pk=int(number) if number.isdecimal() else 0, statement__conversation=held)
    try:
        undo(decision=taken, by=_by(request))
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(pk)


@require_POST
def translate_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Say a statement in the other language."""
    statement = _statement(request, _held(request, pk))
    language = request.POST.get("language", "")
    if language not in LANGUAGES or language == statement.language:
        raise Http404
    try:
        translate(statement=statement, language=language, text=request.POST.get("text", "")[:2000], by=_by(request))
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(pk)


@require_POST
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement of the team, or one taken over from the poll; it waits like every other."""
    held = _held(request, pk)
    from_poll = request.POST.get("from") == "poll"
    language = request.POST.get("language", "")
    try:
        suggest(
            conversation=held, text=request.POST.get("text", "")[:2000], source=Source.POLL if from_poll else Source.TEAM,
            language=language if language in LANGUAGES else "th", by=_by(request),
        )  # fmt: skip
        messages.success(request, _("Taken over. It waits to be read like every other."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("suggestions:poll_texts", pk) if from_poll else _back(pk)


@require_safe
def poll_texts(request: HttpRequest, pk: int) -> HttpResponse:
    """What people wrote in the zone's polls."""
    held = _held(request, pk)
    crumbs = [
        (_("Suggestions"), reverse("suggestions:conversations")),
        (held.zone.name, reverse("suggestions:team", args=[pk])),
    ]
    context = {"conversation": held, "zone": held.zone, "texts": read_poll_texts(conversation=held, by=_by(request))}
    return render(request, "suggestions/poll_texts.html", context | {"crumbs": [*crumbs, (_("From the poll"), "")]})


@require_POST
def codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Print voting codes: they exist in this file and nowhere else."""
    held = _held(request, pk)
    form = forms.Codes(request.POST)
    if not form.is_valid():
        return _team(request, held, 422, codes_form=form)
    told = form.cleaned_data
    batch, made = print_codes(zone=held.zone, title=told["title"], many=told["many"], by=_by(request))
    link = f"{request.scheme}://{request.get_host()}{reverse('suggestions:page', args=[held.zone.slug])}"
    answer = HttpResponse(printed.sheet(held, made, link), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="codes-{batch.pk}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def turn_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a lost sheet void, or good again."""
    held = _held(request, pk)
    number = request.POST.get("batch", "")
    batch = get_object_or_404(CodeBatch, pk=int(number) if number.isdecimal() else 0, zone=held.zone)
    turn_batch(batch=batch, void=request.POST.get("void") == "1", by=_by(request))
    return _back(pk)


@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare one code, address or number void, or good again."""
    held = _held(request, pk)
    if good := request.POST.get("good", ""):
        found = get_object_or_404(VoidWay, pk=int(good) if good.isdecimal() else 0, zone=held.zone)
        declare_good(void=found, by=_by(request))
        return _back(pk)
    form = forms.Void(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            declare_void(zone=held.zone, typed=told["typed"], reason=told["reason"], by=_by(request))
            return _back(pk)
        except (Refused, ValidationError) as refused:
            form.add_error("typed", str(refused) if isinstance(refused, Refused) else _("This is not a whole address."))
    return _team(request, held, 422, void_form=form)
