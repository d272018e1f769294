"""Writes of the poll: questionnaires, waves, answers."""

from safetyzone.listen.polls.actions.answers import Outcome, submit
from safetyzone.listen.polls.actions.questionnaires import add_questionnaire

__all__ = ["Outcome", "add_questionnaire", "submit"]
