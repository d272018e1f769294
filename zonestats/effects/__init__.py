"""Did it work? Effects of a measure, with a comparison, an interval and a check of displacement.

``wdd``, ``wdq`` and ``net_effect`` compare counts before and after, here, nearby and in a control area; ``harm`` adds
several WDDs with harm weights; ``rate_ratio`` compares changes in proportion; ``difference_in_differences`` and
``event_study`` use many units and periods; ``synthetic_control`` builds the comparison; ``power`` says before a trial
what it could find.
"""

from zonestats.effects.clustered import difference_in_differences
from zonestats.effects.displacement import harm, net_effect, wdd, wdq
from zonestats.effects.events import EventStudy, event_study
from zonestats.effects.power import Power, power
from zonestats.effects.rates import rate_ratio
from zonestats.effects.results import Balance, Effect
from zonestats.effects.synthetic import Synthetic, synthetic_control

__all__ = [
    "Balance",
    "Effect",
    "EventStudy",
    "Power",
    "Synthetic",
    "difference_in_differences",
    "event_study",
    "harm",
    "net_effect",
    "power",
    "rate_ratio",
    "synthetic_control",
    "wdd",
    "wdq",
]
