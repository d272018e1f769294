"""What a check-up says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "bad"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``advice``: what to do about it; empty when all is well."""

    name: str
    state: State
    message: str
    advice: str = ""


Check = Callable[[], Finding]
