"""Pages of meetings: call one, hold it, print its agenda and minutes."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.act.meetings import forms, queries, words
from safetyzone.act.meetings.actions import calling, holding
from safetyzone.act.meetings.models import AgendaItem, Meeting, MeetingState
from safetyzone.act.meetings.official import number_of
from safetyzone.act.meetings.printed import agenda_pdf, minutes_pdf
from safetyzone.act.meetings.refusals import MeetingRefused, NotInSession
from safetyzone.act.tasks.views.asking import ask_with, starting
from safetyzone.foundation.access.queries import may, permissions_held, place_or_404
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.decisions.actions import DecisionRefused
from safetyzone.foundation.pages.templatetags.figures import moment
from safetyzone.foundation.places.models import Level, Place

PAGE = 30
RUN = Permission.RUN_MEETING
Form = django_forms.Form


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings of the reader's zones, the latest first."""
    if Permission.VIEW_ZONE not in permissions_held(request.user):
        raise Http404("nothing to see for you")
    found = queries.meetings_visible(request, Permission.VIEW_ZONE)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": _rows(page), "zones": queries.zones_to_meet(request)[:50]}
    return render(request, "meetings/meetings.html", context)


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of one zone."""
    place = place_or_404(request, Permission.VIEW_ZONE, slug, Level.ZONE)
    page = Paginator(queries.meetings_of(place), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": _rows(page), "place": place, "may_run": may(request.user, RUN, place),
               "crumbs": [*_crumbs(), (place.name, "")]}  # fmt: skip
    return render(request, "meetings/meetings.html", context)


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Call a meeting; its agenda is made from what is due."""
    place = place_or_404(request, RUN, slug, Level.ZONE)
    form = forms.CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = calling.call_meeting(zone=place, by=_by(request), **form.cleaned_data)
        except MeetingRefused as refused:
            _show(form, refused)
        else:
            return redirect("meetings:meeting", made.pk)
    return _form(request, place, form, _("Call a meeting"), _("Call it"))


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: its agenda, who came, what it resolved."""
    return _meeting(request, queries.meeting_or_404(request, pk, Permission.VIEW_ZONE))


def _meeting(request: HttpRequest, found: Meeting, status: int = 200, **more: Any) -> HttpResponse:
    runs = may(request.user, RUN, found.zone)
    now = timezone.localtime()
    context = {
        "meeting": found, "place": found.zone, "sample": found.sample, "number": number_of(found), "may_run": runs,
        "sections": words.agenda(found, words.ON_PAGE), "quorum": queries.quorum(found), "state": found.state,
        "attendance": queries.in_order(found.zone.pack, found.attendance.select_related("organisation")),
        "tasks": words.tasks_in_words(found, words.names_for(found), words.ON_PAGE),
        "may_ask": may(request.user, Permission.MANAGE_TASKS, found.zone), "unwritten": queries.without_address(found),
        "written": queries.last_letter(found),
        "item_form": forms.ItemForm(), "began_form": forms.BeganForm(initial={"began_at": now}),
        "ended_form": forms.EndedForm(initial={"ended_at": now}), "attendance_form": forms.AttendanceForm(meeting=found),
        "can_open": runs and found.state == MeetingState.PLANNED, "running": runs and found.state == MeetingState.RUNNING,
        "crumbs": [*_crumbs(found.zone), (_("Meeting %(number)s") % {"number": number_of(found)}, "")],
    }  # fmt: skip
    return render(request, "meetings/meeting.html", context | more, status=status)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time or place."""
    found = queries.meeting_or_404(request, pk, RUN)
    now = {"starts_at": timezone.localtime(found.starts_at), "where": found.where}
    form = forms.CallForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            calling.move_meeting(meeting=found, by=_by(request), **form.cleaned_data)
        except MeetingRefused as refused:
            _show(form, refused)
        else:
            return redirect("meetings:meeting", pk)
    return _form(request, found.zone, form, _("Move the meeting"), _("Save"))


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    found = queries.meeting_or_404(request, pk, RUN)
    form = forms.CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            calling.cancel_meeting(meeting=found, by=_by(request), **form.cleaned_data)
        except MeetingRefused as refused:
            _show(form, refused)
        else:
            return redirect("meetings:meeting", pk)
    return _form(request, found.zone, form, _("Cancel the meeting"), _("Cancel the meeting"))


