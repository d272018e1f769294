"""Pictures of clock and trend, from seeded and published data: ``python docs/methods/plots/time.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats import clock, trend

PICTURES = Path(__file__).parent.parent / "pictures"
# British coal-mining disasters a year, 1851–1962 (Jarrett 1979).
DISASTERS = (
    "4541043406334026235453144155342522345121321011101010310100020011010122" "1421101100" "0022310"
)  # fmt: skip


def save(figure: plt.Figure, name: str) -> None:
    """A small PNG."""
    figure.savefig(PICTURES / f"{name}.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


def crime_clock() -> None:
    """Evening thefts, many known only as from–to."""
    rng = np.random.default_rng(1)
    day = 19_000 + rng.integers(0, 182, 800) + np.where(rng.random(800) < 0.5, 20, rng.uniform(0, 24, 800)) / 24
    found = clock.crime_clock(day, day + rng.exponential(0.15, 800))
    figure, axis = plt.subplots(figsize=(5, 4.4))
    axis.imshow(found.weights, aspect="auto", cmap="viridis", origin="lower")
    axis.set_xticks(range(7), ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"])
    axis.set_ylabel("hour")
    axis.set_title("Aoristic weights (n = 800)")
    save(figure, "aoristic")


def garwood() -> None:
    """How wide the interval of a small count is."""
    counts = np.arange(0, 31)
    low, high = trend.garwood(counts).T
    figure, axis = plt.subplots(figsize=(5, 3.4))
    axis.fill_between(counts, low, high, color="0.85")
    axis.plot(counts, counts, color="#0072b2")
    axis.set_xlabel("incidents counted")
    axis.set_ylabel("95 % interval of the mean")
    save(figure, "garwood")


def change_points() -> None:
    """The coal-mining disasters and their change of level."""
    counts = np.array([int(k) for k in DISASTERS])
    found = trend.change_points(counts)
    figure, axis = plt.subplots(figsize=(6.5, 3))
    axis.bar(1851 + np.arange(counts.size), counts, color="0.7")
    edges = np.concatenate(([0], found.starts, [counts.size]))
    for mean, first, last in zip(found.means, edges[:-1], edges[1:], strict=True):
        axis.plot([1851 + first, 1850 + last], [mean, mean], color="#d55e00", lw=2)
    axis.set_title("Coal-mining disasters a year and PELT's levels")
    save(figure, "change-points")


if __name__ == "__main__":
    for picture in (crime_clock, garwood, change_points):
        picture()
