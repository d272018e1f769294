"""The data of an index: a value, its error, its n and its age for every zone and indicator."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zonestats import checks
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput
from zonestats.index.spec import Indicator, Spec

FIELDS = ("value", "se", "n", "age")


@dataclass(frozen=True, eq=False)
class Data:
    """Tables of shape (zones, columns); NaN = missing. ``cluster``: a label per zone for imputing by group."""

    zones: tuple[str, ...]
    columns: tuple[str, ...]
    value: FloatArray
    se: FloatArray
    n: FloatArray
    age: FloatArray
    cluster: tuple[str, ...] = ()

    def column(self, name: str) -> int:
        """Position of a column."""
        if name not in self.columns:
            raise InvalidInput("data", f"has no column {name}; it has {', '.join(self.columns)}")
        return self.columns.index(name)


def table(rows: Iterable[Mapping[str, Any]], *, clusters: Mapping[str, str] | None = None) -> Data:
    """Data from rows with zone, indicator, value and, where known, se, n and age (days).

    Zones and columns come in the order of their first row. Errors: InvalidInput for a row without zone, indicator or
    value, one zone and indicator twice, a negative se or n, infinite values.

    >>> from zonestats import index
    >>> index.table([{"zone": "a", "indicator": "fear", "value": 0.4, "n": 200}]).value.tolist()
    [[0.4]]
    """
    listed = list(rows)
    places: dict[tuple[str, str], Mapping[str, Any]] = {}
    for number, row in enumerate(listed):
        if "zone" not in row or "indicator" not in row or "value" not in row:
            raise InvalidInput(f"data[{number}]", "needs zone, indicator and value")
        key = str(row["zone"]), str(row["indicator"])
        if key in places:
            raise InvalidInput(f"data[{number}]", f"is the second row of {key[1]} in {key[0]}")
        places[key] = row
    zones = tuple(dict.fromkeys(zone for zone, _ in places))
    columns = tuple(dict.fromkeys(name for _, name in places))
    arrays = {name: np.full((len(zones), len(columns)), np.nan) for name in FIELDS}
    where = {zone: i for i, zone in enumerate(zones)}, {name: j for j, name in enumerate(columns)}
    for (zone, name), row in places.items():
        for field in FIELDS:
            given = row.get(field)
            arrays[field][where[0][zone], where[1][name]] = np.nan if given is None else float(given)
    cluster = () if clusters is None else tuple(str(clusters.get(zone, "")) for zone in zones)
    return check(Data(zones, columns, cluster=cluster, **arrays))


def read(data: Data | Iterable[Mapping[str, Any]] | Mapping[str, Sequence[float]]) -> Data:
    """Data as they are, from rows, or from plain columns {name: values} of exact values."""
    if isinstance(data, Data):
        return check(data)
    if not isinstance(data, Mapping):
        return table(data)
    if not data:
        raise InvalidInput("data", "has no columns")
    read_columns = {str(name): checks.floats(f"data.{name}", column, allow_nan=True) for name, column in data.items()}
    checks.same_length(**{f"data.{name}": column for name, column in read_columns.items()})
    value = np.column_stack(list(read_columns.values()))
    nothing = np.full(value.shape, np.nan)
    zones = tuple(str(k) for k in range(value.shape[0]))
    return check(Data(zones, tuple(map(str, data)), value, nothing, nothing, nothing))


def check(data: Data) -> Data:
    """The same data; InvalidInput where they cannot be used."""
    shape = (len(data.zones), len(data.columns))
    for name in FIELDS:
        array = getattr(data, name)
        if array.shape != shape:
            raise InvalidInput(f"data.{name}", f"must have shape {shape}, not {array.shape}")
        if np.isinf(array).any():
            raise InvalidInput(f"data.{name}", "has infinite values; leave them out")
    if not data.zones:
        raise InvalidInput("data", "has no zones")
    if (data.se < 0).any() or (data.n < 0).any():
        raise InvalidInput("data", "se and n must be 0 or more")
    if data.cluster and len(data.cluster) != shape[0]:
        raise InvalidInput("data.cluster", f"needs one label for each of the {shape[0]} zones")
    return data


def select(spec: Spec, data: Data) -> Data:
    """The columns of the spec's indicators in its order, each divided by its denominator."""
    parts = [_column(data, indicator) for indicator in spec.indicators]
    value, se, n, age = (np.column_stack(columns) for columns in zip(*parts, strict=True))
    names = tuple(indicator.name for indicator in spec.indicators)
    chosen = Data(data.zones, names, value, se, n, age, data.cluster)
    for k, indicator in enumerate(spec.indicators):
        top = {"proportion": 1.0, "percent": 100.0}.get(indicator.kind, np.inf)
        bad = (chosen.value[:, k] < 0) | (chosen.value[:, k] > top)
        if indicator.kind not in ("exact", "mean") and bad.any():
            raise InvalidInput("data", f"{indicator.name} is a {indicator.kind} but has values outside 0 … {top:g}")
    return chosen


def _column(data: Data, indicator: Indicator) -> tuple[FloatArray, ...]:
    k = data.column(indicator.name)
    value, se, n, age = (getattr(data, name)[:, k] for name in FIELDS)
    if indicator.denominator is None:
        return value, se, n, age
    below = data.value[:, data.column(indicator.denominator)]
    if (below <= 0).any():
        raise InvalidInput("data", f"{indicator.denominator} must be above 0 to divide {indicator.name} by it")
    return value / below * indicator.per, se / below * indicator.per, n, age
