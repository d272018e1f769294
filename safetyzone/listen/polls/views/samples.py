"""The sample: a list uploaded, looked at, drawn from; letters and posters printed."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.roles import Permission
from safetyzone.listen.polls import queries
from safetyzone.listen.polls.actions.replacing import Reason, replace_letter
from safetyzone.listen.polls.actions.samples import draw_sample, print_letters, set_frame
from safetyzone.listen.polls.actions.waves import NotPossible
from safetyzone.listen.polls.draws import CannotDraw
from safetyzone.listen.polls.forms import Draw, ReplaceLetter, UploadFrame
from safetyzone.listen.polls.frames import WrongFrame, read_frame
from safetyzone.listen.polls.letters import letters_pdf, poster_pdf
from safetyzone.listen.polls.links import share_link
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.views.people import by
from safetyzone.listen.polls.views.waves import crumbs_to

FIRST_UNITS = 10


@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload the list, or look at the one that is kept and draw from it."""
    wave = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    form = UploadFrame(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            set_frame(wave=wave, frame=read_frame(file.read(), file.name), by=by(request))
        except (WrongFrame, NotPossible) as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("The list is kept. Look at it, then draw."))
            return redirect("polls:sample", pk=pk)
    return _page(request, wave, form, None)


@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw once: who is invited does not change afterwards."""
    wave = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    form = Draw(request.POST, by_cluster=wave.design.get("frame") == "clusters")
    if form.is_valid():
        try:
            many = draw_sample(wave=wave, by=by(request), **form.cleaned_data)
        except (CannotDraw, NotPossible) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("%(n)s households are drawn. Now print their letters.") % {"n": many})
            return redirect("polls:wave", pk=pk)
    return _page(request, wave, UploadFrame(), form)


def _page(request: HttpRequest, wave: Wave, upload: UploadFrame, form: Draw | None) -> HttpResponse:
    by_cluster = wave.design.get("frame") == "clusters"
    context: dict[str, Any] = {
        "wave": wave, "zone": wave.zone, "upload": upload, "by_cluster": by_cluster,
        "draw": form or Draw(by_cluster=by_cluster), "units": list(wave.units.all()[:FIRST_UNITS]),
        "strata": queries.strata_of(wave), "drawn": wave.sheets.exists(), "crumbs": crumbs_to(wave, _("Sample")),
    }  # fmt: skip
    failed = bool(upload.errors or (form and form.errors))
    return render(request, "polls/sample.html", context, status=422 if failed else 200)


@require_POST
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """New codes, in this one download and nowhere else."""
    wave = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    try:
        made = print_letters(wave=wave, by=by(request))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("polls:wave", pk=pk)
    link = request.build_absolute_uri(share_link(wave))
    name = f"letters-{wave.pk}-{timezone.localtime():%Y%m%d-%H%M}.pdf"
    return download(letters_pdf(wave, made, link=link, language=language_of(request)), name)


@require_http_methods(["GET", "HEAD", "POST"])
def replacement(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter anew for a household that has lost its own."""
    wave = queries.wave_or_404(request, Permission.RUN_POLL, pk)
    languages = [(code, str(name)) for code, name in settings.LANGUAGES]
    form = ReplaceLetter(request.POST or None, languages=languages, initial={"language": language_of(request)})
    if request.method == "POST" and form.is_valid():
        reason = Reason(form.cleaned_data["reason"])
        try:
            made = replace_letter(wave=wave, label=form.cleaned_data["label"], reason=reason, by=by(request))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            link = request.build_absolute_uri(share_link(wave))
            page = letters_pdf(wave, [made], link=link, language=form.cleaned_data["language"])
            return download(page, f"letter-{wave.pk}-{timezone.localtime():%Y%m%d-%H%M%S}.pdf")
    context = {
        "wave": wave, "zone": wave.zone, "form": form, "drawn": wave.sheets.exists(),
        "crumbs": crumbs_to(wave, _("A lost letter")),
    }  # fmt: skip
    return render(request, "polls/replacement.html", context, status=422 if form.errors else 200)


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A page to hang up, with the QR code of the public address."""
    wave = queries.wave_or_404(request, Permission.VIEW_ZONE, pk)
    link = request.build_absolute_uri(share_link(wave))
    return download(poster_pdf(wave, link=link, language=language_of(request)), f"poster-{wave.pk}.pdf")


def language_of(request: HttpRequest) -> str:
    """The language asked for, else the reader's."""
    asked = request.POST.get("language") or request.GET.get("language") or ""
    known = [code for code, _name in settings.LANGUAGES]
    return asked if asked in known else (get_language() or "en")


def download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
