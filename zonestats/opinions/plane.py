"""Incomplete votes as points in a plane: mean-filled principal components."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from zonestats.checks import FloatArray, IntArray
from zonestats.single import one_thread
from zonestats.sums import crossed


@dataclass(frozen=True, eq=False)
class Plane:
    """Where people stand. ``points`` (people, 2); ``loadings`` (2, statements); ``explained`` (2,) shares of variance."""

    points: FloatArray
    loadings: FloatArray
    explained: FloatArray


def plane(votes: FloatArray) -> Plane:
    """Two principal components of votes (people, statements) with NaN for unseen.

    Unseen votes take the statement's mean, so that they add nothing; each person's point is then moved outwards by
    √(statements ÷ votes), because mean-filled votes pull it to the middle (Small et al. 2021, *Recerca* 26(2), §4.2).
    The largest loading of each component is positive.
    """
    seen = ~np.isnan(votes)
    asked = seen.any(axis=0)
    given = np.where(seen, votes, 0.0)
    means = given.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    centred = np.where(seen, votes - means, 0.0)
    loadings, explained = _components(centred)
    stretch = np.sqrt(asked.sum() / np.maximum(seen.sum(axis=1), 1))
    return Plane(np.einsum("ps,cs->pc", centred, loadings) * stretch[:, None], loadings, explained)


@dataclass(frozen=True, eq=False)
class Ballots:
    """Votes made ready for many planes of most of the people: what all share is counted once.

    ``both`` (people, 2 × statements): votes with 0 for unseen, then 1 for seen. ``pairs``: bothᵀ · both, whole numbers.
    """

    both: FloatArray
    pairs: FloatArray
    cast: FloatArray  # (people,) votes of each

    @classmethod
    def of(cls, votes: FloatArray) -> "Ballots":
        """From votes (people, statements) with NaN for unseen."""
        seen = ~np.isnan(votes)
        both = np.hstack([np.where(seen, votes, 0.0), seen.astype(np.float64)])
        return cls(both, crossed(both, both), seen.sum(axis=1))

    def points_without(self, left_out: IntArray, kept: IntArray) -> FloatArray:
        """Where the people ``kept``, all but ``left_out``, stand in a plane of their own.

        As ``plane(votes[kept]).points``, but either axis may be turned round.
        """
        s = self.both.shape[1] // 2
        if s > kept.size:
            given, seen = self.both[kept, :s], self.both[kept, s:]
            return plane(np.where(seen > 0, given, np.nan)).points
        gone = self.both[left_out]
        pairs = self.pairs - crossed(gone, gone)
        counts = pairs.diagonal()[s:]
        means = pairs[:s, s:].diagonal() / np.maximum(counts, 1)
        # Σ (v − m)(w − l) over those who saw both = Σ vw − l Σ v − m Σ w + m l n
        shifted = pairs[:s, s:] * means
        gram = pairs[:s, :s] - shifted - shifted.T + np.outer(means, means) * pairs[s:, s:]
        vectors = _leading(gram)[1].T
        loadings = np.zeros((2, s))
        loadings[: vectors.shape[0]] = vectors
        there = np.einsum("ps,cs->pc", self.both, np.hstack([loadings, -means * loadings]))
        stretch = np.sqrt((counts > 0).sum() / np.maximum(self.cast, 1))
        return np.asarray((there * stretch[:, None])[kept])


def _components(centred: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The two leading eigenvectors of XᵀX, found on the smaller side of X."""
    people, statements = centred.shape
    wide = statements > people
    side = centred.T if wide else centred
    gram = crossed(side, side)
    values, top = _leading(gram)
    found = (crossed(centred, top) if wide else top).T
    loadings = np.zeros((2, statements))
    for row, vector in enumerate(found):
        loadings[row] = _turned(vector)
    total = float(np.trace(gram))
    shares = np.zeros(2)
    shares[: values.size] = values / total if total > 0 else 0.0
    return loadings, shares


def _leading(gram: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The two largest eigenvalues and their vectors as columns. Only these: the others cost more than the products."""
    side = gram.shape[0]
    with one_thread(side):
        # The routine behind ``eigh``, whose checks take as long as it does.
        values, vectors, found, _, _ = linalg.lapack.dsyevr(gram, range="I", il=max(side - 1, 1), iu=side)
    return values[:found][::-1], vectors[:, :found][:, ::-1]


def _turned(vector: FloatArray) -> FloatArray:
    """Of length one, its largest part positive; zeros where there is nothing."""
    length = float(np.linalg.norm(vector))
    if length <= 1e-12:
        return np.zeros(vector.size)
    largest = vector[np.argmax(np.round(np.abs(vector) / length, 9))]
    return np.asarray(vector / (length * np.sign(largest)))
