"""One look at the columns that matter, over the whole file: where the records lie, which kinds there are."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from safetyzone.config.commands.trying.sample import Progress
from safetyzone.listen.incidents.area import Area
from safetyzone.listen.incidents.coordinates import read_points
from safetyzone.listen.incidents.finder import Found
from safetyzone.listen.incidents.mapping import Mapping, Moment
from safetyzone.listen.incidents.readers import Source
from safetyzone.listen.incidents.refusals import Refused

FloatArray = NDArray[np.float64]

_ANYWHERE: Final = Area("anywhere")
# The middle of the Pacific: degrees of a plane that is nowhere must not fall on (0, 0), which means unknown.
_NOWHERE: Final = (0.0, -140.0)
_ANY: Final = Moment(date="any")
ENOUGH: Final = 2


@dataclass
class Survey:
    """Longitude and latitude of every row that has them, the words of the category column, repeated ids."""

    lon: FloatArray
    lat: FloatArray
    without: int  # rows that say no place
    kinds: Counter[str] = field(default_factory=Counter)
    repeated_ids: bool = False
    crs: str = ""  # in which the coordinates were read


def survey_of(source: Source, found: Found, progress: Progress | None) -> Survey:
    """Raises ``Refused`` when hardly any row says where it was."""
    mapping = found.mapping
    wanted = [name for name in (mapping.lon, mapping.lat, mapping.point, mapping.category, mapping.source_id) if name]
    lon, lat, ids = [], [], []
    kinds: Counter[str] = Counter()
    for batch in source.batches(columns=list(dict.fromkeys(wanted))):
        points = read_points(batch.frame, mapping, _ANYWHERE, mapping.crs)
        lon.append(points.lon)
        lat.append(points.lat)
        if mapping.category:
            kinds.update(_counted(batch.frame[mapping.category]))
        if mapping.source_id:
            ids.append(batch.frame[mapping.source_id].drop_nulls().hash())
        if progress:
            progress(batch.done, source.size)
    survey = _survey(np.concatenate(lon), np.concatenate(lat), kinds, mapping)
    if ids:
        every = pl.concat(ids)
        survey.repeated_ids = every.n_unique() < len(every)
    return _in_a_plane(survey) if found.metres else survey


def _counted(words: pl.Series) -> dict[str, int]:
    counts = words.drop_nulls().value_counts(name="rows")
    return dict(zip(counts[words.name].to_list(), counts["rows"].to_list(), strict=True))


def _survey(lon: FloatArray, lat: FloatArray, kinds: Counter[str], mapping: Mapping) -> Survey:
    known = np.isfinite(lon) & np.isfinite(lat)
    if int(known.sum()) < ENOUGH:
        columns = " and ".join(f"“{name}”" for name in (mapping.lon, mapping.lat, mapping.point) if name)
        raise Refused("no_places", f"{int(known.sum())} rows have coordinates in {columns}; a picture needs places.")
    return Survey(lon[known], lat[known], int((~known).sum()), kinds, crs=mapping.crs)


def _in_a_plane(survey: Survey) -> Survey:
    """Metres of an unknown system, laid on the Earth where no city is; distances and areas stay true."""
    x0, y0 = float(np.median(survey.lon)), float(np.median(survey.lat))
    lat0, lon0 = _NOWHERE
    crs = f"+proj=tmerc +lat_0={lat0} +lon_0={lon0} +k=1 +x_0={x0} +y_0={y0} +datum=WGS84 +units=m +type=crs"
    frame = pl.DataFrame({"x": pl.Series(survey.lon).cast(pl.String), "y": pl.Series(survey.lat).cast(pl.String)})
    points = read_points(frame, Mapping(source="plane", occurred_from=_ANY, lon="x", lat="y"), _ANYWHERE, crs)
    good = np.isfinite(points.lon) & (np.abs(points.lon) <= 180)
    return replace(survey, lon=points.lon[good], lat=points.lat[good], crs=crs)
