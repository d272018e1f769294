"""Compute a zone's picture and keep it as a run."""

from safetyzone.analyse.pictures.compose import picture
from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.queries import METHOD, SEED, Source, material_of, parameters_of, source_of
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run


def picture_of(*, zone: Place, filters: Filters | None = None, by: str, source: Source | None = None) -> Run:
    """The picture of ``zone`` from the records of now: the stored run, or a new one.

    ``source``: what ``queries.source_of(zone)`` gave, for whoever has asked already.
    """
    wanted = filters or Filters()
    known = source or source_of(zone)
    return computed(
        method=METHOD,
        place=zone,
        inputs=known.inputs,
        parameters=parameters_of(wanted),
        seed=SEED,
        compute=lambda: picture(material_of(known), wanted, seed=SEED),
        by=by,
    )
