"""Bjontegaard's rate difference: the mean gap of two rate-distortion curves along the axis of log-rates."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import NamedTuple

LEAST_POINTS = 3
LEAST_RANGE = 1.0  # dB


class Difference(NamedTuple):
    """Bits of the tested curve over the anchor's, in percent, and the range of qualities it holds for."""

    percent: float
    low: float
    high: float


class MonotoneCubic:
    """Piecewise cubic through points of strictly rising x, without a swing where the points have none.

    An inner slope is the weighted harmonic mean of the two secants beside it, 0 where they disagree in sign; an end
    slope is that of the parabola through three points, held between 0 and three times the secant.
    """

    def __init__(self, x: list[float], y: list[float]):
        if len(x) < LEAST_POINTS or len(x) != len(y) or any(b <= a for a, b in zip(x, x[1:])):
            raise ValueError("at least three points of strictly rising x expected")
        self.x, self.y = x, y
        width = [b - a for a, b in zip(x, x[1:])]
        secant = [(b - a) / w for a, b, w in zip(y, y[1:], width)]
        self.slope = [self._end(width[0], width[1], secant[0], secant[1])]
        for i in range(1, len(x) - 1):
            before, after = secant[i - 1], secant[i]
            if before * after <= 0.0:
                self.slope.append(0.0)
                continue
            share = (width[i - 1] + 2.0 * width[i]) / (3.0 * (width[i - 1] + width[i]))
            self.slope.append(1.0 / (share / before + (1.0 - share) / after))
        self.slope.append(self._end(width[-1], width[-2], secant[-1], secant[-2]))

    @staticmethod
    def _end(near_width: float, far_width: float, near: float, far: float) -> float:
        slope = near + (near - far) * near_width / (near_width + far_width)
        if slope * near <= 0.0:
            return 0.0
        if near * far < 0.0 and abs(slope) > 3.0 * abs(near):
            return 3.0 * near
        return slope

    def _coefficients(self, i: int) -> tuple[float, float, float, float]:
        """Of the powers 0 to 3 of (x - x_i)."""
        width = self.x[i + 1] - self.x[i]
        secant = (self.y[i + 1] - self.y[i]) / width
        left, right = self.slope[i], self.slope[i + 1]
        return self.y[i], left, (3.0 * secant - 2.0 * left - right) / width, (left + right - 2.0 * secant) / width**2

    def __call__(self, x: float) -> float:
        i = max(0, min(len(self.x) - 2, sum(knot <= x for knot in self.x) - 1))
        a, b, c, d = self._coefficients(i)
        t = x - self.x[i]
        return a + t * (b + t * (c + t * d))

    def integral(self, low: float, high: float) -> float:
        """Exactly, for low and high inside the points."""
        total = 0.0
        for i in range(len(self.x) - 1):
            start, end = max(low, self.x[i]), min(high, self.x[i + 1])
            if end <= start:
                continue
            a, b, c, d = self._coefficients(i)

            def primitive(t: float) -> float:
                return t * (a + t * (b / 2 + t * (c / 3 + t * d / 4)))

            total += primitive(end - self.x[i]) - primitive(start - self.x[i])
        return total


def frontier(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """(quality, log-rate) by rising quality, without points that another one beats in both."""
    kept: list[tuple[float, float]] = []
    for rate, quality in sorted(points, key=lambda p: (p[1], -p[0])):
        while kept and kept[-1][1] >= math.log(rate):
            kept.pop()
        if kept and quality - kept[-1][0] < 1e-6:
            continue
        kept.append((quality, math.log(rate)))
    return kept


def bd_rate(anchor: list[tuple[float, float]], test: list[tuple[float, float]]) -> Difference | None:
    """Compares points (bpp, dB); None if a curve has fewer than three points or less than 1 dB is shared."""
    curves = [frontier(anchor), frontier(test)]
    if min(map(len, curves)) < LEAST_POINTS:
        return None
    low = max(c[0][0] for c in curves)
    high = min(c[-1][0] for c in curves)
    if high - low < LEAST_RANGE:
        return None
    first, second = (MonotoneCubic([q for q, _ in c], [r for _, r in c]).integral(low, high) for c in curves)
    return Difference(100.0 * math.expm1((second - first) / (high - low)), low, high)


def read_curve(path: Path) -> list[tuple[float, float]]:
    """Points of a CSV file with the columns bpp and psnr, in this order; a heading and lines with # are skipped."""
    points = []
    with path.open(newline="") as file:
        for row in csv.reader(line for line in file if line.strip() and not line.startswith("#")):
            if row[0].strip() != "bpp":
                points.append((float(row[0]), float(row[1])))
    return points
