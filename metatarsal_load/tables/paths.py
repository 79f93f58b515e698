"""The line that a recording followed, smoothed and evenly spaced."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metatarsal_load.tables.windows import Floats, window_mean

SPACING_M = 10.0
# Receivers jitter by metres from second to second; a corner is cut by a few metres.
WINDOW_S = 8.0
# So far from any position the line is not known.
HOLE_M = 50.0


@dataclass(frozen=True)
class Path:
    """Points of a line, evenly spaced along the distance of the recording.

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
    latitude_deg: Floats,
    longitude_deg: Floats,
    clock_s: Floats,
    distance_m: Floats,
    *,
    spacing_m: float = SPACING_M,
    smooth: bool = True,
) -> Path:
    """Smooth and space out the positions of a recording.

    Parameters
    ----------
    latitude_deg, longitude_deg : ndarray
        Shape (n,) [deg]; NaN where there is no position.
    clock_s, distance_m : ndarray
        Shape (n,): timer time [s] and cumulative distance [m], not decreasing.
    spacing_m : float
        Distance between points [m].
    smooth : bool
        Whether positions are averaged over 8 s first.

    Returns
    -------
    Path
        Empty with fewer than two positions or without a distance; no points farther than 50 m of
        the way from every position.
    """
    known = np.isfinite(latitude_deg) & np.isfinite(longitude_deg) & np.isfinite(distance_m)
    whole = bool(known.all())
    if np.count_nonzero(known) < 2:
        return Path(np.empty(0), np.empty(0), np.empty(0))
    channels = (distance_m, clock_s, latitude_deg, longitude_deg)
    at, clock, *degrees = channels if whole else (channel[known] for channel in channels)
    grid = np.arange(at[0], at[-1] + spacing_m / 2, spacing_m)
    if (np.diff(at) > 2 * HOLE_M).any():
        after = np.minimum(np.searchsorted(at, grid), at.size - 1)
        before = np.maximum(after - 1, 0)
        grid = grid[np.minimum(np.abs(grid - at[before]), np.abs(at[after] - grid)) <= HOLE_M]
    if smooth:
        degrees = [each[0] + window_mean(each - each[0], clock, WINDOW_S) for each in degrees]
    return Path(grid, *(np.interp(grid, at, each) for each in degrees))
