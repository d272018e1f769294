"""What a stranger finds on the first page beside the sign-in; a later step adds to it."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest

from safetyzone.foundation.late import WELCOME, settle

Render = Callable[[HttpRequest], str | None]

_BESIDE: Final[dict[str, Render]] = {}


def register(key: str, render: Render) -> None:
    """``render`` returns safe HTML, or None to stay away. The same key registers once."""
    _BESIDE[key] = render


def rendered(request: HttpRequest) -> list[str]:
    settle(WELCOME)
    return [html for render in _BESIDE.values() if (html := render(request)) is not None]
