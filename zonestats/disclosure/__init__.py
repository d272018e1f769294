"""Disclosure: publish tables, points and counts without giving anybody away.

``suppress`` hides small counts and what would give them back; ``attack`` is what an outsider could work out;
``k_anonymous`` merges cells until each holds enough; ``noisy_counts`` adds exact discrete noise against an epsilon
``Ledger``; ``geomask`` moves points inside a boundary.
"""

from zonestats.disclosure.cells import AnonymousCells, k_anonymous
from zonestats.disclosure.mask import Masked, geomask
from zonestats.disclosure.noise import Ledger, NoisyCounts, noisy_counts
from zonestats.disclosure.suppression import Suppressed, suppress
from zonestats.disclosure.tables import attack

__all__ = [
    "AnonymousCells",
    "Ledger",
    "Masked",
    "NoisyCounts",
    "Suppressed",
    "attack",
    "geomask",
    "k_anonymous",
    "noisy_counts",
    "suppress",
]
