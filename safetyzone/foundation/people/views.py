"""Pages about people: who has which role here."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.foundation.access.queries import places_visible, scopes
from safetyzone.foundation.access.roles import ROLES, Permission
from safetyzone.foundation.people.actions import NotAllowed, end_role, give_role
from safetyzone.foundation.people.forms import GiveRole
from safetyzone.foundation.people.models import User
from safetyzone.foundation.people.queries import members_below, memberships_of, roles_to_give_below

PAGE = 50


def signed_in(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@require_http_methods(["GET", "POST"])
def members(request: HttpRequest) -> HttpResponse:
    """The people below the reader's places, and a form to give one more role."""
    user = signed_in(request)
    paths = scopes(user, Permission.MANAGE_PEOPLE)
    if not paths:
        raise Http404
    places = places_visible(user, Permission.MANAGE_PEOPLE)
    form = GiveRole(request.POST or None, places=places, roles=roles_to_give_below(user, paths))
    if request.method == "POST" and form.is_valid():
        try:
            # Whom a made-up person of the demo lets in is made up too.
            give_role(by=f"user:{user.pk}", giver=user, sample=user.sample, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The role was given."))
            return redirect("people:members")
    page = Paginator(members_below(paths), PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    return render(request, "people/members.html", {"page": page, "form": form, "today": today})


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one role."""
    user = signed_in(request)
    membership = members_below(scopes(user, Permission.MANAGE_PEOPLE)).filter(pk=pk).first()
    if membership is None:
        raise Http404
    try:
        end_role(membership=membership, by=f"user:{user.pk}", giver=user)
        messages.success(request, _("The role has ended."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("people:members")


def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do, in plain words: anybody signed in may read it."""
    mine = set(memberships_of(signed_in(request)).values_list("role", flat=True))
    return render(request, "people/roles.html", {"roles": ROLES, "mine": mine})


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The reader's own account: roles, password, second factor."""
    user = signed_in(request)
    return render(request, "people/account.html", {"memberships": memberships_of(user)})
