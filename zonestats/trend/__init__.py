"""Trends of counts: intervals, two periods, seasons, change points, monotone trends."""

from zonestats.trend.change import ChangePoints, change_points
from zonestats.trend.counts import CountRatio, e_test, garwood, ratio
from zonestats.trend.monotone import MannKendall, mann_kendall
from zonestats.trend.season import YearOnYear, year_on_year

__all__ = [
    "ChangePoints",
    "CountRatio",
    "MannKendall",
    "YearOnYear",
    "change_points",
    "e_test",
    "garwood",
    "mann_kendall",
    "ratio",
    "year_on_year",
]
