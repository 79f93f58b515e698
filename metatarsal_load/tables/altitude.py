"""Climb, descent and grade from an altitude that drifts and jitters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metatarsal_load.tables.windows import (
    Flags,
    Floats,
    fill_between,
    white_noise,
    window_mean,
    window_rate,
)

# Lowest and highest ground (the Dead Sea's shore, Everest), with a margin for drift.
_LOWEST_M, _HIGHEST_M = -500.0, 9000.0
# Share of the samples that must have an altitude for the rest to be filled in.
_ENOUGH = 0.5
# A barometer jitters by decimetres, a satellite fix by metres.
_JITTER_M = 0.5
_SMOOTH_BAROMETER_S = 11.0
_SMOOTH_SATELLITE_S = 31.0
# Rise that counts as a climb. With 2 m, 44 real recordings come within 10 % of their device's
# own climb in the median, without bias; 1 m counts jitter, 5 m loses a fifth.
HYSTERESIS_M = 2.0
# Grid along the distance, what a grade is taken over, and how long steep ground must be.
_CELL_M = 10.0
_GRADE_M = 50.0
_STRETCH_CELLS = 10
# 6 m in 100 m is 6 %, whatever floats say.
_ROUNDING = 1e-6
DOWNHILL_GRADE = -0.05
STEEP_GRADE = 0.06


class Hills(NamedTuple):
    """Metres of downhill and of steep ground; NaN where the altitude is unusable."""

    downhill_m: float
    steep_m: float
    steep_down_m: float


def level_altitude(altitude_m: Floats, span_s: Floats, clock_s: Floats, *, indoors: bool) -> Floats:
    """Altitude with impossible values left out, gaps filled and jitter smoothed.

    Parameters
    ----------
    altitude_m : numpy.ndarray
        Shape (n,) [m]; NaN where unknown.
    span_s, clock_s : numpy.ndarray
        Shape (n,). Timer time of each span and since the start [s]; steps across pauses and gaps
        (spans of 0 s) are left out of the profile.
    indoors : bool
        A treadmill's altitude is the weather, not a hill.

    Returns
    -------
    numpy.ndarray
        Shape (n,) [m], smoothed over 11 s (31 s where neighbouring samples jitter by more than
        0.5 m); all NaN where fewer than half of the samples have an altitude, where it never
        changes, or indoors.
    """
    usable = np.where((altitude_m > _LOWEST_M) & (altitude_m < _HIGHEST_M), altitude_m, np.nan)
    known = np.isfinite(usable)
    if indoors or known.sum() < max(2, _ENOUGH * known.size) or np.ptp(usable[known]) == 0:
        return np.full(altitude_m.size, np.nan)
    filled = fill_between(usable, clock_s)
    rises = np.diff(filled, prepend=filled[:1])
    rises[span_s == 0] = 0.0
    profile = filled[0] + np.cumsum(rises)
    noisy = white_noise(profile) > _JITTER_M
    return window_mean(profile, clock_s, _SMOOTH_SATELLITE_S if noisy else _SMOOTH_BAROMETER_S)


def climb(altitude_m: Floats) -> tuple[float, float]:
    """Total ascent and descent, rises and falls below 2 m left out.

    Parameters
    ----------
    altitude_m : numpy.ndarray
        Shape (n,) [m], as `level_altitude` returns it.

    Returns
    -------
    tuple of float
        Ascent and descent [m], both positive; NaN for an altitude that is unknown.
    """
    if altitude_m.size == 0 or np.isnan(altitude_m[0]):
        return float("nan"), float("nan")
    return _swings(altitude_m[_turns(altitude_m)].tolist())


def _turns(altitude: Floats) -> NDArray[np.intp]:
    """Find the ends and every local peak and trough."""
    slope = np.sign(np.diff(altitude))
    moved = np.flatnonzero(slope)
    turned = moved[1:][slope[moved[1:]] != slope[moved[:-1]]]
    return np.concatenate(([0], turned, [altitude.size - 1])).astype(np.intp)


def _swings(levels: list[float]) -> tuple[float, float]:
    """Ascent and descent of a chain of turning points, by hysteresis."""
    ascent = descent = 0.0
    low = high = turn = levels[0]
    direction = 0
    for level in levels:
        low, high = min(low, level), max(high, level)
        if direction >= 0 and high - level >= HYSTERESIS_M:
            ascent += (high - turn) * direction
            direction, turn, low = -1, high, level
        elif direction <= 0 and level - low >= HYSTERESIS_M:
            descent += (low - turn) * direction
            direction, turn, high = 1, low, level
    if direction > 0:
        ascent += high - turn
    elif direction < 0:
        descent += turn - low
    return ascent, descent


def grade_along(distance_m: Floats, altitude_m: Floats) -> Floats:
    """Rise over run across the 50 m around each sample.

    Parameters
    ----------
    distance_m, altitude_m : numpy.ndarray
        Shape (n,). Cumulative distance and smoothed altitude [m].

    Returns
    -------
    numpy.ndarray
        Shape (n,), dimensionless; NaN where either is unknown, or the distance is below 50 m.
    """
    if distance_m.size == 0 or not distance_m[-1] >= _GRADE_M:
        return np.full(distance_m.size, np.nan)
    return window_rate(altitude_m, distance_m, _GRADE_M)


def hills(distance_m: Floats, altitude_m: Floats) -> Hills:
    """Metres of downhill and of steep ground.

    The profile is read every 10 m. Downhill is a grade of -5 % or steeper over 50 m. Steep ground
    is judged over 100 m, as the rule asks: a cell counts where some 100 m around it reach the
    grade and its own 50 m reach half of it, so that the flat on either side does not.

    Parameters
    ----------
    distance_m, altitude_m : numpy.ndarray
        Shape (n,). Cumulative distance and smoothed altitude [m].

    Returns
    -------
    Hills
        `downhill_m` (grade <= -5 %), `steep_m` (|grade| >= 6 % over at least 100 m),
        `steep_down_m` (grade <= -5 % over at least 100 m) [m]; NaN where distance or altitude is
        unknown or the distance is below 50 m.
    """
    if distance_m.size == 0 or not distance_m[-1] >= _GRADE_M or np.isnan(altitude_m[0]):
        return Hills(float("nan"), float("nan"), float("nan"))
    edges = np.arange(0.0, distance_m[-1] + _CELL_M / 2, _CELL_M)
    profile = np.interp(edges, distance_m, altitude_m)
    middles = (edges[1:] + edges[:-1]) / 2
    near = np.interp(middles + _GRADE_M / 2, edges, profile)
    near = (near - np.interp(middles - _GRADE_M / 2, edges, profile)) / _GRADE_M
    down = _on_stretch(profile, near, -DOWNHILL_GRADE, sign=-1)
    steep = _on_stretch(profile, near, STEEP_GRADE, sign=1) | _on_stretch(
        profile, near, STEEP_GRADE, sign=-1
    )
    return Hills(
        downhill_m=_CELL_M * float(np.count_nonzero(near <= DOWNHILL_GRADE + _ROUNDING)),
        steep_m=_CELL_M * float(np.count_nonzero(steep)),
        steep_down_m=_CELL_M * float(np.count_nonzero(down)),
    )


def _on_stretch(profile: Floats, near: Floats, limit: float, *, sign: int) -> Flags:
    """Cells on a slope, up (+1) or down (-1), that averages `limit` over 100 m around them."""
    cells = np.zeros(near.size, dtype=bool)
    rise = sign * (profile[_STRETCH_CELLS:] - profile[:-_STRETCH_CELLS])
    first = np.flatnonzero(rise >= (limit - _ROUNDING) * _STRETCH_CELLS * _CELL_M)
    for offset in range(_STRETCH_CELLS):
        cells[first + offset] = True
    return cells & (sign * near >= limit / 2)
