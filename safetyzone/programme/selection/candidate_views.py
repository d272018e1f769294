"""Pages of a selection's candidates."""

import csv
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.roles import Permission
from safetyzone.programme.selection import forms, queries, shown
from safetyzone.programme.selection.actions import add_candidates, force, remove_candidate
from safetyzone.programme.selection.compute import codes_of
from safetyzone.programme.selection.evidence import grounds_of, known_of
from safetyzone.programme.selection.models import Selection, SelectionState
from safetyzone.programme.selection.reading import columns, read_candidates
from safetyzone.programme.selection.refusals import SelectionRefused

PER_PAGE: Final = 50
MOST_WORDS: Final = 60
MOST_BYTES: Final = 10_000_000
# A spreadsheet would run a cell that begins like this as a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; a file or a typed candidate is added to it."""
    if request.method != "POST":
        return _list(request, queries.selection_or_404(request, pk))
    held = queries.selection_or_404(request, pk, Permission.SELECT_AREAS)
    codes = codes_of(held.place.pack)
    form = None
    try:
        if upload := request.FILES.get("file"):
            if (upload.size or 0) > MOST_BYTES:
                raise SelectionRefused("file", _("The file is larger than ten megabytes."))
            rows = read_candidates(upload.read(), codes)
        else:
            form = forms.OneCandidate(request.POST, labels=shown.kinds(held.place.pack))
            if not form.is_valid():
                return _list(request, held, 422, form=form)
            rows = [form.row()]
        many = add_candidates(selection=held, rows=rows, by=_by(request))
    except SelectionRefused as refused:
        return _list(request, held, 422, form=form, problem=str(refused))
    messages.success(request, _("Added or replaced: %(n)s.") % {"n": many})
    return redirect("selection:candidates", pk)


def _list(request: HttpRequest, held: Selection, status: int = 200, **more: Any) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    page = Paginator(queries.candidates_of(held, words=words), PER_PAGE).get_page(request.GET.get("page"))
    labels = shown.kinds(held.place.pack)
    editable = queries.may_select(request, held) and held.state == SelectionState.DRAFT
    known = known_of({each.station_id for each in page.object_list})
    context: dict[str, Any] = {
        "selection": held, "sample": held.sample, "page": page, "words": words, "editable": editable,
        "rows": [
            (each, labels.get(each.kind, each.kind), grounds_of(each, labels), known.get(each.station_id, []))
            for each in page.object_list
        ],
        "columns": columns(list(labels)),
        "crumbs": [(_("Choosing areas"), reverse("selection:selections")),
                   (held.title, reverse("selection:selection", args=[held.pk])), (_("Candidates"), "")],
    }  # fmt: skip
    context |= more
    context["form"] = context.get("form") or forms.OneCandidate(labels=labels)
    return render(request, "selection/candidates.html", context, status=status)


@require_POST
def one(request: HttpRequest, pk: int, candidate: int) -> HttpResponse:
    """Take an area in or out whatever its score, or off the list."""
    held = queries.selection_or_404(request, pk, Permission.SELECT_AREAS)
    found = get_object_or_404(queries.candidates_of(held), pk=candidate)
    try:
        if "remove" in request.POST:
            remove_candidate(candidate=found, by=_by(request))
        else:
            form = forms.ForceForm(request.POST)
            if not form.is_valid():
                raise Http404
            force(candidate=found, **form.cleaned_data, by=_by(request))
    except SelectionRefused as refused:
        return _list(request, held, 422, problem=f"{found.area}: {refused}")
    return redirect("selection:candidates", pk)


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as the CSV that can be brought in again; of an empty list the heading."""
    held = queries.selection_or_404(request, pk)
    codes = codes_of(held.place.pack)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="candidates-{held.pk}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(columns(codes))
    for each in queries.candidates_of(held):
        grounds = [each.grounds.get(code, {}).get(part, "") for code in codes for part in ("score", "words", "source")]
        plain = [each.station.slug, each.area, each.kind, each.readiness, each.cost, each.forced, each.forced_reason]
        writer.writerow([_safe(value) for value in (*plain, *grounds)])
    return answer


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
