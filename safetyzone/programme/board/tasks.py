"""The board is summed up by the clock."""

from safetyzone.programme.board.actions import sum_up


def refresh() -> None:
    """The scheduled job."""
    sum_up(by="system")
