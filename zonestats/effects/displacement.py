"""Counts before and after, here, nearby and in a control area: what changed, and did it only move?"""

import numpy as np

from zonestats import checks
from zonestats.checks import FloatArray
from zonestats.effects.results import NOTHING, Balance, Effect, Pair, count_pair, normal, too_few
from zonestats.errors import InvalidInput, Refusal

AREAS = ("treated", "control", "displaced_treated", "displaced_control")
SIGNS = np.array([1.0, -1.0, 1.0, -1.0])


def wdd(
    *,
    treated: Pair,
    control: Pair,
    displaced_treated: Pair | None = None,
    displaced_control: Pair | None = None,
    time_weights: Pair = (1, 1),
    area_weights: tuple[float, ...] | None = None,
    level: float = 0.95,
) -> Effect:
    """Weighted displacement difference: events prevented (negative) or added, displacement included.

    WDD = ΔT − ΔC + ΔDT − ΔDC with Δ = after − before; under Poisson counts its variance is the sum of all eight counts.
    With weights a count enters as count/w and its variance as count/w², w = time weight × area weight: ``time_weights``
    are the lengths of (before, after), ``area_weights`` the sizes of (treated, control, displaced treated, displaced
    control); the effect is then per unit of time and of area. ``parts`` holds the local and the displacement
    estimate with their standard errors, and z.

    Pairs are (before, after). Units: events. Assumes counts that would have changed by the same number in both areas.
    Source: Wheeler & Ratcliffe 2018, Crime Science 7:11. Errors: InvalidInput for wrong pairs or weights; under 20 events
    before in the treated or control area ``.refusal``.

    >>> from zonestats import effects
    >>> found = effects.wdd(treated=(207, 110), control=(308, 318),
    ...                     displaced_treated=(178, 157), displaced_control=(150, 140))
    >>> round(found.effect), round(found.se, 1), round(found.parts["z"], 2)
    (-118, 39.6, -2.98)
    """
    checks.fraction("level", level)
    pairs = (treated, control, displaced_treated, displaced_control)
    counts = np.stack([count_pair(name, pair) for name, pair in zip(AREAS, pairs, strict=True)])
    weights = _weights(time_weights, area_weights)
    change = SIGNS * (counts[:, 1] / weights[:, 1] - counts[:, 0] / weights[:, 0])
    variance = (counts / weights**2).sum(axis=1)
    balance = Balance(
        ("before",), counts[:1, 0] / weights[:1, 0], counts[1:2, 0] / weights[1:2, 0], counts[1:2, 0] / weights[1:2, 0]
    )
    return _difference(change, variance, balance, counts, level)


def harm(results: list[Effect], weights: list[float], *, level: float = 0.95) -> Effect:
    """Several WDDs, one per kind of crime, added with harm weights: Σ w·WDD, variance Σ w²·se².

    Source: Wheeler's extension of Wheeler & Ratcliffe 2018 (R package ptools, ``wdd_harm``). Refused if any part is.

    >>> from zonestats import effects
    >>> a = effects.wdd(treated=(130, 74), control=(133, 91))
    >>> b = effects.wdd(treated=(327, 202), control=(388, 305))
    >>> effects.harm([a, b], [3, 2]).effect
    -126.0
    """
    factors = checks.floats("weights", weights, minimum=1)
    if len(results) != factors.size:
        raise InvalidInput("weights", f"has {factors.size} weights for {len(results)} results")
    refused = next((found.refusal for found in results if found.refusal is not None), None)
    effect = float(sum(w * found.effect for w, found in zip(factors, results, strict=True)))
    se = float(np.sqrt(sum((w * found.se) ** 2 for w, found in zip(factors, results, strict=True))))
    ci, p = normal(effect, se, checks.fraction("level", level))
    total, balance = sum(found.n for found in results), results[0].balance
    return Effect(effect, se, ci, p, balance, total, "Harm-weighted WDD", "harm", level, {}, refused)


def wdq(
    *,
    treated: Pair,
    control: Pair,
    displaced_treated: Pair,
    displaced_control: Pair | None = None,
    level: float = 0.95,
) -> Effect:
    """Weighted displacement quotient: what happened nearby for each unit of what happened here.

    WDQ = (D1/C1 − D0/C0) / (T1/C1 − T0/C0). Above 1 the benefit nearby exceeds the one here (diffusion), between 0 and 1
    it is smaller, between −1 and 0 some crime moved, below −1 more moved than was prevented. With ``displaced_control``
    the nearby area is compared with its own control. se by the delta method for Poisson counts; ci by
    Fieller's theorem, (−∞, ∞) when the change here cannot be told from 0; p tests WDQ = 0. ``parts``: numerator
    ("nearby") and denominator ("here", the success measure).

    Source: Bowers & Johnson 2003, J. Quantitative Criminology 19, 275–301. They compute the quotient only where crime
    fell here: otherwise ``.refusal`` has the code "no_reduction". Under 20 events before: "not_enough".

    >>> from zonestats import effects
    >>> round(effects.wdq(treated=(100, 60), control=(200, 200), displaced_treated=(80, 70)).effect, 3)
    0.25
    """
    checks.fraction("level", level)
    t, c = count_pair("treated", treated), count_pair("control", control)
    d = count_pair("displaced_treated", displaced_treated)
    own = c if displaced_control is None else count_pair("displaced_control", displaced_control)
    if min(c.min(), own.min()) <= 0:
        raise InvalidInput("control", "a quotient needs events before and after in the control area")
    nearby, here = d[1] / own[1] - d[0] / own[0], t[1] / c[1] - t[0] / c[0]
    spread = _ratio_variance(d, own), _ratio_variance(t, c)
    shared = 0.0 if displaced_control is not None else float(np.sum(d * t / c**3))
    refusal = too_few(t[0], c[0]) or _no_reduction(here)
    if refusal:
        effect, se, ci, p = float("nan"), float("nan"), NOTHING, float("nan")
    else:
        effect = float(nearby / here)
        se = float(np.sqrt(max(spread[0] - 2 * effect * shared + effect**2 * spread[1], 0.0)) / abs(here))
        ci, p = _fieller((nearby, here), spread, shared, level), normal(nearby, float(np.sqrt(spread[0])), level)[1]
    balance = Balance(("before", "before, nearby"), np.array([t[0], d[0]]), np.array([c[0], own[0]]), np.array([c[0], own[0]]))  # fmt: skip
    n = int(t.sum() + c.sum() + d.sum() + (own.sum() if displaced_control is not None else 0))
    parts = {"nearby": float(nearby), "here": float(here)}
    return Effect(effect, se, ci, p, balance, n, "Weighted displacement quotient", "quotient", level, parts, refusal)


