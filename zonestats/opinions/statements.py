"""What each group says that others do not, and what all groups say together."""

from dataclasses import dataclass

import numpy as np

from zonestats.checks import FloatArray, IntArray

CERTAIN = 1.2815515594600038  # one-sided 90 %: the bar Polis sets
MOST = 5  # statements named for each group


@dataclass(frozen=True)
class Representative:
    """One statement that marks a group."""

    statement: int
    agree: bool  # the group agrees (or disagrees) more than the others
    share: float  # of the group's votes on it, pulled a little to one half
    share_outside: float
    votes: int  # the group's votes on it
    z_share: float  # test of the share against one half
    z_difference: float  # two-proportion test against everybody else
    significant: bool  # both tests above the 90 % bar

    @property
    def weight(self) -> float:
        """Order of importance: ratio of the shares × share × both test values (Small et al. 2021, §4.4)."""
        return self.share / self.share_outside * self.share * self.z_share * self.z_difference


@dataclass(frozen=True, eq=False)
class Tally:
    """Votes by group and statement: ``agree``, ``disagree`` and ``seen`` are (groups, statements)."""

    agree: FloatArray
    disagree: FloatArray
    seen: FloatArray


def tally(votes: FloatArray, labels: IntArray, k: int) -> Tally:
    """Count the votes of people with a group (label ≥ 0); a pass counts as seen."""
    grouped = labels >= 0
    member = np.eye(k)[labels[grouped]].T
    cast = votes[grouped]
    return Tally(member @ (cast == 1), member @ (cast == -1), member @ ~np.isnan(cast))


def consensus(said: FloatArray, seen: FloatArray) -> FloatArray:
    """Group-aware consensus (statements,): the product over groups of (said + 1)/(seen + 2).

    High only when every group says it; a large group cannot outvote a small one (Small et al. 2021, §4.5).
    """
    return np.asarray(np.prod((said + 1) / (seen + 2), axis=0))


def representative(counts: Tally) -> tuple[tuple[Representative, ...], ...]:
    """For each group the statements that mark it, most telling first: those that pass both tests, at most five.

    One-proportion test 2 √(n + 1) ((said + 1)/(n + 1) − ½); two-proportion test with one vote added to each count and
    pooled variance. A group with no statement that passes gets the best one, marked not significant.
    """
    return tuple(_of_group(counts, group) for group in range(counts.seen.shape[0]))


def _of_group(counts: Tally, group: int) -> tuple[Representative, ...]:
    found = []
    for said, agree in ((counts.agree, True), (counts.disagree, False)):
        inside, seen = said[group], counts.seen[group]
        outside, seen_outside = said.sum(axis=0) - inside, counts.seen.sum(axis=0) - seen
        share, share_outside = (inside + 1) / (seen + 2), (outside + 1) / (seen_outside + 2)
        z_share = one_proportion(inside, seen)
        z_difference = two_proportions(inside, outside, seen, seen_outside)
        passed = (z_share > CERTAIN) & (z_difference > CERTAIN)
        found += [
            Representative(
                int(s), agree, float(share[s]), float(share_outside[s]), int(seen[s]), float(z_share[s]),
                float(z_difference[s]), bool(passed[s]),
            )
            for s in np.flatnonzero(seen > 0)
        ]  # fmt: skip
    return _chosen(found)


def _chosen(found: list[Representative]) -> tuple[Representative, ...]:
    """Best first; ties by statement. Each statement once."""
    ranked = sorted(found, key=lambda one: (-one.weight, one.statement, not one.agree))
    passed = [one for one in ranked if one.significant]
    if passed:
        return tuple({one.statement: one for one in reversed(passed)}[one.statement] for one in passed)[:MOST]
    hopeful = [one for one in ranked if one.z_difference > 0]
    return tuple(sorted(hopeful, key=lambda one: (-one.z_difference, one.statement))[:1])


def one_proportion(said: FloatArray, seen: FloatArray) -> FloatArray:
    """z of said/seen against one half, one vote added to both."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((said + 1) / (seen + 1) - 0.5))


def two_proportions(inside: FloatArray, outside: FloatArray, seen: FloatArray, seen_outside: FloatArray) -> FloatArray:
    """z of inside/seen against outside/seen_outside, one vote added to each count; 0 where all said it."""
    a, b, n, m = inside + 1, outside + 1, seen + 1, seen_outside + 1
    pooled = (a + b) / (n + m)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return np.divide(a / n - b / m, spread, out=np.zeros_like(spread), where=spread > 0)
