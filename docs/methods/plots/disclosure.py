"""Pictures of disclosure control, from seeded data: ``python docs/methods/plots/disclosure.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats import disclosure

PICTURES = Path(__file__).parent.parent / "pictures"


def save(figure: plt.Figure, name: str) -> None:
    """A small PNG."""
    figure.savefig(PICTURES / f"{name}.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


def suppression() -> None:
    """A table with totals: small counts and what protects them."""
    made = disclosure.suppress(np.random.default_rng(6).poisson(11, (6, 5)), k=5)
    figure, axis = plt.subplots(figsize=(5, 3.6))
    axis.imshow(made.primary * 2 + made.complementary, cmap="Blues", vmax=3)
    for (row, column), value in np.ndenumerate(made.published):
        axis.text(column, row, "–" if np.isnan(value) else f"{value:.0f}", ha="center", va="center")
    axis.axhline(5.5, color="0.3")
    axis.axvline(4.5, color="0.3")
    axis.set_xticks([])
    axis.set_yticks([])
    axis.set_title("dark: under 5; light: hidden to protect them")
    save(figure, "suppression")


def noise() -> None:
    """Distribution of the noise for three strengths."""
    figure, axis = plt.subplots(figsize=(5, 3.2))
    z = np.arange(-15, 16)
    for epsilon, colour in ((0.2, "#d55e00"), (0.5, "#0072b2"), (1.0, "#009e73")):
        ratio = np.exp(-epsilon)
        axis.plot(
            z, (1 - ratio) / (1 + ratio) * ratio ** np.abs(z), "o-", ms=3, color=colour, label=f"epsilon {epsilon}"
        )
    axis.set_xlabel("noise added to a count")
    axis.legend()
    save(figure, "noisy-counts")


def mask() -> None:
    """Forty points moved inside a boundary."""
    turn = np.linspace(0, 2 * np.pi, 80, endpoint=False)
    ring = np.column_stack([500 + 480 * np.cos(turn), 500 + 300 * np.sin(turn) + 80 * np.sin(3 * turn)])
    rng = np.random.default_rng(2)
    x, y = 500 + 400 * rng.uniform(-1, 1, 40), 500 + 200 * rng.uniform(-1, 1, 40)
    kept = np.hypot((x - 500) / 440, (y - 500) / 220) < 0.9
    made = disclosure.geomask(x[kept], y[kept], ring, inner=30, outer=110, seed=1)
    figure, axis = plt.subplots(figsize=(5.4, 3.8))
    axis.plot(*np.vstack([ring, ring[:1]]).T, color="0.4")
    axis.plot([x[kept], made.x], [y[kept], made.y], color="0.75", lw=0.8)
    axis.scatter(x[kept], y[kept], s=14, color="#d55e00", label="true (never shown)")
    axis.scatter(made.x, made.y, s=14, color="#0072b2", label="published")
    axis.set_aspect("equal")
    axis.legend()
    save(figure, "geomask")


def cells() -> None:
    """Cells merged until each holds eight addresses."""
    side = 16
    row, column = np.divmod(np.arange(side * side), side)
    counts = np.random.default_rng(4).poisson(1 + 14 * np.exp(-((row - 5) ** 2 + (column - 10) ** 2) / 30))
    parents = np.column_stack([row // s * 100 + column // s for s in (2, 4, 8, 16)])
    made = disclosure.k_anonymous(counts, parents, k=8)
    size = 4.0**made.level
    figure, axes = plt.subplots(1, 2, figsize=(7.5, 3.4))
    for axis, values, title in zip(
        axes, (counts, made.counts / size), ("addresses (never shown)", "published"), strict=True
    ):
        axis.imshow(values.reshape(side, side), origin="lower", cmap="Blues", vmax=15)
        axis.set_title(title)
    save(figure, "k-anonymous-cells")


if __name__ == "__main__":
    for picture in (suppression, noise, mask, cells):
        picture()
