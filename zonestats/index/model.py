"""From drawn indicator values to scores, for many draws at once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.index.aggregate import aggregate
from zonestats.index.data import Data
from zonestats.index.draws import estimated
from zonestats.index.normalise import Marks, ascending, normalise
from zonestats.index.prepare import impute, treat
from zonestats.index.spec import FIXED, Group, Indicator, Spec
from zonestats.index.weights import first_component

OWN = "own"  # what the spec says


@dataclass(frozen=True)
class Plan:
    """One combination of choices; "own" leaves the spec's."""

    normalise: str = OWN
    aggregate: str = OWN
    treat: str = OWN
    impute: str = OWN


@dataclass(frozen=True, eq=False)
class Model:
    """A spec and its data, ready to be evaluated."""

    spec: Spec
    data: Data  # selected
    cluster: IntArray
    marks: tuple[Marks, ...]  # per indicator
    random: tuple[bool, ...]  # per indicator: drawn, so that every draw has its own values

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Indicators, then groups with the root last: the columns of a weight table."""
        return (*(node.name for node in self.spec.indicators), *(node.name for node in self.spec.groups))


def make(spec: Spec, data: Data) -> Model:
    """Check that the two fit."""
    labels = np.unique(data.cluster, return_inverse=True)[1] if data.cluster else np.zeros(len(data.zones))
    marks = tuple(_marks(spec, indicator, data) for indicator in spec.indicators)
    random = tuple(estimated(indicator, data, k) for k, indicator in enumerate(spec.indicators))
    return Model(spec, data, labels.astype(np.int64), marks, random)


def evaluate(
    model: Model, values: FloatArray, plan: Plan = Plan(), factors: FloatArray | None = None
) -> dict[str, FloatArray]:
    """Scores (draws, zones) of every node. ``values`` (draws, zones, indicators); ``factors`` (draws, nodes) on weights."""
    spec, scores = model.spec, {}
    for k, indicator in enumerate(spec.indicators):
        drawn = values[:, :, k] if model.random[k] else values[:1, :, k]
        scores[indicator.name] = _indicator(model, indicator, k, drawn, plan)
    multiplied = np.ones((1, len(model.nodes))) if factors is None else factors
    for group in spec.groups:
        children = np.stack(np.broadcast_arrays(*(scores[child.name] for child in group.children)), axis=2)
        children = _siblings(spec, group, children, plan)
        weights = _weights(model, group, children, multiplied)
        method = (group.aggregate or spec.aggregate) if plan.aggregate == OWN else plan.aggregate
        scores[group.name] = aggregate(
            children, weights, method, power=group.power, scale=spec.scale, least_share=spec.least_share
        )
    return scores


def ranks(scores: FloatArray) -> FloatArray:
    """1 = best; equal scores share the better rank; NaN stays NaN. ``scores`` (draws, zones)."""
    return ascending(-scores)


def _indicator(model: Model, indicator: Indicator, k: int, x: FloatArray, plan: Plan) -> FloatArray:
    spec = model.spec
    rule = (indicator.impute or spec.impute) if plan.impute == OWN else plan.impute
    outliers = (indicator.treat or spec.treat) if plan.treat == OWN else plan.treat
    method = (indicator.normalise or spec.normalise) if plan.normalise == OWN else plan.normalise
    if method in ("goalposts", "scaled") and indicator.low is None:
        method = "minmax"  # an alternative that this indicator has no marks for
    if method in FIXED and outliers in ("log", "auto"):
        outliers = "none"
    x = treat(impute(x, rule, model.cluster), outliers, spec.winsorise_most)
    return normalise(x, method, model.marks[k])


def _siblings(spec: Spec, group: Group, children: FloatArray, plan: Plan) -> FloatArray:
    rule = spec.impute if plan.impute == OWN else plan.impute
    wanted = [rule == "siblings" or getattr(child, "impute", None) == "siblings" for child in group.children]
    if not any(wanted) or np.isfinite(children).all():
        return children
    known = np.isfinite(children)
    count = known.sum(axis=2, keepdims=True)
    sums = np.where(known, children, 0.0).sum(axis=2, keepdims=True)
    mean = np.divide(sums, count, out=np.full(sums.shape, np.nan), where=count > 0)
    return np.where(known | ~np.array(wanted), children, mean)


def _weights(model: Model, group: Group, children: FloatArray, factors: FloatArray) -> FloatArray:
    columns = [model.nodes.index(child.name) for child in group.children]
    if group.weights == "pca":
        base = first_component(children[0])[1]
    elif group.weights == "equal":
        base = np.ones(len(columns))
    else:
        base = np.array([child.weight for child in group.children])
    return np.asarray(base * factors[:, columns])


def _marks(spec: Spec, indicator: Indicator, data: Data) -> Marks:
    if indicator.reference is not None and indicator.reference not in data.zones:
        raise InvalidInput(f"spec.{indicator.name}", f"the reference zone {indicator.reference} is not in the data")
    reference = data.zones.index(indicator.reference) if indicator.reference is not None else 0
    low = 0.0 if indicator.low is None else indicator.low
    high = 1.0 if indicator.high is None else indicator.high
    target = 1.0 if indicator.target is None else indicator.target
    return Marks(indicator.direction, low, high, target, reference, spec.scale, spec.z)
