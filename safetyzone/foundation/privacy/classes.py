"""Every stored field is public, internal, sensitive or personal. A contract test fails for a field without a class."""

from collections.abc import Callable
from typing import Final, Literal, TypeVar

from django.db import models

PrivacyClass = Literal["public", "internal", "sensitive", "personal"]
PUBLIC: Final = "public"  # may be published as it is
INTERNAL: Final = "internal"  # for the organisation's own work
SENSITIVE: Final = "sensitive"  # could hurt somebody; every look is logged
PERSONAL: Final = "personal"  # about an identified person; erased on request

M = TypeVar("M", bound=type[models.Model])
CLASSES: dict[str, dict[str, PrivacyClass]] = {}


def classified(**fields: PrivacyClass) -> Callable[[M], M]:
    """State the privacy class of each field of a model; the automatic ``id`` is internal."""

    def register(model: M) -> M:
        CLASSES[f"{model.__module__}.{model.__qualname__}"] = {"id": INTERNAL, **fields}
        return model

    return register
