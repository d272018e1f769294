"""Why a write of a selection is refused."""


class SelectionRefused(ValueError):
    """The sentence says why and what to do; nothing was changed. ``field``: the entry to look at, or "" for the whole."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
