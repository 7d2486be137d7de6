#!/usr/bin/env python3
"""Finds the coefficients of erf in activation.cpp and says how exact they are in float32.

erf(x)/x as P(x²)/Q(x²), both of degree 5, on 0 < x <= 3.92 (beyond, erf rounds to 1): linearised
least squares at Chebyshev nodes, reweighted towards an equal relative error everywhere.
Needs numpy.
"""
from math import erf, pi

import numpy as np

DEGREE, EDGE = 5, 3.92


def fit():
    angles = (np.arange(4000) + 0.5) / 4000 * pi
    x = EDGE * (1 - np.cos(angles)) / 2
    x = x[x > 1e-6]
    u = (x / EDGE) ** 2
    f = np.array([erf(v) / v for v in x])
    weight, denominator, best = 1 / f, np.ones_like(x), None
    for _ in range(200):
        rows = np.hstack([u[:, None] ** np.arange(DEGREE + 1),
                          -f[:, None] * u[:, None] ** np.arange(1, DEGREE + 1)])
        w = weight / np.abs(denominator)
        solution, *_ = np.linalg.lstsq(rows * w[:, None], f * w, rcond=None)
        p, q = solution[:DEGREE + 1], np.concatenate([[1], solution[DEGREE + 1:]])
        denominator = np.polyval(q[::-1], u)
        error = np.abs(np.polyval(p[::-1], u) / denominator / f - 1)
        if best is None or error.max() < best[0]:
            best = error.max(), p.copy(), q.copy()
        weight *= (error / error.mean() + 1e-3) ** 0.5
        weight /= weight.mean()
    powers = (EDGE * EDGE) ** np.arange(DEGREE + 1)
    return best[1] / powers, best[2] / powers


def evaluate(coefficients, t):
    result = np.full_like(t, np.float32(coefficients[-1]))
    for c in coefficients[-2::-1]:
        result = np.float32(result * t + np.float32(c))
    return result


def main():
    p, q = fit()
    print("P", [float(np.float32(c)) for c in p])
    print("Q", [float(np.float32(c)) for c in q])
    x = np.linspace(1e-4, EDGE, 200001).astype(np.float32)
    got = x * evaluate(p, x * x) / evaluate(q, x * x)
    exact = np.array([erf(float(v)) for v in x])
    print("largest relative error in float32:", np.abs(got / exact - 1).max())


main()
