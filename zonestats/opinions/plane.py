"""Incomplete votes as points in a plane: mean-filled principal components."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from zonestats.checks import FloatArray
from zonestats.kernels import opinions as kernel
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


def _components(centred: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The two leading eigenvectors of XᵀX, found on the smaller side of X."""
    people, statements = centred.shape
    wide = statements > people
    gram = kernel.gram(np.ascontiguousarray(centred.T) if wide else centred)
    side = gram.shape[0]
    # Only the two that are needed: the others cost more than the products.
    with one_thread(side):
        values, vectors = linalg.eigh(gram, subset_by_index=[max(side - 2, 0), side - 1])
    top = vectors[:, ::-1]
    found = (crossed(centred, top) if wide else top).T
    loadings = np.zeros((2, statements))
    for row, vector in enumerate(found):
        length = float(np.linalg.norm(vector))
        if length > 1e-12:
            largest = vector[np.argmax(np.round(np.abs(vector) / length, 9))]
            loadings[row] = vector / (length * np.sign(largest))
    total = float(np.trace(gram))
    shares = np.zeros(2)
    shares[: values.size] = values[::-1] / total if total > 0 else 0.0
    return loadings, shares
