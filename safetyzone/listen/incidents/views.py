"""Pages about incident files: the list, an upload, its columns, its result."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from safetyzone.foundation.access.queries import may
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.queries import categories_of
from safetyzone.listen.incidents import queries, uploads
from safetyzone.listen.incidents.actions import discard_file, import_later, look_at_records, receive_file
from safetyzone.listen.incidents.forms import Columns, Purpose, Upload
from safetyzone.listen.incidents.mapping import Mapping
from safetyzone.listen.incidents.mapping_file import write_mapping
from safetyzone.listen.incidents.models import Import, ImportState, LookPurpose
from safetyzone.listen.incidents.preview import preview
from safetyzone.listen.incidents.readers import open_source
from safetyzone.listen.incidents.refusals import Refused
from safetyzone.listen.incidents.sentences import in_readers_language
from safetyzone.listen.incidents.shown import csv_lines, flags_of, refusal_title

PAGE = 50


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _run(request: HttpRequest, pk: int, permission: Permission) -> Import:
    """The import, or 404 when it does not exist or the reader may not know that it does."""
    found = queries.imports_visible(_reader(request), permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such file for you")
    return found


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """The files of the reader's stations, newest first."""
    user = _reader(request)
    if not queries.holds(user, Permission.VIEW_INCIDENTS):
        raise Http404
    page = Paginator(queries.imports_visible(user), PAGE).get_page(request.GET.get("page"))
    may_upload = queries.holds(user, Permission.IMPORT_INCIDENTS)
    return render(request, "incidents/imports.html", {"page": page, "may_upload": may_upload})


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a station and a file."""
    user = _reader(request)
    stations = queries.stations_to_import(user)
    if not stations:
        raise Http404
    form = Upload(request.POST or None, request.FILES or None, stations=stations)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # What a made-up person of the demo brings in is a try, and the demo's next start finds no real records.
            run = receive_file(
                station=form.cleaned_data["station"],
                file=file,
                name=file.name,
                by=f"user:{user.pk}",
                sample=user.sample,
            )
        except Refused as refused:
            form.add_error("file", f"{refusal_title(refused.code)} {in_readers_language(refused.message)}")
        else:
            return redirect("incidents:columns", pk=run.pk)
    return render(request, "incidents/upload.html", {"form": form})


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is what, with the first rows as they would be stored; then import."""
    run = _run(request, pk, Permission.IMPORT_INCIDENTS)
    if not run.is_open:
        return redirect("incidents:import", pk=pk)
    path = uploads.path_of(run)
    base = Mapping.from_json(run.mapping) if run.mapping else None
    names = open_source(path, header=base.header, sheet=base.sheet).columns if base else open_source(path).columns
    seen = preview(path, run.station, base, name=run.file_name) if base else None
    words = tuple(request.POST.getlist("words")) or (seen.unknown_words if seen else ())
    kinds = list(categories_of(run.station.pack))
    source = Path(run.file_name).stem[:80]
    form = Columns(request.POST or None, columns=names, base=base, words=words, categories=kinds, source=source)
    if request.method == "POST" and form.is_valid():
        seen = preview(path, run.station, form.mapping, name=run.file_name)
        if request.POST.get("do") == "import" and not seen.problem:
            import_later(run=run, mapping=form.mapping, by=f"user:{_reader(request).pk}")
            return redirect("incidents:import", pk=pk)
    if seen and (seen.rows or seen.problems):
        look_at_records(run=run, purpose=LookPurpose.MEND, what="rows", by=f"user:{_reader(request).pk}")
    return render(request, "incidents/columns.html", {
        "run": run, "form": form, "seen": seen, "words": words, "title": refusal_title(seen.code) if seen else "",
        "lacking": run.problem if request.method == "GET" and run.state == ImportState.UPLOADED else "",
    })  # fmt: skip


@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a file: counts that add up, flags, and, once it is said what for, the rows that were not taken."""
    return _told(request, _run(request, pk, Permission.VIEW_INCIDENTS), Purpose())


def _told(request: HttpRequest, run: Import, ask: Purpose) -> HttpResponse:
    page = Paginator(run.rejects.all(), PAGE).get_page(request.GET.get("page"))
    purpose = _purpose(request, run)
    if purpose and page.paginator.count:
        look_at_records(run=run, purpose=purpose, what="rejects", by=f"user:{_reader(request).pk}")
    context: dict[str, Any] = {
        "run": run, "page": page, "flags": flags_of(run.quality), "sample": run.sample,
        "may_import": may(request.user, Permission.IMPORT_INCIDENTS, run.station), "title": refusal_title(run.refusal),
        "purpose": purpose, "ask": ask,
    }  # fmt: skip
    part = "incidents/state.html" if request.headers.get("HX-Request") else "incidents/import.html"
    return render(request, part, context)


@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the single records of a file are needed for; asked once in a session for each file."""
    run = _run(request, pk, Permission.VIEW_INCIDENTS)
    form = Purpose(request.POST)
    if not form.is_valid():  # the page again, with the reason beside the question: far down, nobody sees the page's top
        return _told(request, run, form)
    request.session[_held(run)] = form.cleaned_data["purpose"]
    return redirect(reverse("incidents:import", args=[pk]) + "#rejects")


def _held(run: Import) -> str:
    return f"incidents.purpose.{run.pk}"


def _purpose(request: HttpRequest, run: Import) -> str:
    stated = request.session.get(_held(run), "")
    return stated if stated in LookPurpose.values else ""


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away an uploaded file that was not imported."""
    run = _run(request, pk, Permission.IMPORT_INCIDENTS)
    if not discard_file(run=run, by=f"user:{_reader(request).pk}"):
        messages.error(request, _("The file is being read or is imported already."))
        return redirect("incidents:import", pk=pk)
    messages.success(request, _("The file was thrown away."))
    return redirect("incidents:imports")


@require_GET
def rejects_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every row that was not taken, for whoever has said what for."""
    run = _run(request, pk, Permission.VIEW_INCIDENTS)
    purpose = _purpose(request, run)
    if not purpose:
        return redirect(reverse("incidents:import", args=[pk]) + "#rejects")
    look_at_records(run=run, purpose=purpose, what="rejects.csv", by=f"user:{_reader(request).pk}")
    rows = run.rejects.values_list("line", "column", "value", "code", "reason").iterator(chunk_size=2000)
    answer = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejects-{run.pk}.csv"'
    return answer


@require_GET
def mapping_yaml(request: HttpRequest, pk: int) -> HttpResponse:
    """The mapping as the command line reads it."""
    run = _run(request, pk, Permission.VIEW_INCIDENTS)
    if not run.mapping:
        raise Http404
    answer = HttpResponse(write_mapping(Mapping.from_json(run.mapping)), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="mapping-{run.pk}.yaml"'
    return answer
