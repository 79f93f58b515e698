"""The line that a recording followed, smoothed and evenly spaced."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metatarsal_load.tables.windows import Floats

SPACING_M = 10.0
# Receivers jitter by metres from second to second; a corner is cut by a few metres.
WINDOW_S = 8.0
# So far from any position the line is not known.
HOLE_M = 50.0


@dataclass(frozen=True)
class Path:
    """Points of a line, `SPACING_M` apart along the distance of the recording.

    Attributes
    ----------
    distance_m : numpy.ndarray
        Shape (n,): where along the recording; holes left out [m].
    latitude_deg, longitude_deg : numpy.ndarray
        Shape (n,) [deg].
    """

    distance_m: Floats
    latitude_deg: Floats
    longitude_deg: Floats


def even_path(
    latitude_deg: Floats, longitude_deg: Floats, clock_s: Floats, distance_m: Floats
) -> Path:
    """Smooth and space out the positions of a recording.

    Parameters
    ----------
    latitude_deg, longitude_deg : ndarray
        Shape (n,) [deg]; NaN where there is no position.
    clock_s, distance_m : ndarray
        Shape (n,): timer time [s] and cumulative distance [m], not decreasing.

    Returns
    -------
    Path
        Positions averaged over 8 s, then read off every 10 m; empty with fewer than two of them or
        without a distance.
    """
    known = np.flatnonzero(
        np.isfinite(latitude_deg) & np.isfinite(longitude_deg) & np.isfinite(distance_m)
    )
    if known.size < 2:
        return Path(np.empty(0), np.empty(0), np.empty(0))
    at, clock = distance_m[known], clock_s[known]
    grid = np.arange(at[0], at[-1] + SPACING_M / 2, SPACING_M)
    after = np.searchsorted(at, grid)
    before = np.clip(after - 1, 0, at.size - 1)
    hole = np.minimum(np.abs(grid - at[before]), np.abs(at[np.minimum(after, at.size - 1)] - grid))
    grid = grid[hole <= HOLE_M]
    low = np.searchsorted(clock, clock - WINDOW_S / 2)
    high = np.searchsorted(clock, clock + WINDOW_S / 2, side="right")
    smooth = []
    for degrees in (latitude_deg[known], longitude_deg[known]):
        total = np.concatenate(([0.0], np.cumsum(degrees - degrees[0])))
        smooth.append(degrees[0] + (total[high] - total[low]) / (high - low))
    return Path(grid, *(np.interp(grid, at, degrees) for degrees in smooth))
