"""What one answer has asked the database stands until the answer is given, or until somebody writes.

A page of many panels asks the same small things again and again: whose roles, which area pack, which records. Every write
leaves an event (``actions.record``), and an event makes the answer forget, so no part of it reads what is no longer so.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Asked = TypeVar("Asked")

# None outside an answer: commands, jobs and what a stream sends later remember nothing.
_HELD: ContextVar[dict[Hashable, Any] | None] = ContextVar("asked_by_this_answer", default=None)


def once(key: Hashable, ask: Callable[[], Asked]) -> Asked:
    """What ``ask`` says, asked once in an answer. Whoever reads it must not change it: others read it too."""
    held = _HELD.get()
    if held is None:
        return ask()
    if key not in held:
        held[key] = ask()
    return cast(Asked, held[key])


def forget() -> None:
    """Something was written: whatever is asked from now on is asked anew."""
    held = _HELD.get()
    if held is not None:
        held.clear()


class MemoryOfAnswer:
    """Begins an empty memory with every request and drops it with the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        mark = _HELD.set({})
        try:
            return self.get_response(request)
        finally:
            _HELD.reset(mark)
