"""Surveys: figures with honest margins from samples that were drawn, and honest labels for those that were not.

``estimate`` gives means, totals, ratios and proportions under strata, clusters, several stages, finite populations and
raking; ``jackknife`` the same by leaving units out. ``rake``, ``poststratify`` and ``calibrate`` make weights meet known
totals. ``small_areas`` borrows strength across areas. ``opt_in`` labels a sample of volunteers. ``answers_needed`` says
before a wave how many answers would decide.
"""

from zonestats.survey.calibration import Calibrated, calibrate, kish, poststratify, rake
from zonestats.survey.design import Design, design
from zonestats.survey.estimate import Estimate, estimate
from zonestats.survey.jackknife import Replicates, jackknife, replicates
from zonestats.survey.opt_in import OptIn, opt_in, sensitivity
from zonestats.survey.planning import answers_needed
from zonestats.survey.small_areas import SmallAreas, small_areas

__all__ = [
    "Calibrated",
    "Design",
    "Estimate",
    "OptIn",
    "Replicates",
    "SmallAreas",
    "answers_needed",
    "calibrate",
    "design",
    "estimate",
    "jackknife",
    "kish",
    "opt_in",
    "poststratify",
    "rake",
    "replicates",
    "sensitivity",
    "small_areas",
]
