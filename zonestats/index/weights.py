"""Weights from the data: the first principal component, and weights that give every child equal influence."""

import numpy as np
from scipy.optimize import minimize

from zonestats import sums
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput
from zonestats.single import one_thread


def first_component(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Shares of variance (k,) of the correlation matrix's components, and squared loadings of the first, which add up to 1.

    ``x`` (zones, k); zones with a missing value are left out. A constant column gets the weight 0.
    """
    values, vectors = components(x)
    return values / values.sum(), vectors[:, 0] ** 2


def components(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Eigenvalues, largest first, and eigenvectors of the correlation matrix; the largest loading of each is positive."""
    complete = x[np.isfinite(x).all(axis=1)]
    if complete.shape[0] < 3:
        raise InvalidInput(
            "data", f"principal components need 3 zones without missing values, there are {len(complete)}"
        )
    spread = complete.std(axis=0)
    z = (complete - complete.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    correlations = sums.gram(z, np.ones(z.shape[0])) / z.shape[0]
    with one_thread(correlations.shape[0]):
        values, vectors = np.linalg.eigh(correlations)
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    turn = np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])])
    return values, vectors * turn


def equal_influence(x: FloatArray) -> FloatArray:
    """Weights (k,) that add up to 1 and make every child correlate equally with the weighted mean, as nearly as they can.

    Weights are importance only where indicators are independent; these are. Source: Paruolo, Saisana & Saltelli 2013,
    JRSS A 176, 609–634; Becker et al. 2017, Ecological Indicators 80, 12–22.
    """
    complete = x[np.isfinite(x).all(axis=1)]
    if complete.shape[0] < 3:
        raise InvalidInput("data", f"weights from correlations need 3 complete zones, there are {len(complete)}")
    k = complete.shape[1]

    def uneven(logs: FloatArray) -> float:
        weights = np.exp(logs) / np.exp(logs).sum()
        against = [np.corrcoef(complete[:, j], sums.rows(complete, weights))[0, 1] for j in range(k)]
        return float(np.var(against))

    found = minimize(
        uneven, np.zeros(k), method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-14, "maxiter": 4000}
    )
    return np.asarray(np.exp(found.x) / np.exp(found.x).sum())
