import math

import numpy as np
import pytest

from licorice.bdrate import MonotoneCubic, bd_rate, frontier, read_curve

CURVE = [(0.1, 27.0), (0.25, 30.0), (0.5, 33.2), (1.0, 36.1), (2.0, 40.5)]


def test_same_curve_differs_by_nothing():
    assert bd_rate(CURVE, CURVE).percent == pytest.approx(0, abs=1e-12)


def test_constant_ratio_is_found_exactly():
    found = bd_rate(CURVE, [(0.8 * rate, quality) for rate, quality in CURVE])
    assert found.percent == pytest.approx(-20)
    assert (found.low, found.high) == (27.0, 40.5)


def test_only_the_shared_range_counts():
    found = bd_rate(CURVE, [(r * 2, q + 5) for r, q in CURVE])
    assert (found.low, found.high) == (32.0, 40.5)
    assert bd_rate(CURVE, [(r, q + 13) for r, q in CURVE]) is None
    assert bd_rate(CURVE, CURVE[:2]) is None


def test_points_that_are_beaten_do_not_count():
    worse = [(0.6, 30.1), (0.7, 33.0)]
    assert frontier(CURVE + worse) == frontier(CURVE)


def test_cubic_passes_through_its_points_without_swinging():
    x, y = [0.0, 1.0, 3.0, 4.0, 9.0], [0.0, 2.0, 2.5, 2.5, 7.0]
    cubic = MonotoneCubic(x, y)
    assert [cubic(v) for v in x] == pytest.approx(y)
    values = [cubic(v) for v in np.linspace(0, 9, 500)]
    assert all(b >= a - 1e-12 for a, b in zip(values, values[1:]))


def test_integral_agrees_with_small_steps():
    cubic = MonotoneCubic([q for _, q in CURVE], [math.log(r) for r, _ in CURVE])
    grid = np.linspace(28.3, 39.1, 20001)
    middle = [cubic(v) for v in (grid[:-1] + grid[1:]) / 2]
    assert cubic.integral(28.3, 39.1) == pytest.approx(np.mean(middle) * (39.1 - 28.3), rel=1e-7)


def test_curves_are_read_from_csv(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("# mean of 12\nbpp,psnr\n0.5, 30.25\n1,33\n")
    assert read_curve(path) == [(0.5, 30.25), (1.0, 33.0)]
