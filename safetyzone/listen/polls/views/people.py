"""Who is asking."""

from django.http import Http404, HttpRequest

from safetyzone.foundation.people.models import User


def reader(request: HttpRequest) -> User:
    """The person signed in; 404 for anybody else."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def by(request: HttpRequest) -> str:
    """How the audit chain names the person."""
    return f"user:{reader(request).pk}"
