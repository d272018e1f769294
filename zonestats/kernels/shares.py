"""Equal shares in floating point, with a flag wherever rounding could have decided.

The same election is run thousands of times while the voters' budgets are raised step by step; only runs that raise the
flag have to be repeated in exact arithmetic.
"""

import numpy as np

from zonestats.kernels.compile import kernel

_CLOSE = 1e-9


@kernel()
def price(cost: float, members: np.ndarray, weight: np.ndarray, purse: np.ndarray, untouched: np.ndarray) -> tuple:
    """(ρ, whether someone pays all they have, whether rounding decides if it can be paid); ρ = inf if it cannot."""
    poor, rich, pure = 0.0, 0.0, True
    total = 0.0
    for t in members:
        total += weight[t] * purse[t]
        rich += weight[t]
        pure = pure and untouched[t]
    doubt = not pure and abs(total - cost) <= _CLOSE * cost
    if total < cost or rich == 0:
        return np.inf, False, doubt
    cap = cost / rich
    settled = False
    while not settled:
        settled = True
        poor, rich = 0.0, 0.0
        for t in members:
            if purse[t] < cap:
                poor += weight[t] * purse[t]
            else:
                rich += weight[t]
        if rich == 0:
            return (1.0 if cap == 0 else cap / cost), True, True
        raised = (cost - poor) / rich
        if raised > cap:
            cap = raised
            settled = False
    # With nobody poor this is 1/rich, the same number for every project with as many supporters.
    return (1.0 - poor / cost) / rich, poor > 0, doubt


@kernel()
def before(rho: float, other: float, count: int, others: int, cost: float, costs: float) -> bool:
    """Whether a project comes before another one with a smaller id: lower ρ, then more approvals, then lower cost."""
    if rho != other:
        return rho < other
    if count != others:
        return count > others
    return cost < costs


@kernel()
def run(
    costs: np.ndarray, starts: np.ndarray, members: np.ndarray, weight: np.ndarray, counts: np.ndarray, share: float
) -> tuple:
    """(projects in the order chosen, doubt). ``members[starts[c]:starts[c + 1]]``: ballot types that approve c."""
    m = costs.size
    purse = np.full(weight.size, share)
    untouched = np.ones(weight.size, dtype=np.bool_)
    known = np.zeros(m)  # ρ never falls while money is spent
    exhausting = np.zeros(m, dtype=np.bool_)
    chosen = np.empty(m, dtype=np.int64)
    found = 0
    doubt = False
    while True:
        best = -1
        second = np.inf  # lowest ρ among projects whose rank rounding could change
        for c in range(m):
            if known[c] == np.inf or (best >= 0 and known[c] > known[best] * (1 + _CLOSE)):
                continue
            rho, emptied, unsure = price(costs[c], members[starts[c] : starts[c + 1]], weight, purse, untouched)
            doubt = doubt or unsure
            known[c] = rho
            exhausting[c] = emptied
            if rho == np.inf:
                continue
            if best < 0:
                best = c
                continue
            near = abs(rho - known[best]) <= _CLOSE * known[best]
            if near and (emptied or exhausting[best]):
                second = min(second, rho)
            if before(rho, known[best], counts[c], counts[best], costs[c], costs[best]):
                best = c
        if best < 0:
            return chosen[:found], doubt
        if second <= known[best] * (1 + 2 * _CLOSE):
            doubt = True
        cap = known[best] * costs[best]
        for t in members[starts[best] : starts[best + 1]]:
            paid = min(cap, purse[t])
            purse[t] -= paid
            untouched[t] = False
        chosen[found] = best
        found += 1
        known[best] = np.inf