@require_POST
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the agenda anew from what is due."""
    found = queries.meeting_or_404(request, pk, RUN)
    return _done(request, found, lambda: calling.make_agenda(meeting=found, by=_by(request)))


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more item."""
    found = queries.meeting_or_404(request, pk, RUN)
    form = forms.ItemForm(request.POST)
    return _taken(
        request, found, form, "item_form", lambda data: calling.add_item(meeting=found, by=_by(request), **data)
    )


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda of now to everybody invited, by e-mail."""
    found = queries.meeting_or_404(request, pk, RUN)
    return _done(request, found, lambda: calling.send_agenda(meeting=found, by=_by(request)))


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Ask a partner for something because of an item: a task like any other, and the minutes name the item."""
    found = queries.meeting_or_404(request, pk, Permission.MANAGE_TASKS)
    about = _item(found, item)
    if found.state != MeetingState.RUNNING:
        messages.error(request, _("Tasks are asked at a meeting while it is in session."))
        return redirect("meetings:meeting", pk)
    form = starting(request, found.zone, title=about.title[:120])
    if request.method == "POST" and form.is_valid() and (made := ask_with(form, found.zone, by=_by(request))):
        return _done(request, found, lambda: holding.link_task(item=about, task=made, by=_by(request)))
    return _form(request, found.zone, form, _("Ask a partner: %(about)s") % {"about": about.title}, _("Ask"), found)


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """What was said and resolved about one item."""
    found = queries.meeting_or_404(request, pk, RUN)
    about = get_object_or_404(found.items.select_related("meeting"), pk=item)
    form = forms.NoteForm(request.POST or None, initial={"words": about.words, "resolution": about.resolution})
    if request.method == "POST" and form.is_valid():
        try:
            holding.note_item(item=about, by=_by(request), **form.cleaned_data)
        except MeetingRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(f"{reverse('meetings:meeting', args=[pk])}#item-{item}")
    return _form(request, found.zone, form, words.titled(about, words.ON_PAGE), _("Save"), found)


@require_POST
def remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take an item off."""
    found = queries.meeting_or_404(request, pk, RUN)
    about = _item(found, item)
    return _done(request, found, lambda: calling.remove_item(item=about, by=_by(request)))


@require_POST
def decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Close the question of an item at this meeting: for those who may decide."""
    found = queries.meeting_or_404(request, pk, Permission.DECIDE)
    about = _item(found, item)
    return _done(request, found, lambda: holding.decide_item(item=about, by=_by(request)))


@require_POST
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    """It has begun."""
    found = queries.meeting_or_404(request, pk, RUN)
    form = forms.BeganForm(request.POST)
    return _taken(
        request, found, form, "began_form", lambda data: holding.open_meeting(meeting=found, by=_by(request), **data)
    )


@require_POST
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came."""
    found = queries.meeting_or_404(request, pk, RUN)
    form = forms.AttendanceForm(request.POST, meeting=found)
    return _taken(
        request, found, form, "attendance_form",
        lambda _data: holding.note_attendance(meeting=found, came=form.came(), by=_by(request)),
    )  # fmt: skip


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """It is over; the minutes are kept."""
    found = queries.meeting_or_404(request, pk, RUN)
    form = forms.EndedForm(request.POST)
    return _taken(
        request, found, form, "ended_form", lambda data: holding.close_meeting(meeting=found, by=_by(request), **data)
    )


@require_safe
def agenda_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda to print."""
    found = queries.meeting_or_404(request, pk, Permission.VIEW_ZONE)
    return _paper(request, found, agenda_pdf, "agenda")


@require_safe
def minutes_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes to print, once the meeting is over."""
    found = queries.meeting_or_404(request, pk, Permission.VIEW_ZONE)
    if found.state != MeetingState.CLOSED:
        raise Http404("no minutes yet")
    return _paper(request, found, minutes_pdf, "minutes")


def _paper(request: HttpRequest, found: Meeting, made: Callable[[Meeting], bytes], name: str) -> HttpResponse:
    wanted = request.GET.get("language", "")
    with translation.override(wanted if wanted in {"th", "en"} else translation.get_language()):
        answer = HttpResponse(made(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}-{found.zone.slug}-{found.year}-{found.number}.pdf"'
    return answer


def _item(found: Meeting, pk: int) -> AgendaItem:
    return get_object_or_404(found.items.select_related("meeting"), pk=pk)


def _done(request: HttpRequest, found: Meeting, act: Callable[[], Any]) -> HttpResponse:
    """Do it and go back; a refusal is said on top of the page."""
    try:
        act()
    except (MeetingRefused, DecisionRefused) as refused:
        messages.error(request, str(refused))
    return redirect("meetings:meeting", found.pk)


def _taken(
    request: HttpRequest, found: Meeting, form: Form, name: str, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """Do it with what was entered; a refusal keeps the entry on the page."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except NotInSession as turned:  # the form is not on the page any more
            messages.error(request, str(turned))
            return redirect("meetings:meeting", found.pk)
        except MeetingRefused as refused:
            _show(form, refused)
        else:
            return redirect("meetings:meeting", found.pk)
    return _meeting(request, queries.meeting_or_404(request, found.pk, RUN), 422, **{name: form})


def _form(
    request: HttpRequest, place: Place, form: Form, title: str, button: str, back: Meeting | None = None
) -> HttpResponse:
    where = reverse("meetings:meeting", args=[back.pk]) if back else reverse("meetings:zone", args=[place.slug])
    context = {"form": form, "title": title, "button": button, "place": place, "back": where,
               "crumbs": [*_crumbs(place), (title, "")]}  # fmt: skip
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


def _show(form: Form, refused: MeetingRefused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def _rows(page: Any) -> list[tuple[Meeting, str, str]]:
    return [(each, number_of(each), moment(each.starts_at)) for each in page]


def _crumbs(place: Place | None = None) -> list[tuple[str, str]]:
    above = [(_("Meetings"), reverse("meetings:meetings"))]
    return [*above, (place.name, reverse("meetings:zone", args=[place.slug]))] if place else above
