"""What is known of a zone from the steps below: its picture, its fear map, open risk points, what all groups agree with."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from safetyzone.analyse.pictures.fear import fear_of
from safetyzone.analyse.pictures.fear_panel import year_before
from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.page import picture_or_job
from safetyzone.analyse.pictures.queries import source_of
from safetyzone.foundation.places.cells import parents_of
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Answer, Wave, WaveMode, WaveState
from safetyzone.listen.polls.results.compute import inputs_of
from safetyzone.listen.polls.screening import PIN_RESOLUTION
from safetyzone.listen.suggestions import results, shown
from safetyzone.listen.suggestions.queries import newest_of
from safetyzone.listen.walks.models import PointState, RiskPoint
from safetyzone.listen.walks.queries import risk_points_of


@dataclass(frozen=True)
class Gathered:
    """``wave``: the last random sample with answers; only such a one has intervals of fear. ``common``: rows of statements."""

    picture: Run | None
    wave: Wave | None
    fear: Run | None
    points: list[RiskPoint]
    common: list[shown.Row] = field(default_factory=list)

    @property
    def resolution(self) -> int:
        """Of the cells in which everything is compared."""
        if self.fear is not None:
            return int(self.fear.result["resolution"])
        own = int(self.picture.result["cells"]["resolution"]) if self.picture else PIN_RESOLUTION
        return min(own, PIN_RESOLUTION) or PIN_RESOLUTION

    @property
    def no_hot_spots(self) -> bool:
        """Hot spots cannot be told from chance: too few incidents or no cells."""
        return self.picture is not None and self.picture.result["cells"]["refusal"] is not None

    def recorded(self) -> Iterator[tuple[int, int, bool]]:
        """(cell of ``resolution``, incidents, hot) of each of the picture's cells that holds anything."""
        columns = self.picture.result["cells"]["columns"] if self.picture else {"cell": [], "n": [], "hot": []}
        if not columns["cell"]:
            return
        parents = parents_of([int(cell, 16) for cell in columns["cell"]], self.resolution).tolist()
        for parent, n, hot in zip(parents, columns["n"], columns["hot"], strict=True):
            if n or hot:
                yield int(parent), int(n), bool(hot)


def gathered(zone: Place, *, picture: Run | None, by: str) -> Gathered:
    """Stored runs where they are there; small ones are computed, large ones asked for in the background."""
    source = source_of(zone)
    known = picture or (picture_or_job(source, Filters(), by=by) if source.imports else None)
    wave = last_sample(zone)
    fear = None
    if wave is not None:
        # Fear is compared with the year before the poll, as on the poll's own page, not with all years of records.
        year = picture_or_job(source, year_before(wave), by=by) if source.imports else None
        fear = fear_of(wave, inputs=inputs_of(wave), picture=year, by=by)
    points = [point for point in risk_points_of(zone) if point.state == PointState.OPEN]
    return Gathered(known, wave, fear, points, _common(zone))


def last_sample(zone: Place) -> Wave | None:
    """The zone's last random sample that has answers."""
    asked = Wave.objects.filter(zone=zone, mode=WaveMode.PROBABILITY).exclude(state=WaveState.DRAFT)
    answered = asked.filter(Exists(Answer.objects.filter(wave=OuterRef("pk"), counted=True)))
    return answered.select_related("zone", "questionnaire").order_by("-opens", "-pk").first()


def _common(zone: Place) -> list[shown.Row]:
    conversation = newest_of(zone)
    run = results.stored(conversation) if conversation else None
    if conversation is None or run is None or run.result["refusal"] is not None:
        return []
    return shown.common_ground(shown.rows(conversation, run.result))[:3]
