"""Why something of a walk cannot be done."""

from django.utils.functional import Promise


class Refused(ValueError):
    """``field``: which entry is wrong, "" for none; the sentence says why and what to do. Nothing was changed."""

    def __init__(self, field: str, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.field = field
