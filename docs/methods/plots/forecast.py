"""Pictures of forecasts and their accuracy, from seeded data: ``python docs/methods/plots/forecast.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats import accuracy, forecast

PICTURES = Path(__file__).parent.parent / "pictures"
GRID = np.arange(50.0, 3000.0, 100.0)
CELLS = np.column_stack([part.ravel() for part in np.meshgrid(GRID, GRID)])


def events(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Uniform background; every event sets off 0.4 others about 40 m and 5 days away."""
    rng = np.random.default_rng(seed)
    every = [np.column_stack([rng.uniform(0, 3000, (900, 2)), rng.uniform(0, 730, 900)])]
    while len(every[-1]):
        parents = np.repeat(every[-1], rng.poisson(0.4, len(every[-1])), axis=0)
        steps = [rng.normal(0, 40, (len(parents), 2)), rng.exponential(5, (len(parents), 1))]
        later = parents + np.hstack(steps)
        every.append(later[later[:, 2] < 730])
    x, y, t = np.vstack(every).T
    return x, y, t


def save(figure: plt.Figure, name: str) -> None:
    """A small PNG."""
    figure.savefig(PICTURES / f"{name}.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


def hawkes() -> None:
    """Background and tomorrow's risk."""
    x, y, t = events(1)
    model = forecast.hawkes(x, y, t, reported=np.ones(x.size, bool), cells=CELLS, train=(0, 730), seed=1)
    figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.6))
    for axis, risk, title in zip(axes, (model.background, model.predict(730)), ("background", "day 730"), strict=True):
        axis.imshow(risk.reshape(30, 30), origin="lower", cmap="viridis", vmax=np.quantile(model.predict(730), 0.995))
        axis.set_title(f"Expected events a day: {title}")
    save(figure, "hawkes")


def hit_rate() -> None:
    """Prior counts against chance."""
    rng = np.random.default_rng(2)
    risk = rng.gamma(0.3, 1, 900)
    before, after = rng.poisson(risk * 2), rng.poisson(risk * 2)
    curve = accuracy.hit_rate(after, before)
    figure, axis = plt.subplots(figsize=(4.6, 3.8))
    axis.plot(curve.area_share, curve.event_share, color="#0072b2", label=f"prior counts, AUC {curve.auc:.2f}")
    axis.plot([0, 1], [0, 1], color="0.6", ls="--", label="chance")
    axis.set_xlabel("share of the area named")
    axis.set_ylabel("share of events caught")
    axis.legend()
    save(figure, "hit-rate")


def runaway() -> None:
    """What learning from discovered incidents does: thirty cities, one truth."""
    figure, axis = plt.subplots(figsize=(6, 3.4))
    for told, colour in ((True, "#d55e00"), (False, "#0072b2")):
        for seed in range(8):
            rng = np.random.default_rng(seed)
            record, share, line = np.array([1.0, 1.0]), 0.5, []
            for _ in range(72):
                sent = int(rng.random() >= share)
                record += rng.poisson([18, 12])
                record[sent] += told * rng.poisson(300)
                share = record[0] / record.sum()
                line.append(share)
            axis.plot(line, color=colour, lw=0.8)
    axis.axhline(0.6, color="k", ls="--")
    axis.set_xlabel("months of retraining")
    axis.set_ylabel("predicted share of district A")
    axis.set_title("Orange: learns discovered incidents; blue: reported only")
    save(figure, "runaway")


if __name__ == "__main__":
    for picture in (hawkes, hit_rate, runaway):
        picture()
