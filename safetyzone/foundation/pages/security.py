"""Headers that keep a page to itself: scripts, styles and pictures from this server only."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class ContentSecurityPolicy:
    """Adds the policy to every answer. The map's tile server is the only foreign host, and only for pictures it asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        tiles = urlsplit(settings.TILES_URL)
        host = f"{tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
        self.policy = "; ".join(
            [
                "default-src 'self'",
                f"img-src 'self' data: blob: {host}".strip(),
                f"connect-src 'self' {host}".strip(),
                "worker-src 'self' blob:",
                "style-src 'self' 'unsafe-inline'",  # MapLibre and Vega write style attributes
                "script-src 'self'",
                "object-src 'none'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
                # A browser counts the redirect to the organisation's sign-in page as part of the form.
                f"form-action 'self' {settings.SIGN_IN_ORIGIN}".strip(),
            ]
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Security-Policy", self.policy)
        return response