def net_effect(*, treated: Pair, control: Pair, displaced_treated: Pair | None = None, level: float = 0.95) -> Effect:
    """Total net effect: events fewer (negative) or more than if both areas had moved like the control area.

    TNE = (T1 − T0·C1/C0) + (D1 − D0·C1/C0); se by the delta method for Poisson counts. ``parts``: the local and the
    displaced share. Sign as in ``wdd`` (Guerette's has prevented events positive).

    Source: Guerette 2009, Analyzing Crime Displacement and Diffusion, POP Tool Guide 10 (Clarke & Eck's net effect);
    assumes changes in proportion, where ``wdd`` assumes changes in number. Errors and refusals as in ``wdd``.

    >>> from zonestats import effects
    >>> effects.net_effect(treated=(100, 60), control=(200, 180), displaced_treated=(80, 70)).effect
    -32.0
    """
    checks.fraction("level", level)
    t, c = count_pair("treated", treated), count_pair("control", control)
    d = count_pair("displaced_treated", displaced_treated)
    refusal = too_few(t[0], c[0])
    balance = Balance(("before",), t[:1], c[:1], c[:1])
    n = int(t.sum() + c.sum() + d.sum())
    method, scale = "Total net effect", "events"
    if refusal:
        return Effect(np.nan, np.nan, NOTHING, np.nan, balance, n, method, scale, level, {}, refusal)
    factor = float(c[1] / c[0])
    local, moved = float(t[1] - t[0] * factor), float(d[1] - d[0] * factor)
    base = t[0] + d[0]
    factor_variance = c[1] / c[0] ** 2 + c[1] ** 2 / c[0] ** 3
    se = float(np.sqrt(t[1] + d[1] + factor**2 * base + base**2 * factor_variance))
    ci, p = normal(local + moved, se, level)
    return Effect(local + moved, se, ci, p, balance, n, method, scale, level, {"local": local, "displaced": moved})


def _weights(time_weights: Pair, area_weights: tuple[float, ...] | None) -> FloatArray:
    times = checks.floats("time_weights", time_weights)
    areas = checks.floats("area_weights", (1.0,) * 4 if area_weights is None else area_weights)
    if times.size != 2 or (times <= 0).any():
        raise InvalidInput("time_weights", "give the lengths of (before, after), both above 0")
    if areas.size not in (2, 4) or (areas <= 0).any():
        raise InvalidInput(
            "area_weights", "give the sizes of (treated, control) or of all four areas in the order of the arguments"
        )
    areas = np.concatenate([areas, np.ones(4 - areas.size)])
    return np.outer(areas, times)


def _difference(change: FloatArray, variance: FloatArray, balance: Balance, counts: FloatArray, level: float) -> Effect:
    n, method, scale = int(counts.sum()), "Weighted displacement difference", "events"
    refusal = too_few(counts[0, 0], counts[1, 0])
    if refusal:
        return Effect(np.nan, np.nan, NOTHING, np.nan, balance, n, method, scale, level, {}, refusal)
    effect, se = float(change.sum()), float(np.sqrt(variance.sum()))
    ci, p = normal(effect, se, level)
    parts = {
        "local": float(change[:2].sum()), "local_se": float(np.sqrt(variance[:2].sum())),
        "displaced": float(change[2:].sum()), "displaced_se": float(np.sqrt(variance[2:].sum())), "z": effect / se,
    }  # fmt: skip
    return Effect(effect, se, ci, p, balance, n, method, scale, level, parts)


def _ratio_variance(top: FloatArray, bottom: FloatArray) -> float:
    """Variance of the difference of two ratios of Poisson counts, by the delta method."""
    return float(np.sum(top / bottom**2 + top**2 / bottom**3))


def _no_reduction(here: float) -> Refusal | None:
    if here < 0:
        return None
    reason = "crime did not fall here against the control area, so there is nothing of which a part could have moved"
    return Refusal("no_reduction", reason)


def _fieller(values: Pair, spread: Pair, shared: float, level: float) -> Pair:
    """Interval of a ratio of two normal variables (Fieller 1954)."""
    z = float(checks.fraction("level", level))
    reach = float(-normal(0.0, 1.0, z)[0][0])
    top, bottom = values
    a = bottom**2 - reach**2 * spread[1]
    b = top * bottom - reach**2 * shared
    c = top**2 - reach**2 * spread[0]
    root = b**2 - a * c
    if a <= 0 or root < 0:
        return -np.inf, np.inf
    return float((b - np.sqrt(root)) / a), float((b + np.sqrt(root)) / a)
