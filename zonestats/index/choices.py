"""The choices that could as well have been made otherwise."""

from dataclasses import dataclass, fields

import numpy as np

from zonestats.checks import FloatArray, IntArray, choice
from zonestats.errors import InvalidInput
from zonestats.index.model import OWN, Model, Plan, evaluate
from zonestats.index.normalise import METHODS
from zonestats.index.spec import AGGREGATE, IMPUTE, TREAT

BLOCK = 4_000_000  # values held at a time
STEPS = ("normalise", "aggregate", "treat", "impute")
ALLOWED = dict(zip(STEPS, (METHODS, AGGREGATE, TREAT, IMPUTE), strict=True))


@dataclass(frozen=True)
class Choices:
    """Alternatives of each step ("own" = what the spec says), all equally likely; weights vary by ± ``weights`` of their own.

    Indicators without goalposts take min–max where "goalposts" is the alternative. ``weights`` 0: fixed.
    """

    weights: float = 0.25
    normalise: tuple[str, ...] = (OWN, "minmax", "percentile")
    aggregate: tuple[str, ...] = (OWN, "arithmetic", "geometric")
    treat: tuple[str, ...] = (OWN,)
    impute: tuple[str, ...] = (OWN,)

    def __post_init__(self) -> None:
        if not 0 <= self.weights < 1:
            raise InvalidInput("choices.weights", f"must be at least 0 and under 1, not {self.weights}")
        for field in fields(self)[1:]:
            if not getattr(self, field.name):
                raise InvalidInput(f"choices.{field.name}", "needs at least one alternative")
            for value in getattr(self, field.name):
                choice(f"choices.{field.name}", value, (OWN, *ALLOWED[field.name]))

    @property
    def open(self) -> tuple[str, ...]:
        """Steps with more than one alternative."""
        return tuple(step for step in STEPS if len(set(getattr(self, step))) > 1)


def picks(choices: Choices, uniforms: FloatArray) -> IntArray:
    """Alternatives (draws, steps) from uniforms (draws, steps)."""
    sizes = np.array([len(getattr(choices, step)) for step in STEPS])
    return np.asarray(np.minimum((uniforms * sizes).astype(np.int64), sizes - 1))


def score(
    model: Model, values: FloatArray | None, choices: Choices, picked: IntArray, factors: FloatArray | None
) -> FloatArray:
    """Root scores (draws, zones). ``values`` None: the data as they are, for every draw."""
    draws, zones = picked.shape[0], len(model.data.zones)
    out = np.empty((draws, zones))
    rows = max(1, BLOCK // max(model.data.value.size, 1))
    kinds, which = np.unique(picked, axis=0, return_inverse=True)
    for kind, alternatives in enumerate(kinds):
        plan = Plan(**{step: getattr(choices, step)[k] for step, k in zip(STEPS, alternatives, strict=True)})
        mine = np.flatnonzero(which.reshape(-1) == kind)
        for start in range(0, mine.size, rows):
            part = mine[start : start + rows]
            x = model.data.value[None] if values is None else values[part]
            weights = None if factors is None else factors[part]
            out[part] = evaluate(model, x, plan, weights)[model.spec.root.name]
    return out
