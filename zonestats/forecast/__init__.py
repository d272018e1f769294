"""Forecasts of places: the counts that must be beaten, a self-exciting model, and a fair trial between them.

Every model learns only from events that are *reported*; what officers discovered themselves would send them where they
already were.
"""

from zonestats.forecast.hawkes import Hawkes, hawkes
from zonestats.forecast.prior import PriorCounts, prior_counts
from zonestats.forecast.trial import Trial, rolling_origin

__all__ = ["Hawkes", "PriorCounts", "Trial", "hawkes", "prior_counts", "rolling_origin"]
