"""The index itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from zonestats import minimums
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.index.analysis import Consistency, Correlations, consistency, correlations
from zonestats.index.choices import Choices
from zonestats.index.compare import Comparison, compare
from zonestats.index.data import Data, read, select
from zonestats.index.model import Model, evaluate, make, ranks
from zonestats.index.sensitivity import Sensitivity, analyse
from zonestats.index.spec import Group, Indicator, Spec, parse, walk
from zonestats.index.uncertainty import Intervals, Uncertainty, intervals, uncertain
from zonestats.index.weights import equal_influence, first_component


@dataclass(frozen=True, eq=False)
class Index:
    """``scores`` and ``ranks`` (zones,) of the whole; ``table`` (zones, nodes) of every indicator (normalised) and group.

    Ranks: 1 is best, NaN for a zone without a score, and NaN for all under 10 zones, where ``refusal`` says so.
    """

    spec: Spec
    data: Data
    model: Model
    zones: tuple[str, ...]
    nodes: tuple[str, ...]
    table: FloatArray
    scores: FloatArray
    ranks: FloatArray
    refusal: Refusal | None

    def score_of(self, node: str) -> FloatArray:
        """Scores (zones,) of one indicator or group."""
        if node not in self.nodes:
            raise InvalidInput("node", f"there is no {node}; there are {', '.join(self.nodes)}")
        return self.table[:, self.nodes.index(node)]

    def uncertainty(self, n: int, seed: int, *, choices: Choices | None = None, level: float = 0.95) -> Uncertainty:
        """Rank and score intervals over ``n`` draws: sampling error only, choices only, and both.

        Sampling: every estimated indicator is drawn (see ``zonestats.index.draws``). Choices: weights ± 25 % at every
        level, normalisation and aggregation among the alternatives of :class:`Choices`. Source: Saisana, Saltelli &
        Tarantola 2005, JRSS A 168, 307–323.
        """
        return uncertain(self.model, self.ranks, n, seed, choices or Choices(), level, self.refusal)

    def intervals(self, n: int, seed: int, *, level: float = 0.95) -> Intervals:
        """The score of every zone at every node over ``n`` draws of the estimated indicators; choices stay as they are.

        Quantiles of the drawn scores. A node without an estimated indicator has an interval without width.
        """
        return intervals(self.model, n, seed, level)

    def sensitivity(self, n: int, seed: int, *, choices: Choices | None = None, level: float = 0.95) -> Sensitivity:
        """Sobol shares of each source of uncertainty from ``n`` base points (rounded up to a power of two)."""
        return analyse(self.model, self.ranks, n, seed, choices or Choices(), level, self.refusal)

    def correlations(self, group: str | None = None) -> Correlations:
        """Between all normalised indicators, or between the children of one group."""
        names = tuple(node.name for node in self.spec.indicators) if group is None else self._children(group)
        return correlations(names, np.column_stack([self.score_of(name) for name in names]))

    def consistency(self) -> tuple[Consistency, ...]:
        """Cronbach's α, item–rest correlations and components of every group with at least two children."""
        groups = [group for group in self.spec.groups if len(group.children) > 1]
        return tuple(consistency(g.name, self._children(g.name), self._columns(g.name)) for g in groups)

    def without(self) -> dict[str, Comparison]:
        """The index with each indicator and group (but the root) left out, compared with the whole."""
        found = {}
        for node in walk(self.spec.root):
            if node is not self.spec.root:
                root = _drop(self.spec.root, node.name)
                if root is not None:
                    found[node.name] = self.compare(build(replace(self.spec, root=root), self.data))
        return found

    def compare(self, other: "Index") -> Comparison:
        """What changes from this index to another of the same zones."""
        return compare(self.zones, self.scores, other.zones, other.scores)

    def what_if(
        self,
        values: Mapping[tuple[str, str], float] | None = None,
        *,
        weights: Mapping[str, float] | None = None,
    ) -> "Index":
        """The index with other values, {(zone, indicator): value} in the data's units, or other weights {node: weight}."""
        changed = self.data.value.copy()
        for (zone, name), value in (values or {}).items():
            if zone not in self.zones:
                raise InvalidInput("values", f"there is no zone {zone}")
            changed[self.zones.index(zone), self.data.column(name)] = value
        unknown = sorted(set(weights or {}) - set(self.nodes))
        if unknown:
            raise InvalidInput("weights", f"there is no {', '.join(unknown)}")
        root = _reweight(self.spec.root, weights or {})
        assert isinstance(root, Group)
        return build(replace(self.spec, root=root), replace(self.data, value=changed))

    def suggest_weights(self, group: str, *, method: str = "pca") -> dict[str, float]:
        """Weights of a group's children that add up to 1: "pca" (squared loadings) or "influence" (equal correlations)."""
        if method not in ("pca", "influence"):
            raise InvalidInput("method", f"must be pca or influence, not {method!r}")
        columns = self._columns(group)
        found = first_component(columns)[1] if method == "pca" else equal_influence(columns)
        return dict(zip(self._children(group), found.tolist(), strict=True))

    def summary(self) -> str:
        """Plain text: zones, indicators, missing values, the best and the last zone."""
        missing = int(np.isnan(self.model.data.value).sum())
        head = (
            f"Index {self.spec.root.name}: {len(self.zones)} zones, {len(self.spec.indicators)} indicators in "
            f"{len(self.spec.groups)} groups, {missing} missing values"
        )
        if self.refusal is not None:
            return f"{head}. {self.refusal}"
        known = np.isfinite(self.scores)
        if not known.any():
            return f"{head}; no zone has a score"
        best, last = np.nanargmax(self.scores), np.nanargmin(self.scores)
        return (
            f"{head}; best {self.zones[best]} ({self.scores[best]:.1f}), last {self.zones[last]} ({self.scores[last]:.1f}). "
            "Ranks have intervals: see uncertainty()."
        )

    def _children(self, group: str) -> tuple[str, ...]:
        for node in self.spec.groups:
            if node.name == group:
                return tuple(child.name for child in node.children)
        raise InvalidInput("group", f"there is no group {group}")

    def _columns(self, group: str) -> FloatArray:
        return np.column_stack([self.score_of(name) for name in self._children(group)])


