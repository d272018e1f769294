"""What an index is made of: indicators, groups of any depth, and every choice on the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from zonestats import checks
from zonestats.errors import InvalidInput
from zonestats.index.normalise import METHODS as NORMALISE

KINDS = ("exact", "proportion", "percent", "rate", "mean")
IMPUTE = ("none", "mean", "median", "group_mean", "group_median", "siblings")
TREAT = ("none", "winsorise", "log", "auto")
AGGREGATE = ("arithmetic", "geometric", "harmonic", "generalised", "copeland")
FIXED = ("goalposts", "scaled", "distance_to_target")  # marks in the data's units
WEIGHTS = ("given", "equal", "pca")


@dataclass(frozen=True)
class Indicator:
    """One measured thing. ``normalise``, ``impute`` and ``treat`` None: the index's own."""

    name: str
    direction: int = 1  # −1: less is better
    weight: float = 1.0
    kind: str = "exact"  # how its sampling error is drawn
    denominator: str | None = None  # name of the data column to divide by
    per: float = 1.0  # value / denominator × per
    normalise: str | None = None
    low: float | None = None  # goalposts and scaled
    high: float | None = None
    target: float | None = None
    reference: str | None = None  # name of a zone
    impute: str | None = None
    treat: str | None = None


@dataclass(frozen=True)
class Group:
    """A node: its score is the aggregate of its children's."""

    name: str
    children: tuple["Indicator | Group", ...]
    weight: float = 1.0
    weights: str = "given"
    aggregate: str | None = None  # None: the index's own
    power: float = 0.5  # of the generalised mean


@dataclass(frozen=True)
class Spec:
    """The whole index; see :func:`zonestats.index.build` for each choice."""

    root: Group
    normalise: str = "minmax"
    aggregate: str = "arithmetic"
    impute: str = "none"
    treat: str = "none"
    scale: tuple[float, float] = (0.0, 100.0)
    z: tuple[float, float] = (50.0, 15.0)  # mean and standard deviation of z-scores
    winsorise_most: int = 5
    least_share: float = 0.5  # of a group's children that must have a value

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(node for node in walk(self.root) if isinstance(node, Indicator))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Children before parents; the root is last."""
        return tuple(node for node in walk(self.root) if isinstance(node, Group))


def walk(node: Indicator | Group) -> Iterator[Indicator | Group]:
    """Every node, children first."""
    if isinstance(node, Group):
        for child in node.children:
            yield from walk(child)
    yield node


def parse(spec: Spec | Mapping[str, Any]) -> Spec:
    """A checked Spec from one, or from nested mappings as an area pack holds them (a node with "children" is a group)."""
    made = spec if isinstance(spec, Spec) else _spec(spec)
    names = [node.name for node in walk(made.root)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidInput("spec", f"names must be unique: {', '.join(twice)}")
    _check_choices(made)
    for node in walk(made.root):
        _check_node(node, made)
    return made


def _spec(raw: Mapping[str, Any]) -> Spec:
    known = {field.name for field in fields(Spec)} - {"root"}
    settings = {key: value for key, value in raw.items() if key in known}
    for pair in ("scale", "z"):
        if pair in settings:
            settings[pair] = tuple(float(v) for v in settings[pair])
    tree = raw.get("root") or {key: value for key, value in raw.items() if key not in known}
    root = _node(tree, "spec")
    if isinstance(root, Indicator):
        raise InvalidInput("spec", "needs children: a list of groups or indicators")
    return Spec(root, **settings)


def _node(raw: Any, where: str) -> Indicator | Group:
    if isinstance(raw, Indicator | Group):
        return raw
    if not isinstance(raw, Mapping) or not raw.get("name"):
        raise InvalidInput(where, "every node must be a mapping with a name")
    name, kind = str(raw["name"]), Group if "children" in raw else Indicator
    unknown = sorted(set(raw) - {field.name for field in fields(kind)})
    if unknown:
        raise InvalidInput(f"{where}.{name}", f"does not know {', '.join(unknown)}")
    if kind is Indicator:
        return Indicator(**raw)
    children: Sequence[Any] = raw["children"]
    if not children:
        raise InvalidInput(f"{where}.{name}", "a group needs at least one child")
    nodes = tuple(_node(child, f"{where}.{name}") for child in children)
    return Group(**{**raw, "children": nodes})


def _check_choices(spec: Spec) -> None:
    checks.choice("spec.normalise", spec.normalise, NORMALISE)
    checks.choice("spec.aggregate", spec.aggregate, AGGREGATE)
    checks.choice("spec.impute", spec.impute, IMPUTE)
    checks.choice("spec.treat", spec.treat, TREAT)
    if not spec.scale[0] < spec.scale[1]:
        raise InvalidInput("spec.scale", f"must rise, not {spec.scale}")
    if spec.z[1] <= 0 or not 0 <= spec.least_share <= 1:
        raise InvalidInput("spec.z and least_share", "need a standard deviation above 0 and a share from 0 to 1")


def _check_node(node: Indicator | Group, spec: Spec) -> None:
    where = f"spec.{node.name}"
    if not node.weight >= 0:
        raise InvalidInput(where, "the weight must be 0 or more")
    if isinstance(node, Group):
        checks.choice(f"{where}.aggregate", node.aggregate or spec.aggregate, AGGREGATE)
        checks.choice(f"{where}.weights", node.weights, WEIGHTS)
        if not any(child.weight > 0 for child in node.children):
            raise InvalidInput(where, "at least one child needs a weight above 0")
        return
    if node.direction not in (1, -1):
        raise InvalidInput(where, f"direction must be 1 (more is better) or -1, not {node.direction}")
    checks.choice(f"{where}.kind", node.kind, KINDS)
    checks.choice(f"{where}.impute", node.impute or spec.impute, IMPUTE)
    checks.choice(f"{where}.treat", node.treat or spec.treat, TREAT)
    method = checks.choice(f"{where}.normalise", node.normalise or spec.normalise, NORMALISE)
    if method in FIXED and (node.treat or spec.treat) in ("log", "auto"):
        raise InvalidInput(
            where, f"{method} has marks in the data's units, which a logarithm would move; use treat none"
        )
    if method in ("goalposts", "scaled") and not _rise(node.low, node.high):
        raise InvalidInput(where, f"{method} needs low < high")
    if method == "distance_to_target" and node.target is None:
        raise InvalidInput(where, "distance_to_target needs a target")
    if method == "distance_to_reference" and node.reference is None:
        raise InvalidInput(where, "distance_to_reference needs a reference zone")


def _rise(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low < high
