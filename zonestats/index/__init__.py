"""Composite indices that show how sure they are.

``build`` makes scores and ranks from a spec and data; the result has ``intervals``, ``uncertainty``, ``sensitivity``, ``without``,
``compare``, ``what_if``, ``correlations``, ``consistency`` and ``suggest_weights``. ``table`` makes data from rows.
"""

from zonestats.index.analysis import Consistency, Correlations
from zonestats.index.build import Index, build
from zonestats.index.choices import Choices
from zonestats.index.compare import Comparison
from zonestats.index.data import Data, table
from zonestats.index.sensitivity import Indices, Sensitivity, sobol
from zonestats.index.spec import Group, Indicator, Spec
from zonestats.index.uncertainty import Intervals, Spread, Uncertainty

__all__ = [
    "Choices",
    "Comparison",
    "Consistency",
    "Correlations",
    "Data",
    "Group",
    "Index",
    "Indicator",
    "Indices",
    "Intervals",
    "Sensitivity",
    "Spec",
    "Spread",
    "Uncertainty",
    "build",
    "sobol",
    "table",
]
