"""Some doors open only for whoever sits at this machine."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Concatenate, Final, ParamSpec
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

_NAMES: Final = {"localhost", "127.0.0.1", "::1"}
# A proxy on this machine makes every visitor look local; these headers give it away.
_PROXY_HEADERS: Final = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)


def is_loopback(request: HttpRequest) -> bool:
    """The client is on this machine, asked for this machine by a loopback name, and no proxy stands between."""
    if any(request.META.get(name) for name in _PROXY_HEADERS):
        return False
    try:
        client = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return client.is_loopback and (urlsplit(f"//{request.get_host()}").hostname or "") in _NAMES


def loopback_only(view: View[P]) -> View[P]:
    """For anybody else the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_loopback(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
