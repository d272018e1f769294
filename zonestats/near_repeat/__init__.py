"""Near repeats: does crime follow crime, close by and soon after?

``knox`` tests every space × time band, ``modified_knox`` removes the chance clustering of places and days,
``population_knox`` removes shifts of the population, ``chains`` says which events follow which, ``local_knox`` tests
each event.
"""

from zonestats.near_repeat.chains import Chains, chains
from zonestats.near_repeat.knox import Knox, knox
from zonestats.near_repeat.local import LocalKnox, local_knox
from zonestats.near_repeat.modified import ModifiedKnox, modified_knox
from zonestats.near_repeat.population import population_knox

__all__ = [
    "Chains",
    "Knox",
    "LocalKnox",
    "ModifiedKnox",
    "chains",
    "knox",
    "local_knox",
    "modified_knox",
    "population_knox",
]
