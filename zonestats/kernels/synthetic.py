"""Weights on the simplex, and the search for predictor weights around them.

Element by element and in short pieces: with whole-array statements the compiler needed half as long again.
"""

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
    inside = np.empty(donors, dtype=np.bool_)
    for j in range(donors):
        out[j] = 1.0 if j == first else 0.0
        inside[j] = j == first
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
    total, least = 0.0, 0.0
    for j in range(donors):
        total += out[j]
    for j in range(donors):
        out[j] /= total
    slopes(a, b, out, residual, gradient)
    for r in range(rows):
        least += residual[r] * residual[r]
    return least


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
def losses(
    points: FloatArray, first: int, x: FloatArray, goal: FloatArray, z: FloatArray, path: FloatArray,
    scaled: FloatArray, scaled_goal: FloatArray, weights_out: FloatArray, values_out: FloatArray,
) -> None:  # fmt: skip
    """values_out = outcome errors of the points from the one numbered ``first`` on."""
    for i in range(first, points.shape[0]):
        values_out[i] = outcome_loss(points[i], x, goal, z, path, scaled, scaled_goal, weights_out)


@kernel()
def sort_points(points_out: FloatArray, values_out: FloatArray) -> None:
    """Best first. By insertion: all but one stand in order already."""
    for i in range(1, values_out.size):
        j = i
        while j > 0 and values_out[j] < values_out[j - 1]:
            values_out[j], values_out[j - 1] = values_out[j - 1], values_out[j]
            for k in range(points_out.shape[1]):
                points_out[j, k], points_out[j - 1, k] = points_out[j - 1, k], points_out[j, k]
            j -= 1


@kernel()
def begin(start: FloatArray, points_out: FloatArray) -> None:
    """The start, and half as much again along every axis."""
    for i in range(start.size + 1):
        for k in range(start.size):
            points_out[i, k] = start[k]
        if i > 0:
            points_out[i, i - 1] = start[i - 1] * 1.5 if start[i - 1] != 0.0 else 0.05


@kernel()
def opposite(points: FloatArray, middle_out: FloatArray, tried_out: FloatArray) -> None:
    """The middle of all points but the last, and the last mirrored at it."""
    n = middle_out.size
    for k in range(n):
        total = 0.0
        for i in range(n):
            total += points[i, k]
        middle_out[k] = total / n
        tried_out[k] = 2.0 * middle_out[k] - points[n, k]


@kernel()
def replace_last(point: FloatArray, value: float, points_out: FloatArray, values_out: FloatArray) -> None:
    """The last point becomes ``point``."""
    last = values_out.size - 1
    values_out[last] = value
    for k in range(point.size):
        points_out[last, k] = point[k]


@kernel()
def shrink(points_out: FloatArray) -> None:
    """Every point half-way to the first."""
    for i in range(1, points_out.shape[0]):
        for k in range(points_out.shape[1]):
            points_out[i, k] = 0.5 * (points_out[i, k] + points_out[0, k])


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
    begin(start, points)
    losses(points, 0, x, goal, z, path, scaled, scaled_goal, weights_out, values)
    for _ in range(steps):
        sort_points(points, values)
        if values[n] - values[0] <= 1e-12 * (abs(values[0]) + 1e-300):
            break
        opposite(points, middle, tried)
        value = outcome_loss(tried, x, goal, z, path, scaled, scaled_goal, weights_out)
        expanding = value < values[0]
        if not expanding and value < values[n]:
            replace_last(tried, value, points, values)
            if value < values[n - 1]:
                continue
        share = -2.0 if expanding else 0.5
        for k in range(n):
            further[k] = middle[k] + share * (points[n, k] - middle[k])
        beyond = outcome_loss(further, x, goal, z, path, scaled, scaled_goal, weights_out)
        if beyond < (value if expanding else values[n]):
            replace_last(further, beyond, points, values)
        elif expanding:
            replace_last(tried, value, points, values)
        else:
            shrink(points)
            losses(points, 1, x, goal, z, path, scaled, scaled_goal, weights_out, values)
    sort_points(points, values)
    for k in range(n):
        out[k] = abs(points[0, k])
    return outcome_loss(out, x, goal, z, path, scaled, scaled_goal, weights_out)


@kernel()
def chosen(table: FloatArray, columns: IntArray, out: FloatArray) -> None:
    """out = those columns of the table."""
    for r in range(table.shape[0]):
        for j in range(columns.size):
            out[r, j] = table[r, columns[j]]


@kernel()
def search_one(
    x: FloatArray, goal: FloatArray, z: FloatArray, path: FloatArray, donors: IntArray, start: FloatArray, steps: int,
    point_out: FloatArray,
) -> float:  # fmt: skip
    """One problem from one start."""
    own_x, own_z = np.empty((x.shape[0], donors.size)), np.empty((z.shape[0], donors.size))
    chosen(x, donors, own_x)
    chosen(z, donors, own_z)
    return search(own_x, goal, own_z, path, start, steps, point_out, np.empty(donors.size))


@kernel(parallel=True)
def search_all(
    x: FloatArray, goal: FloatArray, z: FloatArray, path: FloatArray, donors: IntArray, starts: FloatArray, steps: int,
    points_out: FloatArray, values_out: FloatArray,
) -> None:  # fmt: skip
    """Every problem from every start; problem t has goals goal[t], path[t] and the donors donors[t]."""
    several = starts.shape[1]
    for task in prange(starts.shape[0] * several):
        t, s = task // several, task % several
        values_out[t, s] = search_one(x, goal[t], z, path[t], donors[t], starts[t, s], steps, points_out[t, s])
