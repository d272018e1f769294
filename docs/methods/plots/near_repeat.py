"""Pictures of near repeats, from seeded data: ``python docs/methods/plots/near_repeat.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats import near_repeat

PICTURES = Path(__file__).parent.parent / "pictures"


def events(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """600 burglaries, a quarter followed by another within about 100 m and a week."""
    rng = np.random.default_rng(seed)
    x, y, t = rng.uniform(0, 4000, 480), rng.uniform(0, 4000, 480), np.floor(rng.uniform(0, 365, 480))
    x, y = (np.concatenate([part, part[:120] + rng.normal(0, 50, 120)]) for part in (x, y))
    return x, y, np.concatenate([t, t[:120] + rng.integers(1, 8, 120)])


def knox() -> None:
    """The Knox table as a picture."""
    found = near_repeat.knox(*events(1), space_bands=np.arange(0, 700, 100), time_bands=np.arange(0, 49, 7), seed=1)
    figure, axis = plt.subplots(figsize=(6, 4))
    drawn = axis.imshow(found.ratio.T, origin="lower", cmap="viridis", vmin=0.5, vmax=3)
    for i, k in np.argwhere(found.p <= 0.05):
        axis.text(i, k, f"{found.p[i, k]:.3f}", ha="center", va="center", color="white")
    axis.set_xticks(range(6), [f"{low}–{low + 100}" for low in range(0, 600, 100)], rotation=40)
    axis.set_yticks(range(6), [f"{low}–{low + 7}" for low in range(0, 42, 7)])
    axis.set_xlabel("metres (right end closed)")
    axis.set_ylabel("days")
    figure.colorbar(drawn, label="observed / expected pairs")
    axis.set_title("Knox ratio, p ≤ 0.05 printed (n = 600)")
    figure.savefig(PICTURES / "knox.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


def chains() -> None:
    """Which events belong to a chain."""
    x, y, t = events(2)
    found = near_repeat.chains(x, y, t, distance=150, days=8)
    figure, axis = plt.subplots(figsize=(5, 4.4))
    axis.scatter(x[found.chain < 0], y[found.chain < 0], s=5, c="0.7", label="isolated")
    for role, colour in ((1, "#0072b2"), (2, "#d55e00")):
        axis.scatter(x[found.role == role], y[found.role == role], s=12, c=colour, label=
                     ("isolated", "originator", "near repeat")[role])  # fmt: skip
    axis.legend()
    axis.set_aspect("equal")
    axis.set_title("Chains within 150 m and 8 days")
    figure.savefig(PICTURES / "chains.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


if __name__ == "__main__":
    knox()
    chains()
