"""Pictures of a composite index, from seeded data: ``python docs/methods/plots/index.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats import index

PICTURES = Path(__file__).parent.parent / "pictures"


def save(figure: plt.Figure, name: str) -> None:
    """A small PNG."""
    figure.savefig(PICTURES / f"{name}.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


def made() -> index.Index:
    """15 zones, six proportions of 150 answers each in two domains."""
    rng = np.random.default_rng(4)
    level = rng.normal(size=(15, 1))
    value = 1 / (1 + np.exp(-(0.7 * level + 0.5 * rng.normal(size=(15, 6)))))
    nothing = np.full(value.shape, np.nan)
    leaves = [{"name": f"i{k}", "kind": "proportion"} for k in range(6)]
    spec = {"name": "index", "children": [{"name": "a", "children": leaves[:3]}, {"name": "b", "children": leaves[3:]}]}
    names = tuple(f"zone {k + 1}" for k in range(15))
    data = index.Data(names, tuple(f"i{k}" for k in range(6)), value, nothing, np.full(value.shape, 150.0), nothing)
    return index.build(spec, data)


def ranks() -> None:
    """Three rank intervals for each zone."""
    found = made().uncertainty(2000, 1)
    order = np.argsort(found.nominal)
    figure, axis = plt.subplots(figsize=(7, 4))
    parts = (
        (found.sampling, "0.0", -0.22, "sampling only"),
        (found.choices, "0.45", 0.0, "choices only"),
        (found.joint, "0.75", 0.22, "both"),
    )
    for part, colour, shift, name in parts:
        at = np.arange(15) + shift
        axis.hlines(at, part.rank_low[order] - 0.1, part.rank_high[order] + 0.1, color=colour, linewidth=4, label=name)
    axis.plot(found.nominal[order], range(15), "k|", markersize=14)
    axis.set(
        yticks=range(15),
        yticklabels=[found.zones[k] for k in order],
        xlabel="rank, 95 % interval",
        title="15 zones, 6 indicators of 150 answers",
    )
    axis.invert_yaxis()
    axis.legend(frameon=False)
    save(figure, "index-uncertainty")


def sensitivity() -> None:
    """Total share of each factor."""
    found = made().sensitivity(512, 1)
    figure, axis = plt.subplots(figsize=(5.5, 2.8))
    at = np.arange(len(found.factors))
    error = np.abs(found.total_ci.T - found.total)
    axis.barh(at, found.total, xerr=error, color="0.6", edgecolor="black", capsize=3)
    axis.set(
        yticks=at,
        yticklabels=found.factors,
        xlabel="total share of variance, 95 % interval",
        title="What moves the ranks",
    )
    save(figure, "index-sensitivity")


if __name__ == "__main__":
    for draw in (ranks, sensitivity):
        draw()
