"""Why a meeting does not do what was asked."""


class MeetingRefused(ValueError):
    """``field``: the entry that is wrong, or ""; the sentence says what to do. Nothing was changed."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class NotInSession(MeetingRefused):
    """The meeting is not in the state this needs; somebody else may have turned it."""


class NoQuorum(MeetingRefused):
    """Too few came to decide anything."""
