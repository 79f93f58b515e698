"""Where a recording was at 32 moments, to tell whether two recordings are of one run.

Signatures stay inside the package: positions never reach the sessions table.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

MOMENTS = 32
METRES_PER_DEGREE = 111_195.0


def track_signature(samples: pd.DataFrame) -> np.ndarray:
    """Position at 32 moments evenly spaced in time.

    Parameters
    ----------
    samples : DataFrame
        Samples of one activity, indexed by time.

    Returns
    -------
    ndarray
        Shape (32, 2), float32: latitude and longitude [deg]; NaN throughout where fewer than half
        of the recording has positions.
    """
    if "latitude_deg" not in samples or "longitude_deg" not in samples or not len(samples):
        return np.full((MOMENTS, 2), np.nan, dtype=np.float32)
    time = pd.DatetimeIndex(samples.index).as_unit("us").asi8
    moments = np.linspace(time[0], time[-1], MOMENTS)
    latitude = samples["latitude_deg"].to_numpy(dtype=float)
    longitude = samples["longitude_deg"].to_numpy(dtype=float)
    known = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    seen = time[known]
    if len(seen) < 2 or seen[-1] - seen[0] < (time[-1] - time[0]) / 2:
        return np.full((MOMENTS, 2), np.nan, dtype=np.float32)
    track = [np.interp(moments, seen, values[known]) for values in (latitude, longitude)]
    return np.column_stack(track).astype(np.float32)


def separation_m(
    one: np.ndarray, other: np.ndarray, one_span: tuple[float, float], span: tuple[float, float]
) -> float:
    """Median distance between two recordings at the moments they share.

    Parameters
    ----------
    one, other : ndarray
        Shape (32, 2): signatures.
    one_span, span : tuple of float
        Start and end of each, on one clock, in any unit.

    Returns
    -------
    float
        Median separation [m] at 32 moments of their overlap (equirectangular, good to 1 % for
        neighbours); NaN where either has no track or they share no time.
    """
    first, last = max(one_span[0], span[0]), min(one_span[1], span[1])
    if last <= first or not (np.isfinite(one).all() and np.isfinite(other).all()):
        return float("nan")
    moments = np.linspace(first, last, MOMENTS)
    a = _places_at(moments, one, one_span)
    b = _places_at(moments, other, span)
    north = (a[:, 0] - b[:, 0]) * METRES_PER_DEGREE
    east = (a[:, 1] - b[:, 1]) * METRES_PER_DEGREE * np.cos(np.radians(a[:, 0]))
    return float(np.median(np.hypot(north, east)))


def _places_at(moments: np.ndarray, track: np.ndarray, span: tuple[float, float]) -> np.ndarray:
    """Interpolate a signature; shape (moments, 2)."""
    clock = np.linspace(*span, MOMENTS)
    return np.column_stack([np.interp(moments, clock, track[:, axis]) for axis in (0, 1)])
