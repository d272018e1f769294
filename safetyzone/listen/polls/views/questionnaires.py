"""Questionnaires: the list, one version, its original, and a new one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safetyzone.foundation.access.queries import permissions_held
from safetyzone.foundation.access.roles import Permission
from safetyzone.listen.polls import queries
from safetyzone.listen.polls.actions import add_questionnaire
from safetyzone.listen.polls.forms import ImportQuestionnaire
from safetyzone.listen.polls.models import Questionnaire
from safetyzone.listen.polls.views.people import by, reader
from safetyzone.listen.polls.workbook import workbook
from safetyzone.listen.polls.xlsform import BrokenForm

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """Every version of every questionnaire."""
    may_import = Permission.RUN_POLL in permissions_held(reader(request))
    found = queries.questionnaires_visible(reader(request))
    crumbs = [(_("Polls"), reverse("polls:waves")), (_("Questionnaires"), "")]
    return render(
        request,
        "polls/questionnaires.html",
        {"questionnaires": found, "may_import": may_import, "crumbs": crumbs},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_questionnaire(request: HttpRequest) -> HttpResponse:
    """A broken workbook is refused with its row and column, and nothing is stored."""
    if Permission.RUN_POLL not in permissions_held(reader(request)):
        raise Http404
    form = ImportQuestionnaire(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            added = add_questionnaire(original=file.read(), file_name=file.name, by=by(request))
        except BrokenForm as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("The questionnaire is stored."))
            return redirect("polls:questionnaire", pk=added.pk)
    crumbs = [
        (_("Polls"), reverse("polls:waves")),
        (_("Questionnaires"), reverse("polls:questionnaires")),
        (_("Import"), ""),
    ]
    status = 422 if form.errors else 200
    return render(request, "polls/import_questionnaire.html", {"form": form, "crumbs": crumbs}, status=status)


@require_safe
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its questions and where it may be downloaded."""
    found = get_object_or_404(Questionnaire.objects.defer("original", "xform"), pk=pk)
    crumbs = [
        (_("Polls"), reverse("polls:waves")),
        (_("Questionnaires"), reverse("polls:questionnaires")),
        (found.title, ""),
    ]
    others = queries.questionnaires_visible(reader(request)).filter(code=found.code).exclude(pk=pk)
    return render(request, "polls/questionnaire.html", {"questionnaire": found, "versions": others, "crumbs": crumbs})


@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was imported, byte for byte."""
    found = get_object_or_404(Questionnaire, pk=pk)
    answer = HttpResponse(bytes(found.original), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{_plain(found.file_name)}"'
    return answer


@require_safe
def as_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """A questionnaire kept as Markdown, as the workbook that other software reads."""
    found = get_object_or_404(Questionnaire, pk=pk)
    if not found.file_name.lower().endswith(".md"):
        raise Http404("its original is a workbook already")
    answer = HttpResponse(workbook(bytes(found.original).decode()), content_type=SHEET)
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.xlsx"'
    return answer


def _plain(name: str) -> str:
    """A file name that cannot break out of its header."""
    kept = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter in "-_. "))
    return kept or "questionnaire"
