"""Paper sheets: printed, typed in twice, compared, sent in."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safetyzone.foundation.access.roles import Permission
from safetyzone.listen.polls import queries
from safetyzone.listen.polls.actions.answers import Refused
from safetyzone.listen.polls.actions.paper import send_in, settle, type_in
from safetyzone.listen.polls.actions.waves import NotPossible
from safetyzone.listen.polls.answering.plain import Asked, Progress
from safetyzone.listen.polls.forms import PrintSheets, SheetNumber
from safetyzone.listen.polls.models import PaperSheet, SheetState, Wave, WaveMode
from safetyzone.listen.polls.paper import not_on_paper, on_paper, sheets_pdf
from safetyzone.listen.polls.queries import in_language
from safetyzone.listen.polls.screening import BadAnswer
from safetyzone.listen.polls.views.people import by
from safetyzone.listen.polls.views.samples import download, language_of
from safetyzone.listen.polls.views.waves import crumbs_to


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Which sheets are in, and the number of the one to type in now."""
    wave = queries.wave_or_404(request, Permission.INTERVIEW, pk)
    form = SheetNumber(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("polls:sheet", pk=pk, number=form.cleaned_data["number"])
    languages = [(code, str(name)) for code, name in settings.LANGUAGES]
    context = {
        "wave": wave, "zone": wave.zone, "form": form, "sheets": list(wave.papers.all()), "me": by(request),
        "printing": PrintSheets(languages=languages, initial={"language": language_of(request)}),
        "not_on_paper": not_on_paper(wave.questionnaire), "crumbs": crumbs_to(wave, _("Paper sheets")),
    }  # fmt: skip
    return render(request, "polls/papers.html", context)


@require_safe
def blank_sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbered sheets to hand out."""
    wave = queries.wave_or_404(request, Permission.INTERVIEW, pk)
    languages = [(code, str(name)) for code, name in settings.LANGUAGES]
    form = PrintSheets(request.GET or {"first": 1, "many": 1, "language": language_of(request)}, languages=languages)
    if not form.is_valid():
        messages.error(request, _("From 1 to 500 sheets at a time."))
        return redirect("polls:papers", pk=pk)
    return download(sheets_pdf(wave, **form.cleaned_data), f"sheets-{wave.pk}.pdf")


def _sheet(wave: Wave, number: int) -> PaperSheet | None:
    return wave.papers.filter(number=number).first()


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Type one sheet in; the second person does not see what the first typed."""
    wave = queries.wave_or_404(request, Permission.INTERVIEW, pk)
    found = _sheet(wave, number)
    if found is not None and found.state != SheetState.ONCE:
        return redirect("polls:sheet_ready", pk=pk, number=number)
    progress, problem = Progress.begun(wave.questionnaire), ""
    if request.method == "POST":
        progress = Progress.read(wave.questionnaire, request.POST)
        try:
            kept = type_in(wave=wave, number=number, data=progress.given, by=by(request))
        except (NotPossible, BadAnswer) as refusal:
            problem = str(refusal)
        else:
            messages.success(
                request, _("Sheet %(number)s: %(state)s.") % {"number": number, "state": kept.get_state_display()}
            )
            return redirect("polls:papers", pk=pk)
    asked = [Asked(question, progress.given.get(question["name"], "")) for question in on_paper(wave.questionnaire)]
    context = {
        "wave": wave, "zone": wave.zone, "number": number, "asked": asked, "problem": problem,
        "second": found is not None, "mine": found is not None and found.first_by == by(request),
        "crumbs": crumbs_to(wave, _("Paper sheets")),
    }  # fmt: skip
    return render(request, "polls/sheet.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_ready(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Where the two typings differ, side by side; or the last step: its code, and send in."""
    wave = queries.wave_or_404(request, Permission.INTERVIEW, pk)
    found = _sheet(wave, number)
    if found is None:
        raise Http404("no such sheet")
    if found.state == SheetState.ONCE:
        return redirect("polls:sheet", pk=pk, number=number)
    found.wave = wave
    problem = ""
    if request.method == "POST":
        try:
            _decide(request, found)
        except (NotPossible, Refused, BadAnswer) as refusal:
            problem = str(refusal)
        else:
            ready = found.state == SheetState.DIFFERS
            if ready:
                return redirect("polls:sheet_ready", pk=pk, number=number)
            return redirect("polls:papers", pk=pk)
    context = {
        "wave": wave, "zone": wave.zone, "sheet": found, "problem": problem, "rows": differences(found),
        "coded": wave.mode == WaveMode.PROBABILITY, "crumbs": crumbs_to(wave, _("Paper sheets")),
    }  # fmt: skip
    return render(request, "polls/sheet_ready.html", context, status=422 if problem else 200)


def _decide(request: HttpRequest, found: PaperSheet) -> None:
    if found.state == SheetState.DIFFERS:
        choices = {name: request.POST.get(f"which:{name}", "") for name in found.mismatches}
        settle(sheet=found, choices=choices, by=by(request))
        return
    outcome = send_in(sheet=found, code=request.POST.get("code", ""), by=by(request))
    stored = outcome.kind == "stored"
    messages.success(request, _("The answer is stored.") if stored else _("This sheet had been sent in already."))


def differences(sheet: PaperSheet) -> list[tuple[str, str, str, str]]:
    """(name, question, first, second) of each question on which the two differ, answers in words."""
    if sheet.state != SheetState.DIFFERS:
        return []
    wrong = set(sheet.mismatches)
    return [
        (
            question["name"],
            in_language(question["labels"]) or question["name"],
            _in_words(question, sheet.first.get(question["name"])),
            _in_words(question, sheet.second.get(question["name"])),
        )
        for question in sheet.wave.questionnaire.questions
        if question["name"] in wrong
    ]


def _in_words(question: dict[str, object], value: object) -> str:
    choices = question["choices"]
    assert isinstance(choices, list)
    labels = {choice["value"]: in_language(choice["labels"]) for choice in choices}
    parts = value if isinstance(value, list) else [value]
    return ", ".join(str(labels.get(part) or part) for part in parts if part not in (None, "")) or "–"
