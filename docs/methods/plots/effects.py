"""Pictures of effects, from seeded data: ``python docs/methods/plots/effects.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats import effects

PICTURES = Path(__file__).parent.parent / "pictures"


def save(figure: plt.Figure, name: str) -> None:
    """A small PNG."""
    figure.savefig(PICTURES / f"{name}.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


def displacement() -> None:
    """The published WDD example with its parts."""
    found = effects.wdd(
        treated=(207, 110), control=(308, 318), displaced_treated=(178, 157), displaced_control=(150, 140)
    )
    names = ("here", "nearby", "together")
    values = [found.parts["local"], found.parts["displaced"], found.effect]
    errors = [1.96 * s for s in (found.parts["local_se"], found.parts["displaced_se"], found.se)]
    figure, axis = plt.subplots(figsize=(5, 3))
    axis.errorbar(values, range(3), xerr=errors, fmt="o", color="black", capsize=4)
    axis.axvline(0, color="grey", linewidth=1)
    axis.set(yticks=range(3), yticklabels=names, xlabel="events, 95 % interval", title="Wheeler & Ratcliffe's example")
    axis.set_ylim(2.5, -0.5)
    save(figure, "displacement")


def rate() -> None:
    """How the interval of a rate ratio widens with dispersion."""
    figure, axis = plt.subplots(figsize=(5, 3))
    rng = np.random.default_rng(1)
    for row, spread in enumerate((1e6, 60.0, 25.0, 12.0)):
        periods = [rng.multinomial(k, rng.dirichlet(np.full(12, spread))) for k in (200, 140, 400, 380)]
        found = effects.rate_ratio(treated=(200, 140), control=(400, 380), periods=periods)
        low, high = found.ratio_ci
        axis.plot([low, high], [row, row], color="black")
        axis.plot(found.ratio, row, "ko")
        axis.text(1.22, row, f"dispersion {found.parts['dispersion']:.1f}", va="center")
    axis.axvline(1, color="grey", linewidth=1)
    axis.set(yticks=[], xlabel="rate ratio, 95 % interval", title="Same counts, rougher months", xlim=(0.4, 1.2))
    save(figure, "rate-ratio")


def panel(seed: int) -> tuple[np.ndarray, ...]:
    """60 units × 12 months, half treated from month 6 on."""
    rng = np.random.default_rng(seed)
    unit, period = np.repeat(np.arange(60), 12), np.tile(np.arange(12), 60)
    treated = unit < 30
    mean = 10 * rng.gamma(5, 0.2, 60)[unit] * np.exp(0.2 * np.sin(period)) * np.where(treated & (period >= 6), 0.7, 1.0)
    return rng.poisson(mean), treated, unit, period


def differences() -> None:
    """Mean counts of both sides, and the event study."""
    counts, treated, unit, period = panel(2)
    found = effects.event_study(counts, treated, unit, period, start=6)
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.2))
    for side, name, style in ((True, "treated", "k-o"), (False, "control", "k--s")):
        axes[0].plot(
            range(12), [counts[(treated == side) & (period == p)].mean() for p in range(12)], style, label=name, ms=4
        )
    axes[0].axvline(5.5, color="grey", linewidth=1)
    axes[0].set(xlabel="month", ylabel="events per unit", title="60 units")
    axes[0].legend(frameon=False)
    axes[1].errorbar(
        found.lag, found.effect, yerr=[found.effect - found.low, found.high - found.effect], fmt="ko", capsize=3
    )
    axes[1].axhline(0, color="grey", linewidth=1)
    axes[1].axvline(-0.5, color="grey", linewidth=1)
    axes[1].set(xlabel="months since the start", ylabel="log ratio", title="event study, 95 % intervals")
    save(figure, "difference-in-differences")


def control() -> None:
    """Treated and synthetic path, and the placebo gaps."""
    rng = np.random.default_rng(3)
    loadings = rng.dirichlet(np.ones(3), 16)
    outcome = loadings @ (np.cumsum(rng.normal(0.1, 0.3, (3, 30)), axis=1) + 6) + rng.normal(0, 0.05, (16, 30))
    outcome[0, 20:] -= 0.8
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.2))
    found = effects.synthetic_control(outcome, np.arange(16) == 0, 20, permutations=15, seed=1)
    axes[0].plot(outcome[0], "k-", label="treated")
    axes[0].plot(found.weights @ outcome, "k--", label="synthetic")
    axes[0].legend(frameon=False)
    for k in range(1, 16):
        order = [k, *[j for j in range(1, 16) if j != k]]
        axes[1].plot(
            effects.synthetic_control(outcome[order], np.arange(15) == 0, 20, seed=1).gaps, color="0.75", lw=0.8
        )
    axes[1].plot(found.gaps, "k-")
    for axis, title in zip(axes, ("paths", f"gaps, placebo runs grey (p = {found.p:.3f})"), strict=True):
        axis.axvline(19.5, color="grey", linewidth=1)
        axis.set(xlabel="period", title=title)
    save(figure, "synthetic-control")


def power() -> None:
    """Power against the size of the effect for zones of three sizes."""
    figure, axis = plt.subplots(figsize=(5, 3.2))
    sizes = np.linspace(0.4, 1.0, 13)
    for mean, style in ((5, "k:"), (15, "k--"), (45, "k-")):
        rng = np.random.default_rng(mean)
        found = effects.power(rng.poisson(mean, 24), rng.poisson(2 * mean, 24), effects=sizes, simulations=1000, seed=1)
        axis.plot(sizes - 1, found.power, style, label=f"{mean} events a month")
    axis.axhline(0.8, color="grey", linewidth=1)
    axis.set(xlabel="true change", ylabel="power", title="24 months before and after")
    axis.legend(frameon=False, fontsize=8)
    save(figure, "power")


if __name__ == "__main__":
    for draw in (displacement, rate, differences, control, power):
        draw()
