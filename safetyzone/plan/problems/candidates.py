"""What to work on: places that records, fear, walks or suggestions point at, with the reason in words.

A place is one H3 cell, or several side by side that the same sources point at. It ranks by how many sources, independent of
each other, point at it; among equals the one with more recorded incidents comes first. Nothing is weighed secretly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from safetyzone.analyse.pictures.fear import CRIME, FEAR
from safetyzone.analyse.pictures.parts.table import distance_and_bearing
from safetyzone.analyse.pictures.queries import position_name
from safetyzone.foundation.pages.templatetags.figures import day, number, percent
from safetyzone.foundation.places.cells import centres_of, neighbour_pairs, parents_of
from safetyzone.foundation.places.geometry import Plane
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.results.shown import share as poll_share
from safetyzone.listen.suggestions.shown import Row
from safetyzone.listen.walks.models import Kind, RiskPoint
from safetyzone.plan.problems.gathering import Gathered, gathered
from safetyzone.plan.problems.models import Problem
from safetyzone.plan.problems.queries import open_problems

RECORDS: Final = "records"
FEARED: Final = "fear"
WALKS: Final = "walks"
SUGGESTED: Final = "suggestions"
MOST_PLACES: Final = 8
WITHOUT_HOT_SPOTS: Final = 3  # busiest places shown where hot spots cannot be told from chance
FEWEST_THERE: Final = 5


@dataclass
class Unit:
    """One cell and what points at it. ``fear``: share, low, high of the sample, where there is one."""

    cell: int
    n: int = 0
    hot: bool = False
    fear: list[float] | None = None
    feared: bool = False
    verdict: str = ""
    points: list[RiskPoint] = field(default_factory=list)
    busy: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        found = ((RECORDS, self.hot or self.busy), (FEARED, self.feared), (WALKS, bool(self.points)))
        return tuple(name for name, there in found if there)


@dataclass(frozen=True)
class Candidate:
    """``reasons``: sentences, one a source; ``rank_words``: why it stands where it does; ``disagreement``: "fear" where people
    are afraid and little was recorded, "crime" the other way round, "" otherwise; ``problem``: the open one it is already."""

    key: str
    title: str
    place_words: str
    sources: tuple[str, ...]
    reasons: tuple[str, ...]
    rank_words: str
    disagreement: str = ""
    disagreement_words: str = ""
    cell: int | None = None
    n: int = 0
    share_afraid: float = 0.0
    points: tuple[RiskPoint, ...] = ()
    statement: Any = None
    picture: Run | None = None
    fear: Run | None = None
    problem: Problem | None = None


def candidates(
    zone: Place, *, picture: Run | None = None, names: Mapping[int, str] | None = None, by: str = "page"
) -> list[Candidate]:
    """Best first. ``picture``: the zone's picture without filters, if it is at hand; ``names``: of its cells, as the reader
    may read them."""
    found = gathered(zone, picture=picture, by=by)
    located = [_located(zone, found, units, names or {}) for units in _side_by_side(_units(found).values())]
    located.sort(key=lambda each: (-len(each.sources), not each.disagreement, -each.n, -each.share_afraid, each.key))
    ranked = _ranked([*located[:MOST_PLACES], *(_suggested(row) for row in found.common)])
    named = _named(zone) if ranked else {}
    return [replace(each, problem=named.get(each.key)) for each in ranked]


def _named(zone: Place) -> dict[str, Problem]:
    """By candidate, the open problem that was made of it; the oldest, should there be two."""
    found: dict[str, Problem] = {}
    for problem in open_problems(zone):
        if problem.cell is not None:
            found.setdefault(_key_of_cell(problem.cell), problem)
        for piece in problem.evidence.all():
            if piece.statement_id is not None:
                found.setdefault(_key_of_statement(piece.statement_id), problem)
    return found


def _key_of_cell(cell: int) -> str:
    return f"cell-{cell:x}"


def _key_of_statement(number: int) -> str:
    return f"statement-{number}"


def _ranked(found: list[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda each: -len(each.sources))


def _units(found: Gathered) -> dict[int, Unit]:
    """By cell, everything that something points at."""
    units: dict[int, Unit] = {}
    for cell, n, hot in found.recorded():
        unit = units.setdefault(cell, Unit(cell))
        unit.n, unit.hot = unit.n + n, unit.hot or hot
    for stated in found.fear.result["cells"] if found.fear else ():
        unit = units.setdefault(int(stated["cell"], 16), Unit(int(stated["cell"], 16)))
        unit.fear, unit.verdict = stated["fear"], stated["verdict"]
        usual = found.fear.result["zone"]["fear"] if found.fear else None
        unit.feared = bool(unit.fear and usual is not None and unit.fear[1] > usual)
    for point in found.points:
        if point.cell is not None:
            cell = int(parents_of([point.cell], found.resolution)[0])
            units.setdefault(cell, Unit(cell)).points.append(point)
    if found.no_hot_spots:
        busiest = sorted(units.values(), key=lambda unit: (-unit.n, unit.cell))[:WITHOUT_HOT_SPOTS]
        for unit in busiest:
            unit.busy = unit.n >= FEWEST_THERE
    return {cell: unit for cell, unit in units.items() if unit.sources or unit.verdict}


def _side_by_side(units: Iterable[Unit]) -> list[list[Unit]]:
    """Cells that touch and that the same sources point at are one place, told by its busiest cell first."""
    held = sorted(units, key=lambda unit: unit.cell)
    group = list(range(len(held)))

    def root(at: int) -> int:
        while group[at] != at:
            at = group[at]
        return at

    for one, two in zip(*(ends.tolist() for ends in neighbour_pairs([unit.cell for unit in held])), strict=True):
        if (held[one].sources, held[one].verdict) == (held[two].sources, held[two].verdict):
            group[root(two)] = root(one)
    found: dict[int, list[Unit]] = {}
    for at, unit in enumerate(held):
        found.setdefault(root(at), []).append(unit)
    return [sorted(units, key=lambda unit: (-unit.n, -(unit.fear or [0.0])[0], unit.cell)) for units in found.values()]


def _located(zone: Place, found: Gathered, units: list[Unit], names: Mapping[int, str]) -> Candidate:
    main, n = units[0], sum(unit.n for unit in units)
    points = tuple(point for unit in units for point in unit.points)
    place = _name(zone, found, main, names)
    feared = max((unit for unit in units if unit.fear), key=lambda unit: (unit.fear or [0.0])[0], default=None)
    reasons = [*_records(found, main, n), *_fear(found, feared, main), *_walks(points)]
    return Candidate(
        key=_key_of_cell(main.cell), title=_title(main, place), place_words=place, sources=main.sources,
        reasons=tuple(reasons), rank_words=_rank_words(main.sources), disagreement=main.verdict,
        disagreement_words=_disagreement(main.verdict, n), cell=main.cell, n=n, points=points,
        share_afraid=(feared.fear or [0.0])[0] if feared else 0.0, picture=found.picture,
        fear=found.fear if main.fear or main.verdict else None,
    )  # fmt: skip


def _name(zone: Place, found: Gathered, unit: Unit, names: Mapping[int, str]) -> str:
    """The address most often written there for those who may see incidents; else distance and direction."""
    inside = [name for cell, name in names.items() if int(parents_of([cell], found.resolution)[0]) == unit.cell]
    if inside:
        return inside[0]
    lon, lat = centres_of([unit.cell])
    x, y = Plane.of(zone.boundary or {}).to_metres(lon, lat)
    return position_name(*distance_and_bearing(float(x[0]), float(y[0])))


def _title(unit: Unit, place: str) -> str:
    said = {"place": place}
    if unit.verdict == FEAR or (unit.feared and not unit.hot):
        return _("Fear at: %(place)s") % said
    if unit.hot or unit.busy or unit.verdict == CRIME:
        return _("Incidents at: %(place)s") % said
    return _("Risk points at: %(place)s") % said


def _records(found: Gathered, unit: Unit, n: int) -> Iterable[str]:
    if found.picture is None or not (n or unit.hot):
        return
    total = int(found.picture.result["cells"]["n"])
    basis = found.picture.result["basis"]
    said = {"n": number(n), "total": number(total), "share": percent(n / total if total else None, 1),
            "period": f"{day(basis['from'])} – {day(basis['to'])}"}  # fmt: skip
    if unit.hot:
        yield _("%(n)s of %(total)s recorded incidents (%(share)s; %(period)s): more than chance would put here (hot "
                "spot).") % said  # fmt: skip
    elif unit.busy:
        yield _("%(n)s of %(total)s recorded incidents (%(share)s; %(period)s): most of all places, but too few in the zone to tell hot "
                "spots from chance.") % said  # fmt: skip
    else:
        yield _("%(n)s of %(total)s recorded incidents (%(share)s; %(period)s): no hot spot.") % said


def _fear(found: Gathered, feared: Unit | None, main: Unit) -> Iterable[str]:
    if found.fear is None or feared is None or feared.fear is None:
        return
    low, high = poll_share(feared.fear[1]), poll_share(feared.fear[2])
    said = {"share": poll_share(feared.fear[0]), "low": low, "high": high, "n": number(found.fear.result["n"]),
            "usual": poll_share(found.fear.result["zone"]["fear"])}  # fmt: skip
    if main.feared:
        yield (
            _("%(share)s of people avoid it (%(low)s – %(high)s, n %(n)s): clearly more than the %(usual)s usual here.")
            % said
        )
    else:
        yield _("%(share)s of people avoid it (%(low)s – %(high)s, n %(n)s); usual here is %(usual)s.") % said


def _walks(points: tuple[RiskPoint, ...]) -> Iterable[str]:
    if not points:
        return
    counted = {kind: sum(1 for point in points if point.kind == kind) for kind in Kind.values}
    listed = ", ".join(f"{Kind(kind).label} {n}" for kind, n in counted.items() if n)
    yield _("Open risk points found on a walk: %(listed)s.") % {"listed": listed}


def _disagreement(verdict: str, n: int) -> str:
    if verdict == FEAR and n == 0:
        return _(
            "People are afraid here and nothing was recorded. Ask them why: light, sight lines or unreported incidents."
        )
    if verdict == FEAR:
        return _("People are afraid here and clearly less was recorded than usual in the zone. Ask them why: light, sight "
                 "lines or unreported incidents.")  # fmt: skip
    if verdict == CRIME:
        return _("Clearly more was recorded here than usual in the zone, and people are less afraid. They may not know, or it "
                 "may hit others than those who were asked.")  # fmt: skip
    return ""


def source_names() -> dict[str, str]:
    """In the reader's language."""
    return {RECORDS: _("recorded incidents"), FEARED: _("fear"), WALKS: _("a walk"), SUGGESTED: _("suggestions")}


def _rank_words(sources: tuple[str, ...]) -> str:
    names = source_names()
    if len(sources) > 1:
        return _("%(many)s sources point here, independent of each other: %(names)s.") % {
            "many": len(sources), "names": ", ".join(names[source] for source in sources)}  # fmt: skip
    if sources:
        return _("One source points here: %(name)s.") % {"name": names[sources[0]]}
    return _("It is listed because records and fear disagree.")


def _suggested(row: Row) -> Candidate:
    """A statement that every group of voters agrees with. It has no place: it is about the whole zone."""
    said = {"share": percent(row.agree), "n": number(row.n), "common": percent(row.common)}
    return Candidate(
        key=_key_of_statement(row.statement.pk), title=row.statement.words[:160], place_words=_("the whole zone"),
        sources=(SUGGESTED,), statement=row.statement, rank_words=_rank_words((SUGGESTED,)),
        reasons=(_("%(share)s of %(n)s voters agree, and at least %(common)s in every group of them.") % said,),
    )  # fmt: skip
