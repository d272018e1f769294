"""The People Poll: what is asked, whom, and what came back without a name."""

from safetyzone.listen.polls.models.answers import Answer, Attachment, Channel, Receipt
from safetyzone.listen.polls.models.clients import ClientKey
from safetyzone.listen.polls.models.paper import PaperSheet, SheetState
from safetyzone.listen.polls.models.population import PopulationMargin
from safetyzone.listen.polls.models.questionnaires import Questionnaire
from safetyzone.listen.polls.models.waves import CodeSheet, FrameUnit, Wave, WaveMode, WaveState

__all__ = [
    "Answer",
    "Attachment",
    "Channel",
    "ClientKey",
    "CodeSheet",
    "FrameUnit",
    "PaperSheet",
    "PopulationMargin",
    "Questionnaire",
    "Receipt",
    "SheetState",
    "Wave",
    "WaveMode",
    "WaveState",
]
