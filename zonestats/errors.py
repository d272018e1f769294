"""What zonestats says when it cannot answer."""

from dataclasses import dataclass


class InvalidInput(ValueError):
    """An argument is wrong. The message names the argument, says what is wrong and what to give instead."""

    def __init__(self, argument: str, problem: str) -> None:
        self.argument = argument
        self.problem = problem
        super().__init__(f"{argument}: {problem}")


class MissingExtra(ImportError):
    """An optional dependency is needed; the message names the extra to install."""


@dataclass(frozen=True)
class Refusal:
    """Why there is no number: the method's minimum is not reached or the answer would not be stable.

    ``code`` is stable for programs (``not_enough``, ``unstable`` …); ``reason`` is a plain sentence;
    ``have`` and ``need`` are the counts compared, where counts were compared.
    """

    code: str
    reason: str
    have: float | None = None
    need: float | None = None

    def __str__(self) -> str:
        return self.reason
