"""Pictures of the survey methods, from seeded data: ``python docs/methods/plots/survey.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats import survey

PICTURES = Path(__file__).parent.parent / "pictures"


def save(figure: plt.Figure, name: str) -> None:
    """A small PNG."""
    figure.savefig(PICTURES / f"{name}.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


def intervals() -> None:
    """Sixty samples of clusters: intervals that know the clusters, and those that do not."""
    rng = np.random.default_rng(1)
    town = rng.random((60, 20)) < rng.beta(4, 6, 60)[:, None]
    figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.4), sharex=True, sharey=True)
    for axis, aware in zip(axes, (False, True), strict=True):
        missed = 0
        for row in range(60):
            drawn = rng.choice(60, 15, replace=False)
            clusters = np.repeat(np.arange(15), 20) if aware else None
            found = survey.estimate(town[drawn].ravel(), np.full(300, 4.0), kind="proportion", clusters=clusters)
            held = found.ci[0] <= town.mean() <= found.ci[1]
            missed += not held
            axis.plot(found.ci, [row, row], color="#0072b2" if held else "#d55e00", lw=1.4)
        axis.axvline(town.mean(), color="0.3", lw=1)
        axis.set_title(f"{'design known' if aware else 'taken for a simple sample'}: {missed} of 60 miss")
        axis.set_xlabel("share afraid")
    save(figure, "survey-intervals")


def raking() -> None:
    """Weights before and after raking two margins."""
    rng = np.random.default_rng(2)
    sex, age = rng.integers(0, 2, 800), rng.choice(4, 800, p=[0.5, 0.3, 0.15, 0.05])
    made = survey.rake(np.ones(800), [(sex, [4900.0, 5100.0]), (age, [2000.0, 2700.0, 2900.0, 2400.0])])
    figure, axis = plt.subplots(figsize=(5, 3.4))
    for group, name in enumerate(("under 30", "30–44", "45–59", "60 and over")):
        axis.scatter(made.weights[age == group], np.full((age == group).sum(), name), s=14, color="#0072b2")
    axis.axvline(10_000 / 800, color="0.5", ls="--", label="before")
    axis.set_xlabel("weight after raking")
    axis.legend()
    save(figure, "raking")


def small_areas() -> None:
    """Direct and smoothed figures against the truth."""
    rng = np.random.default_rng(3)
    light = rng.uniform(0, 1, 40)
    truth = 0.6 - 0.3 * light + rng.normal(0, 0.04, 40)
    variance = rng.uniform(0.002, 0.02, 40)
    direct = truth + rng.normal(0, np.sqrt(variance))
    found = survey.small_areas(direct, variance, np.column_stack([np.ones(40), light]))
    figure, axis = plt.subplots(figsize=(4.6, 4))
    axis.scatter(truth, direct, color="#d55e00", s=18, label="direct")
    axis.scatter(truth, found.estimate, color="#0072b2", s=18, label="smoothed")
    axis.plot([0.2, 0.7], [0.2, 0.7], color="0.5", lw=1)
    axis.set_xlabel("true share")
    axis.set_ylabel("estimate")
    axis.legend()
    save(figure, "small-areas")


def opt_in() -> None:
    """The sensitivity range by Γ."""
    gamma = np.linspace(1, 8, 80)
    low, high = np.array([survey.sensitivity(0.4, float(g)) for g in gamma]).T
    figure, axis = plt.subplots(figsize=(5, 3.2))
    axis.fill_between(gamma, low, high, color="#0072b2", alpha=0.3)
    axis.axhline(0.4, color="#0072b2")
    axis.plot([3.5], [0.7], "o", color="#d55e00", label="known case: 40 % opt-in, 70 % in samples")
    axis.set_xlabel("Γ: how many times likelier people of one answer took part")
    axis.set_ylabel("share afraid")
    axis.legend(loc="lower right")
    save(figure, "opt-in")


if __name__ == "__main__":
    for picture in (intervals, raking, small_areas, opt_in):
        picture()