def build(
    spec: Spec | Mapping[str, Any], data: Data | Iterable[Mapping[str, Any]] | Mapping[str, Sequence[float]]
) -> Index:
    """Scores and ranks from a spec and data.

    ``spec``: nested mappings (or :class:`Spec`): a node with "children" is a group, one without is an indicator named as
    in the data. In this order: divide by ``denominator``; ``impute`` (none, mean, median, group_mean, group_median,
    siblings = mean of the group's normalised others); ``treat`` (winsorise, log, auto); ``normalise`` with ``direction``
    (minmax, zscore, scaled, goalposts, rank, percentile, borda, distance_to_max, distance_to_target,
    distance_to_reference, fraction_of_max); ``aggregate`` upwards with ``weights`` (given, equal, pca): arithmetic,
    geometric, harmonic, generalised or copeland. A zone with less than ``least_share`` of a group has no score there.

    ``data``: rows with zone, indicator, value and, where known, se, n, age; or :class:`Data` from :func:`table`; or plain
    columns. Source: OECD/JRC 2008, Handbook on Constructing Composite Indicators; methods as in COINr (Becker et al.
    2022, JOSS 7, 4567). Errors: InvalidInput for an unknown choice, name or column, missing marks, impossible values.
    Under 10 zones no ranks: ``.refusal``.

    >>> from zonestats import index
    >>> spec = {"name": "safety", "children": [
    ...     {"name": "fear", "direction": -1, "normalise": "goalposts", "low": 0, "high": 1},
    ...     {"name": "trust", "normalise": "goalposts", "low": 0, "high": 1, "weight": 3}]}
    >>> made = index.build(spec, {"fear": [0.4, 0.2], "trust": [0.8, 0.6]})
    >>> made.scores.round(6).tolist(), made.refusal.code
    ([75.0, 65.0], 'not_enough')
    """
    checked, given = parse(spec), read(data)
    model = make(checked, select(checked, given))
    found = evaluate(model, model.data.value[None])
    table = np.column_stack([found[name][0] for name in model.nodes])
    scores = table[:, -1]
    count = int(np.isfinite(scores).sum())
    refusal = None
    if count < minimums.INDEX_ZONES:
        reason = f"not enough zones for ranks: {count} have a score, at least {minimums.INDEX_ZONES} are needed"
        refusal = Refusal("not_enough", reason, count, minimums.INDEX_ZONES)
    placed = np.full(scores.size, np.nan) if refusal else ranks(scores[None])[0]
    return Index(checked, given, model, given.zones, model.nodes, table, scores, placed, refusal)


def _drop(group: Group, name: str) -> Group | None:
    """The group without one node anywhere below; groups left empty, or without weight, go too."""
    kept: list[Indicator | Group] = []
    for child in group.children:
        if child.name != name:
            smaller = _drop(child, name) if isinstance(child, Group) else child
            if smaller is not None:
                kept.append(smaller)
    return replace(group, children=tuple(kept)) if any(child.weight > 0 for child in kept) else None


def _reweight(node: Indicator | Group, weights: Mapping[str, float]) -> Indicator | Group:
    changed = replace(node, weight=float(weights.get(node.name, node.weight)))
    if isinstance(changed, Group):
        return replace(changed, children=tuple(_reweight(child, weights) for child in changed.children))
    return changed
