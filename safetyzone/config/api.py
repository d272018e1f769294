"""``/api/v1``: typed and documented (OpenAPI 3.1). Each feature brings a router; errors have one shape."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import django_auth

from safetyzone import __version__
from safetyzone.publish.briefs.api import router as briefs

api = NinjaAPI(
    title="safetyzone", version=__version__, auth=django_auth, urls_namespace="api", docs_url=None,
    description="Figures of zones. Every figure names the run it comes from. Sign in first: what you may see is what you get.",
)  # fmt: skip
api.add_router("/zones/", briefs)


def _error(request: HttpRequest, status: int, code: str, message: str, details: Any = None) -> HttpResponse:
    body = {"error": {"code": code, "message": message, "details": details or {}}}
    return api.create_response(request, body, status=status)


@api.exception_handler(AuthenticationError)
def _not_signed_in(request: HttpRequest, _problem: AuthenticationError) -> HttpResponse:
    return _error(request, 401, "not_signed_in", "Sign in first.")


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _problem: Http404) -> HttpResponse:
    return _error(request, 404, "not_found", "There is nothing here, or it is not for you.")


@api.exception_handler(ValidationError)
def _wrong_input(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    return _error(request, 422, "wrong_input", "The request cannot be read; see details.", {"errors": problem.errors})


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return _error(request, problem.status_code, "refused", str(problem))


def urls() -> tuple[list[Any], str, str]:
    """The API's addresses. Each of its operations asks for a sign-in itself and answers 401, not a page to sign in."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        assert pattern.callback is not None
        pattern.callback = login_not_required(pattern.callback)
    return patterns, app_name, namespace
