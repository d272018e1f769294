"""Routes of patrol units over stops with time windows, by PyVRP."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput, MissingExtra

PATIENCE = 2000  # iterations without a better plan
SECOND = 60.0  # plans are made in whole seconds


@dataclass(frozen=True)
class Leg:
    """One stop of a unit: its position in ``stops``, its row of the matrix, and minutes from the start of the shift."""

    stop: int
    row: int
    arrive: float
    start: float
    leave: float


@dataclass(frozen=True, eq=False)
class Routes:
    """``units``: the legs of each unit used, in order. ``unserved``: positions in ``stops`` that fit into no route."""

    units: tuple[tuple[Leg, ...], ...]
    travel: float  # minutes, the way back included
    unserved: IntArray
    iterations: int
    by_clock: bool  # stopped by ``seconds``: another run may differ
    seed: int

    def summary(self) -> str:
        """Plain text: stops, units, minutes, what was left out."""
        served = sum(len(legs) for legs in self.units)
        text = f"{served} stops by {len(self.units)} units, {self.travel:.0f} minutes of travel"
        if self.unserved.size:
            text += f"; {self.unserved.size} stops fit into no route: {self.unserved.tolist()}"
        return text + ("; stopped by the clock" if self.by_clock else "")


def routes(
    stops: ArrayLike,
    matrix: ArrayLike,
    windows: ArrayLike,
    service: ArrayLike,
    *,
    units: int,
    seconds: float,
    seed: int,
    shift: float = 480.0,
) -> Routes:
    """Order of stops for each patrol unit: as many stops as possible, then the least travel.

    ``matrix`` (m, m) minutes of travel, row 0 the station where every unit starts and ends; ``stops`` (n,) rows of the
    matrix, a row twice is two visits; ``windows`` (n, 2) earliest and latest start of each stop in minutes from the start
    of the shift; ``service`` minutes at each stop, one number or (n,). Every unit is back within ``shift`` minutes.
    ``seconds`` bounds the search, which usually ends before, after 2,000 iterations without a better plan; only then
    is the same seed sure to give the same plan (``by_clock`` says which).

    Source: hybrid genetic search for the vehicle-routing problem with time windows, Wouda, Lan & Kool 2024, INFORMS J. on
    Computing 36, 943–955 (PyVRP). Errors: MissingExtra without the extra ``patrol``; InvalidInput for wrong shapes, windows
    that end before they start, or negative minutes.

    >>> from zonestats import patrol
    >>> line = [[0, 5, 10, 15], [5, 0, 5, 10], [10, 5, 0, 5], [15, 10, 5, 0]]
    >>> plan = patrol.routes([3, 1, 2], line, [[0, 400]] * 3, 15, units=1, seconds=2, seed=1)
    >>> plan.travel, plan.unserved.size
    (30.0, 0)
    """
    rows, table, times, stay = _checked(stops, matrix, windows, service)
    used = checks.seed_of(seed) & 0xFFFFFFFF
    if int(units) < 1:
        raise InvalidInput("units", "needs at least one patrol unit")
    limit, length = checks.positive("seconds", seconds), checks.positive("shift", shift)
    if rows.size == 0:
        return Routes((), 0.0, rows, 0, False, used)
    vrp = _pyvrp()
    model = _model(vrp, rows, _seconds(table), _seconds(times), _seconds(stay), int(units), int(length * SECOND))
    stop = vrp.stop.MultipleCriteria([vrp.stop.NoImprovement(PATIENCE), vrp.stop.MaxRuntime(limit)])
    result = model.solve(stop, seed=used, collect_stats=False, display=False)
    return _read(result, rows, table, times, stay, limit, used)


def _pyvrp() -> Any:
    try:
        import pyvrp  # noqa: PLC0415 - optional extra
        import pyvrp.stop  # noqa: PLC0415 - optional extra
    except ImportError:
        raise MissingExtra("patrol.routes needs PyVRP: pip install 'zonestats[patrol]'") from None
    return pyvrp


def _checked(
    stops: ArrayLike, matrix: ArrayLike, windows: ArrayLike, service: ArrayLike
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    rows, table = checks.integers("stops", stops), checks.floats("matrix", matrix, ndim=2, minimum=1)
    spans = np.empty((0, 2)) if rows.size == 0 else windows
    times = checks.floats("windows", spans, ndim=2)
    raw = np.asarray(service)
    stay = checks.floats("service", np.full(rows.size, raw) if raw.ndim == 0 else raw)
    checks.same_length(stops=rows, windows=times, service=stay)
    if table.shape[0] != table.shape[1] or (table < 0).any():
        raise InvalidInput("matrix", f"must be square with minutes of 0 or more, not shape {table.shape}")
    if rows.size and (rows.min() < 1 or rows.max() >= table.shape[0]):
        raise InvalidInput("stops", f"must be rows 1 … {table.shape[0] - 1} of the matrix; row 0 is the station")
    if times.shape[1] != 2 or (times[:, 0] > times[:, 1]).any() or (times < 0).any():
        raise InvalidInput("windows", "must be (earliest, latest) in minutes of 0 or more, earliest first")
    if (stay < 0).any():
        raise InvalidInput("service", "must be 0 or more minutes")
    return rows, table, times, stay


def _seconds(minutes: FloatArray) -> IntArray:
    return np.rint(minutes * SECOND).astype(np.int64)


def _model(
    vrp: Any, rows: IntArray, table: IntArray, times: IntArray, stay: IntArray, units: int, shift: int
) -> Any:  # fmt: skip
    model = vrp.Model()
    places = [model.add_location(0, 0, name=str(row)) for row in range(table.shape[0])]
    # Dearer than any detour, so that a stop is dropped only if it cannot be reached in time.
    prize = 4 * int(table.max() + 1) * (rows.size + 1)
    depot = model.add_depot(places[0])
    for position, row in enumerate(rows):
        model.add_client(
            places[row], service_duration=int(stay[position]), tw_early=int(times[position, 0]),
            tw_late=int(times[position, 1]), required=False, prize=prize, name=str(position),
        )  # fmt: skip
    model.add_vehicle_type(units, start_depot=depot, end_depot=depot, tw_early=0, tw_late=shift)
    for a, start in enumerate(places):
        for b, end in enumerate(places):
            model.add_edge(start, end, distance=int(table[a, b]), duration=int(table[a, b]))
    return model


def _read(
    result: Any, rows: IntArray, table: FloatArray, times: FloatArray, stay: FloatArray, limit: float, seed: int
) -> Routes:
    legs = tuple(_legs(_clients(route), rows, table, times, stay) for route in result.best.routes())
    if not result.is_feasible():
        legs = ()
    served = {leg.stop for unit in legs for leg in unit}
    unserved = np.array([k for k in range(rows.size) if k not in served], dtype=np.int64)
    travel = sum(_travel(unit, table) for unit in legs)
    return Routes(legs, travel, unserved, int(result.num_iterations), bool(result.runtime >= limit), seed)


def _clients(route: Any) -> list[int]:
    return [int(activity.idx) for activity in route if activity.is_client()]


def _legs(order: list[int], rows: IntArray, table: FloatArray, times: FloatArray, stay: FloatArray) -> tuple[Leg, ...]:
    """Times as early as possible, as a patrol would drive them."""
    legs, here, clock = [], 0, 0.0
    for position in order:
        row = int(rows[position])
        arrive = clock + float(table[here, row])
        start = max(arrive, float(times[position, 0]))
        here, clock = row, start + float(stay[position])
        legs.append(Leg(position, row, arrive, start, clock))
    return tuple(legs)


def _travel(unit: tuple[Leg, ...], table: FloatArray) -> float:
    path = [0, *(leg.row for leg in unit), 0]
    return float(sum(table[a, b] for a, b in pairwise(path)))
