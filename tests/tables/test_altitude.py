"""Climb and steep ground on profiles whose answers are plain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metatarsal_load.tables.altitude import climb, grade_along, hills, level_altitude


@pytest.mark.parametrize(
    ("levels", "ascent", "descent"),
    [
        ([100, 110, 120], 20, 0),
        ([120, 100], 0, 20),
        ([100, 150, 120, 170], 100, 30),
        ([100, 101.9, 100, 101.9, 100], 0, 0),  # below 2 m: jitter
        ([100, 102, 100, 102, 100], 4, 4),
        ([100, 101, 100.5, 101.5, 101, 102.5], 2.5, 0),  # many small steps are one climb
        ([100, 99, 130], 31, 0),
        ([100, 100, 100], 0, 0),
    ],
)
def test_climb_by_hysteresis(levels: list[float], ascent: float, descent: float) -> None:
    assert climb(np.array(levels, dtype=float)) == pytest.approx((ascent, descent))


def test_unknown_altitude_climbs_an_unknown_amount() -> None:
    assert np.isnan(climb(np.full(5, np.nan))).all()
    assert np.isnan(climb(np.empty(0))).all()


@given(st.lists(st.floats(-100, 4000), min_size=1, max_size=50))
def test_ascent_minus_descent_is_the_net_rise_within_the_hysteresis(levels: list[float]) -> None:
    ascent, descent = climb(np.array(levels))
    assert ascent >= 0
    assert descent >= 0
    assert abs((ascent - descent) - (levels[-1] - levels[0])) <= 4.0 + 1e-6


def test_the_profile_backwards_swaps_ascent_and_descent() -> None:
    walk = np.cumsum(np.random.default_rng(1).normal(0, 1, 500))
    assert climb(walk)[0] == pytest.approx(climb(walk[::-1])[1])


@pytest.mark.parametrize(
    ("grade", "length", "steep_m", "steep_down_m", "downhill_m"),
    [
        (-0.08, 600, 600, 600, 600),  # RULES section 10, example 11
        (-0.05, 400, 0, 400, 400),
        (-0.04, 600, 0, 0, 0),
        (0.06, 300, 300, 0, 0),
        (0.055, 300, 0, 0, 0),
        (0.10, 40, 0, 0, 0),  # too short: 4 m in 100 m
        (-0.08, 100, 100, 100, 100),
    ],
)
def test_steep_ground_of_one_hill(
    grade: float, length: float, steep_m: float, steep_down_m: float, downhill_m: float
) -> None:
    distance = np.arange(0, 3000, 2.5)
    altitude = 200 + grade * np.clip(distance - 1000, 0, length)
    found = hills(distance, altitude)
    # Where a hill begins and ends is known to some 20 m on either side.
    assert found.steep_m == pytest.approx(steep_m, abs=40)
    assert found.steep_down_m == pytest.approx(steep_down_m, abs=40)
    assert found.downhill_m == pytest.approx(downhill_m, abs=40)
    assert (found.steep_m > 0) == (steep_m > 0)
    assert (found.steep_down_m > 0) == (steep_down_m > 0)


def test_noise_on_level_ground_is_no_hill() -> None:
    clock = np.arange(1800.0)
    noise = np.random.default_rng(2).normal(0, 2, 1800)
    altitude = level_altitude(100 + noise, np.diff(clock, prepend=0.0), clock, indoors=False)
    assert hills(3.0 * clock, altitude).steep_m == 0
    assert climb(altitude)[0] < 10


def test_grade_is_rise_over_run() -> None:
    distance = np.arange(0, 1000, 3.0)
    assert grade_along(distance, 0.05 * distance) == pytest.approx(np.full(distance.size, 0.05))
    assert np.isnan(grade_along(np.arange(5.0), np.arange(5.0))).all()


@pytest.mark.parametrize(
    ("altitude", "indoors"),
    [
        (np.full(100, np.nan), False),
        (np.full(100, 0.0), False),  # written where there is no altimeter
        (np.where(np.arange(100) < 40, np.arange(100.0), np.nan), False),
        (np.full(100, 20000.0), False),
        (np.arange(100.0), True),
    ],
)
def test_unusable_altitude_is_unknown(altitude: np.ndarray, indoors: bool) -> None:
    clock = np.arange(100.0)
    span = np.diff(clock, prepend=0.0)
    assert np.isnan(level_altitude(altitude, span, clock, indoors=indoors)).all()


def test_a_lift_during_a_pause_is_no_climb() -> None:
    clock = np.concatenate([np.arange(100.0), 99.0 + np.arange(100.0)])
    span = np.concatenate([[0.0], np.ones(99), [0.0], np.ones(99)])
    altitude = np.where(np.arange(200) < 100, 50.0, 90.0) + 0.1 * (np.arange(200) % 2)
    assert climb(level_altitude(altitude, span, clock, indoors=False)) == (0.0, 0.0)
