"""Pictures of patrols, from seeded data: ``python docs/methods/plots/patrol.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats import patrol

PICTURES = Path(__file__).parent.parent / "pictures"


def save(figure: plt.Figure, name: str) -> None:
    """A small PNG."""
    figure.savefig(PICTURES / f"{name}.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


def allocation() -> None:
    """Visits against risk, with the held-out places."""
    risk = np.sort(np.random.default_rng(1).gamma(1, 10, 24))[::-1]
    plan = patrol.allocate(risk, 360, held_out=5, shifts=7, seed=1)
    colours = np.where(plan.held_out, "white", "0.4")
    figure, axes = plt.subplots(2, 1, figsize=(6, 3.6), sharex=True)
    axes[0].bar(range(24), risk, color=colours, edgecolor="black")
    axes[0].set(ylabel="risk", title="White: held out for comparison")
    axes[1].bar(range(24), plan.visits.sum(axis=1), color="0.4", edgecolor="black")
    axes[1].set(ylabel="visits", xlabel="place, by risk")
    save(figure, "patrol-allocation")


def routes() -> None:
    """Two units' rounds."""
    xy = np.vstack([[1500, 1500], np.random.default_rng(2).uniform(0, 3000, (14, 2))])
    minutes = np.linalg.norm(xy[:, None] - xy[None, :], axis=2) * 1.3 / 250
    plan = patrol.routes(list(range(1, 15)), minutes, [[0, 480]] * 14, 15, units=2, seconds=2, seed=1, shift=180)
    figure, axis = plt.subplots(figsize=(4.2, 4))
    for legs, style in zip(plan.units, ("k-", "k--"), strict=False):
        path = xy[[0, *(leg.row for leg in legs), 0]]
        axis.plot(path[:, 0], path[:, 1], style, linewidth=1)
    axis.plot(*xy[1:].T, "ko")
    axis.plot(*xy[0], "ks", markersize=10)
    axis.set(title=f"14 stops of 15 minutes, 2 units, {plan.travel:.0f} minutes of travel", aspect="equal")
    save(figure, "patrol-routes")


def dose() -> None:
    """Planned against delivered minutes."""
    rng = np.random.default_rng(3)
    start = np.sort(rng.uniform(0, 2000, 60))
    stays = {
        "place": rng.integers(8, size=60),
        "unit": rng.integers(1, 5, 60),
        "start": start,
        "end": start + rng.gamma(4, 2.5, 60),
    }
    found = patrol.dose(np.arange(8) * 100.0, np.zeros(8), checkins=stays, planned=np.full(8, 110.0))
    figure, axis = plt.subplots(figsize=(5, 3))
    axis.bar(range(8), found.planned, color="white", edgecolor="black", label="planned")
    axis.bar(range(8), found.minutes, color="0.4", width=0.5, label="delivered")
    axis.set(
        xlabel="place", ylabel="minutes", title=f"{found.minutes.sum() / found.planned.sum():.0%} of the plan delivered"
    )
    axis.legend(frameon=False)
    save(figure, "patrol-dose")


if __name__ == "__main__":
    for draw in (allocation, routes, dose):
        draw()
