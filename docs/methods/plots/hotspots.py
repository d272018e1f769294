"""Pictures of the hot-spot methods, from seeded data: ``python docs/methods/plots/hotspots.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats import hotspots, scan

PICTURES = Path(__file__).parent.parent / "pictures"
EXTENT = (0.0, 0.0, 3000.0, 2000.0)


def events(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two busy places in a quiet town."""
    rng = np.random.default_rng(seed)
    places = [rng.normal((900, 700), 130, (220, 2)), rng.normal((2200, 1300), 220, (180, 2))]
    x, y = np.vstack([*places, rng.uniform((0, 0), (3000, 2000), (300, 2))]).T
    return x, y


def save(figure: plt.Figure, name: str) -> None:
    """A small PNG."""
    figure.savefig(PICTURES / f"{name}.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


def gi_star() -> None:
    """Counts, and which of them are hot spots."""
    counts = hotspots.count(*events(1), cell=100, extent=EXTENT)
    ny, nx = counts.values.shape
    found = hotspots.gi_star(counts.values.ravel(), neighbours=hotspots.grid(ny, nx), fdr=0.05)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
    left.imshow(counts.values, origin="lower", cmap="Greys")
    left.set_title("Events in 100 m cells (n = 700)")
    right.imshow(np.where(found.hot, found.z, np.nan).reshape(ny, nx), origin="lower", cmap="viridis")
    right.set_title("Gi* z where significant (FDR 5 %)")
    save(figure, "gi-star")


def kde() -> None:
    """The same events as a density, without and with edge correction."""
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True)
    for axis, edge in zip(axes, ("none", "diggle"), strict=True):
        found = hotspots.kde(*events(1), cell=50, bandwidth=200, edge=edge, extent=EXTENT)
        drawn = axis.imshow(found.values, origin="lower", cmap="viridis", vmin=0, vmax=700)
        axis.set_title(f"Events per km², edge = {edge}")
    figure.colorbar(drawn, ax=axes)
    save(figure, "kde")


def emerging() -> None:
    """One history for each class."""
    names = ("new", "consecutive", "intensifying", "persistent", "diminishing", "sporadic", "oscillating", "historical")
    hot = np.zeros((8, 12), int)
    hot[0, 11] = hot[1, 8:] = hot[7, :11] = 1
    hot[[2, 3, 4]] = 1
    hot[5, [2, 3, 6, 11]] = hot[6, [1, 11]] = 1
    hot[6, 5] = -1
    figure, axis = plt.subplots(figsize=(6, 3))
    axis.imshow(hot, cmap="coolwarm", vmin=-1, vmax=1, aspect="auto")
    axis.set_yticks(range(8), names)
    axis.set_xlabel("period (red: hot spot, blue: cold spot)")
    save(figure, "emerging")


def space_time_scan() -> None:
    """A planted outbreak and the cluster that is found."""
    rng = np.random.default_rng(3)
    x, y, people = rng.uniform(0, 3000, 150), rng.uniform(0, 2000, 150), rng.integers(50, 400, 150).astype(float)
    counts = rng.poisson(people[:, None] / 100, (150, 12))
    counts[np.hypot(x - 2200, y - 1300) < 350, 9:] += 5
    best = scan.space_time(counts, x, y, population=people, permutations=199, seed=1).clusters[0]
    figure, axis = plt.subplots(figsize=(5, 3.4))
    axis.scatter(x, y, s=counts[:, 9:].sum(axis=1) * 3, c="0.6")
    axis.add_patch(plt.Circle((x[best.centre], y[best.centre]), best.radius + 30, fill=False, color="#d55e00", lw=2))
    axis.set_aspect("equal")
    axis.set_title(f"Periods {best.first + 1}–12: relative risk {best.relative_risk:.1f}, p = {best.p:.3f}")
    save(figure, "scan")


if __name__ == "__main__":
    for picture in (gi_star, kde, emerging, space_time_scan):
        picture()
