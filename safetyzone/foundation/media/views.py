"""A kept picture: to the team, and to everybody where somebody has said so."""

import uuid
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from safetyzone.foundation.access.queries import scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.media.files import path_of
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.people.models import User

HOUR: Final = 3600


def picture_response(picture: Picture) -> HttpResponse:
    """The bytes; whoever calls this has decided that the reader may see them. 404 where the file is gone."""
    try:
        content = path_of(picture.pk).read_bytes()
    except FileNotFoundError as problem:
        raise Http404("the picture's file is not there") from problem
    answer = HttpResponse(content, content_type="image/jpeg")
    # Its bytes never change, but whether it may be seen can: what is not public stays in the reader's own browser.
    answer["Cache-Control"] = f"public, max-age={HOUR}" if picture.public else "private, max-age=300"
    return answer


@login_not_required
@require_safe
def picture(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Public: to all. Otherwise to those who see the place; to nobody else does it exist."""
    found = Picture.objects.filter(pk=key)
    if not isinstance(request.user, User):
        shown = found.filter(public=True).first()
        # A stranger cannot tell a hidden picture from none.
        return picture_response(shown) if shown else redirect_to_login(request.get_full_path())
    held = within(scopes(request.user, Permission.VIEW_ZONE), "place__path")
    mine = found.filter(public=True).first() or found.filter(held).first()
    if mine is None:
        raise Http404("no such picture for you")
    return picture_response(mine)
