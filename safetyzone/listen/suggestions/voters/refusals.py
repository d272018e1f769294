"""Why somebody is not let in, in words that say what to do."""


class Refused(ValueError):
    """``code`` is stable for programs; nothing was changed."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)
