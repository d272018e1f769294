"""Weights on the simplex, and the search for predictor weights around them."""

import numpy as np
from numba import prange

from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.kernels.compile import kernel


@kernel()
def solve_small(matrix: FloatArray, right: FloatArray, size: int) -> None:
    """Gaussian elimination with pivoting in place; ``right`` becomes the solution."""
    for col in range(size):
        pivot = col
        for row in range(col + 1, size):
            if abs(matrix[row, col]) > abs(matrix[pivot, col]):
                pivot = row
        if pivot != col:
            for k in range(col, size):
                matrix[col, k], matrix[pivot, k] = matrix[pivot, k], matrix[col, k]
            right[col], right[pivot] = right[pivot], right[col]
        divisor = matrix[col, col]
        if divisor == 0.0:
            divisor = 1e-300
        for row in range(col + 1, size):
            factor = matrix[row, col] / divisor
            if factor != 0.0:
                for k in range(col, size):
                    matrix[row, k] -= factor * matrix[col, k]
                right[row] -= factor * right[col]
    for row in range(size - 1, -1, -1):
        total = right[row]
        for k in range(row + 1, size):
            total -= matrix[row, k] * right[k]
        right[row] = total / (matrix[row, row] if matrix[row, row] != 0.0 else 1e-300)


@kernel()
def nearest_donor(a: FloatArray, b: FloatArray) -> tuple[int, float]:
    """The single donor nearest to ``b``, and the largest squared length of a donor."""
    scale, best, first = 1e-300, np.inf, 0
    for j in range(a.shape[1]):
        distance, norm = 0.0, 0.0
        for r in range(a.shape[0]):
            distance += (a[r, j] - b[r]) ** 2
            norm += a[r, j] ** 2
        scale = max(scale, norm)
        if distance < best:
            best, first = distance, j
    return first, scale


@kernel()
def slopes(a: FloatArray, b: FloatArray, weights: FloatArray, residual_out: FloatArray, out: FloatArray) -> float:
    """out = gradient of |a·w − b|² / 2; returns its mean under the weights."""
    for r in range(a.shape[0]):
        total = -b[r]
        for j in range(a.shape[1]):
            if weights[j] != 0.0:
                total += a[r, j] * weights[j]
        residual_out[r] = total
    level = 0.0
    for j in range(a.shape[1]):
        total = 0.0
        for r in range(a.shape[0]):
            total += a[r, j] * residual_out[r]
        out[j] = total
        level += weights[j] * total
    return level


@kernel()
def solve_support(
    a: FloatArray, b: FloatArray, held: IntArray, size: int, ridge: float, system_out: FloatArray, right_out: FloatArray
) -> None:
    """right_out = least-squares weights of the held donors that add up to 1, of either sign."""
    for p in range(size):
        for q in range(p, size):
            total = 0.0
            for r in range(a.shape[0]):
                total += a[r, held[p]] * a[r, held[q]]
            system_out[p, q] = total
            system_out[q, p] = total
        system_out[p, p] += ridge
        system_out[p, size] = 1.0
        system_out[size, p] = 1.0
        total = 0.0
        for r in range(a.shape[0]):
            total += a[r, held[p]] * b[r]
        right_out[p] = total
    system_out[size, size] = 0.0
    right_out[size] = 1.0
    solve_small(system_out, right_out, size + 1)


@kernel()
def settle(a: FloatArray, b: FloatArray, inside_out: BoolArray, ridge: float, out: FloatArray) -> None:
    """Move to the best weights of the donors inside; whoever would fall below 0 on the way leaves."""
    capacity = a.shape[0] + 2
    held = np.empty(capacity, dtype=np.int64)
    system, right = np.empty((capacity + 1, capacity + 1)), np.empty(capacity + 1)
    while True:
        size = 0
        for j in range(a.shape[1]):
            if inside_out[j]:
                held[size] = j
                size += 1
        solve_support(a, b, held, size, ridge, system, right)
        step, leaving = 1.0, -1
        for p in range(size):
            if right[p] <= 0.0:
                here = out[held[p]]
                share = here / (here - right[p]) if here > right[p] else 0.0
                if share < step:
                    step, leaving = share, p
        for p in range(size):
            out[held[p]] += step * (right[p] - out[held[p]])
        if leaving < 0:
            break
        for p in range(size):
            if p == leaving or out[held[p]] <= 0.0:
                out[held[p]] = 0.0
                inside_out[held[p]] = False


