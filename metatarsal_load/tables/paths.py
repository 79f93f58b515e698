"""The line that a recording followed, evenly spaced: its own length, not the device's distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metatarsal_load.tables.tracks import METRES_PER_DEGREE
from metatarsal_load.tables.windows import Floats, window_mean

SPACING_M = 9.0
# Receivers jitter by metres from second to second; a corner is cut by a few metres.
WINDOW_S = 6.0
# Coarse enough to cost little, fine enough to miss no cell and no lap.
ROUGH_SPACING_M = 20.0
ROUGH_WINDOW_S = 6.0
# So far from any position the line is not known; a step of twice that is a hole or a jump.
HOLE_M = 50.0


@dataclass(frozen=True)
class Path:
    """Points of a line, evenly spaced along it.

    Attributes
    ----------
    distance_m : numpy.ndarray
        Shape (n,): how far along the line; holes have no length [m].
    latitude_deg, longitude_deg : numpy.ndarray
        Shape (n,) [deg].
    """

    distance_m: Floats
    latitude_deg: Floats
    longitude_deg: Floats


NO_PATH = Path(np.empty(0), np.empty(0), np.empty(0))


def even_path(
    latitude_deg: Floats, longitude_deg: Floats, clock_s: Floats, distance_m: Floats
) -> tuple[Path, npt.NDArray[np.int64]]:
    """Smooth the positions of a recording over 6 s and space them out to one in 9 m.

    Parameters
    ----------
    latitude_deg, longitude_deg : ndarray
        Shape (n,) [deg]; NaN where there is no position.
    clock_s, distance_m : ndarray
        Shape (n,): timer time [s] and cumulative distance [m], not decreasing.

    Returns
    -------
    path : Path
        Empty with fewer than two positions.
    point : ndarray of int
        Shape (n,): point of the path nearest to each sample; one past the last where the sample
        is farther than 50 m of the way from every position.
    """
    known = np.flatnonzero(np.isfinite(latitude_deg) & np.isfinite(longitude_deg))
    if known.size < 2:
        return NO_PATH, np.zeros(latitude_deg.size, dtype=np.int64)
    clock = clock_s[known]
    first = latitude_deg[known[0]], longitude_deg[known[0]]
    smooth = [
        start + window_mean(degrees[known] - start, clock, WINDOW_S)
        for start, degrees in zip(first, (latitude_deg, longitude_deg), strict=True)
    ]
    along = _length(smooth[0], smooth[1])
    path = _spaced(along, smooth[0], smooth[1], SPACING_M)
    sample = np.arange(latitude_deg.size)
    point = np.round(np.interp(sample, known, along) / SPACING_M).astype(np.int64)
    point = np.minimum(point, path.distance_m.size - 1)
    if known.size < sample.size:
        after = np.minimum(np.searchsorted(known, sample), known.size - 1)
        near = known[np.maximum(after - 1, 0)], known[after]
        away = np.minimum(*(np.abs(distance_m - distance_m[k]) for k in near))
        point[away > HOLE_M] = path.distance_m.size
    return path, point


def rough_path(latitude_deg: Floats, longitude_deg: Floats, clock_s: Floats) -> Path:
    """Space positions out to one in 20 m, averaged over blocks of 6 s; quick, and good to 10 m.

    Parameters
    ----------
    latitude_deg, longitude_deg, clock_s : ndarray
        As for `even_path`.

    Returns
    -------
    Path
        Empty with fewer than two positions.
    """
    known = np.isfinite(latitude_deg) & np.isfinite(longitude_deg)
    if not known.all():
        latitude_deg, longitude_deg, clock_s = (
            channel[known] for channel in (latitude_deg, longitude_deg, clock_s)
        )
    if latitude_deg.size < 2:
        return NO_PATH
    spans = latitude_deg.size / max(float(clock_s[-1] - clock_s[0]), 1.0)
    block = max(1, int(ROUGH_WINDOW_S * spans))
    blocks = max(latitude_deg.size // block, 1)
    latitude, longitude = (
        degrees[: blocks * block].reshape(blocks, -1).mean(axis=1)
        for degrees in (latitude_deg, longitude_deg)
    )
    return _spaced(_length(latitude, longitude), latitude, longitude, ROUGH_SPACING_M)


def _length(latitude_deg: Floats, longitude_deg: Floats) -> Floats:
    """Cumulative length of a line; holes and jumps have none; shape (n,) [m]."""
    north = np.diff(latitude_deg) * METRES_PER_DEGREE
    scale = METRES_PER_DEGREE * np.cos(np.radians(latitude_deg[:-1]))
    step = np.hypot(north, np.diff(longitude_deg) * scale)
    step[step > 2 * HOLE_M] = 0.0
    return np.concatenate(([0.0], np.cumsum(step)))


def _spaced(along: Floats, latitude_deg: Floats, longitude_deg: Floats, spacing_m: float) -> Path:
    """Read a line off at even distances."""
    grid = np.arange(0.0, along[-1] + spacing_m / 2, spacing_m)
    return Path(grid, np.interp(grid, along, latitude_deg), np.interp(grid, along, longitude_deg))
