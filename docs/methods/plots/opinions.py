"""Pictures of opinion groups, from seeded data: ``python docs/methods/plots/opinions.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats import opinions

PICTURES = Path(__file__).parent.parent / "pictures"


def groups() -> None:
    """Three camps in the plane."""
    rng = np.random.default_rng(1)
    leaning = rng.uniform(-1.5, 1.5, (3, 30))
    votes = np.clip(np.round(leaning[rng.choice(3, 240, p=[0.5, 0.3, 0.2])] + rng.normal(0, 0.8, (240, 30))), -1, 1)
    votes[rng.random(votes.shape) < 0.5] = np.nan
    found = opinions.groups(votes, seed=1)
    figure, axis = plt.subplots(figsize=(5, 4))
    for label, colour in zip(range(found.k), ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"), strict=False):
        x, y = found.points[found.labels == label].T
        axis.scatter(x, y, s=16, color=colour, label=f"group {label}: {found.sizes[label]} people")
    axis.set_title(f"240 people, 30 statements, stability {found.stability:.2f}")
    axis.legend()
    figure.savefig(PICTURES / "opinion-groups.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


if __name__ == "__main__":
    groups()