@kernel()
def on_simplex(a: FloatArray, b: FloatArray, out: FloatArray) -> float:
    """out = argmin |a·w − b|², w ≥ 0, Σ w = 1 (active set); returns the minimum. ``a`` is (rows, donors)."""
    rows, donors = a.shape
    first, scale = nearest_donor(a, b)
    out[:] = 0.0
    out[first] = 1.0
    inside = np.zeros(donors, dtype=np.bool_)
    inside[first] = True
    residual, gradient = np.empty(rows), np.empty(donors)
    for _ in range(20 * (rows + 2) + donors):
        level = slopes(a, b, out, residual, gradient)
        entering, lowest, size = -1, level - 1e-13 * scale, 0
        for j in range(donors):
            size += inside[j]
            if not inside[j] and gradient[j] < lowest:
                entering, lowest = j, gradient[j]
        if entering < 0 or size >= rows + 1:
            break
        inside[entering] = True
        settle(a, b, inside, 1e-14 * scale, out)
    out /= out.sum()
    slopes(a, b, out, residual, gradient)
    return float(np.sum(residual * residual))


@kernel()
def outcome_loss(
    point: FloatArray, x: FloatArray, goal: FloatArray, z: FloatArray, path: FloatArray,
    scaled: FloatArray, scaled_goal: FloatArray, weights_out: FloatArray,
) -> float:  # fmt: skip
    """Pre-period mean squared error of the donors that fit the predictors best under predictor weights |point|."""
    predictors, donors = x.shape
    total = 0.0
    for k in range(predictors):
        total += abs(point[k])
    for k in range(predictors):
        root = np.sqrt(abs(point[k]) / total) if total > 0.0 else 0.0
        scaled_goal[k] = root * goal[k]
        for j in range(donors):
            scaled[k, j] = root * x[k, j]
    on_simplex(scaled, scaled_goal, weights_out)
    loss = 0.0
    for r in range(path.size):
        gap = path[r]
        for j in range(donors):
            if weights_out[j] != 0.0:
                gap -= z[r, j] * weights_out[j]
        loss += gap * gap
    return loss / path.size


@kernel()
def search(
    x: FloatArray, goal: FloatArray, z: FloatArray, path: FloatArray, start: FloatArray, steps: int,
    out: FloatArray, weights_out: FloatArray,
) -> float:  # fmt: skip
    """Nelder & Mead's simplex search for the predictor weights of least outcome error, from ``start``."""
    n = start.size
    scaled, scaled_goal = np.empty(x.shape), np.empty(n)
    points, values = np.empty((n + 1, n)), np.empty(n + 1)
    middle, tried, further = np.empty(n), np.empty(n), np.empty(n)
    for i in range(n + 1):
        points[i] = start
        if i > 0:
            points[i, i - 1] = points[i, i - 1] * 1.5 if points[i, i - 1] != 0.0 else 0.05
        values[i] = outcome_loss(points[i], x, goal, z, path, scaled, scaled_goal, weights_out)
    for _ in range(steps):
        order = np.argsort(values)
        points, values = points[order], values[order]
        if values[n] - values[0] <= 1e-12 * (abs(values[0]) + 1e-300):
            break
        for k in range(n):
            total = 0.0
            for i in range(n):
                total += points[i, k]
            middle[k] = total / n
            tried[k] = 2.0 * middle[k] - points[n, k]
        value = outcome_loss(tried, x, goal, z, path, scaled, scaled_goal, weights_out)
        if value < values[0]:
            further[:] = 3.0 * middle - 2.0 * points[n]
            beyond = outcome_loss(further, x, goal, z, path, scaled, scaled_goal, weights_out)
            if beyond < value:
                points[n], values[n] = further, beyond
            else:
                points[n], values[n] = tried, value
        elif value < values[n - 1]:
            points[n], values[n] = tried, value
        else:
            if value < values[n]:
                points[n], values[n] = tried, value
            further[:] = 0.5 * (middle + points[n])
            nearer = outcome_loss(further, x, goal, z, path, scaled, scaled_goal, weights_out)
            if nearer < values[n]:
                points[n], values[n] = further, nearer
            else:
                for i in range(1, n + 1):
                    points[i] = points[0] + 0.5 * (points[i] - points[0])
                    values[i] = outcome_loss(points[i], x, goal, z, path, scaled, scaled_goal, weights_out)
    lowest = np.argmin(values)
    out[:] = np.abs(points[lowest])
    return outcome_loss(points[lowest], x, goal, z, path, scaled, scaled_goal, weights_out)


@kernel(parallel=True)
def search_all(
    x: FloatArray, goal: FloatArray, z: FloatArray, path: FloatArray, donors: IntArray, starts: FloatArray, steps: int,
    points_out: FloatArray, values_out: FloatArray,
) -> None:  # fmt: skip
    """Every problem from every start; problem t has goals goal[t], path[t] and the donors donors[t]."""
    problems, several = donors.shape[0], starts.shape[1]
    for task in prange(problems * several):
        t, s = task // several, task % several
        mine = donors[t]
        own_x, own_z = np.empty((x.shape[0], mine.size)), np.empty((z.shape[0], mine.size))
        for j in range(mine.size):
            own_x[:, j] = x[:, mine[j]]
            own_z[:, j] = z[:, mine[j]]
        values_out[t, s] = search(
            own_x, goal[t], own_z, path[t], starts[t, s], steps, points_out[t, s], np.empty(mine.size)
        )
