"""Means over a window of timer time, for samples at any spacing."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def window_rate(total: Floats, along: Floats, width: float) -> Floats:
    """Mean rate of a running total in a window centred on each sample.

    ``(T(x + w/2) - T(x - w/2)) / w``, the window cut off at the ends of the recording.

    Parameters
    ----------
    total : numpy.ndarray
        Shape (n,). Running total: metres along time for a speed, altitude along metres for a grade.
    along : numpy.ndarray
        Shape (n,). Where each sample lies: timer time [s] or distance [m], not decreasing.
    width : float
        Width of the window, in the unit of `along`.

    Returns
    -------
    numpy.ndarray
        Shape (n,). Unit of `total` per unit of `along`; NaN where the window is empty.
    """
    if total.size == 0:
        return np.empty(0)
    late = np.minimum(along + width / 2, along[-1])
    early = np.maximum(along - width / 2, along[0])
    rise = np.interp(late, along, total) - np.interp(early, along, total)
    room = late - early
    rate = np.full(total.size, np.nan)
    np.divide(rise, room, out=rate, where=room > 0)
    return rate


def window_mean(values: Floats, clock_s: Floats, width_s: float) -> Floats:
    """Mean of samples in a window of time centred on each.

    Parameters
    ----------
    values, clock_s : numpy.ndarray
        Shape (n,). Samples free of NaN, and their timer time [s].
    width_s : float
        Width of the window [s].

    Returns
    -------
    numpy.ndarray
        Shape (n,), unit of `values`; the sample itself where its window holds no time.
    """
    spans = np.diff(clock_s, prepend=clock_s[:1])
    before = np.concatenate((values[:1], values[:-1]))
    mean = window_rate(np.cumsum((values + before) / 2 * spans), clock_s, width_s)
    return np.where(np.isnan(mean), values, mean)


def fill_between(values: Floats, clock_s: Floats) -> Floats:
    """Fill NaN linearly in time, held at the ends.

    Parameters
    ----------
    values, clock_s : numpy.ndarray
        Shape (n,). Samples, and their timer time [s].

    Returns
    -------
    numpy.ndarray
        Shape (n,), unit of `values`; all NaN stays so.
    """
    known = np.isfinite(values)
    if known.all() or not known.any():
        return values
    return np.interp(clock_s, clock_s[known], values[known])


def weighted_median(values: Floats, weights: Floats) -> float:
    """Median weighted by the time spent at each value.

    Parameters
    ----------
    values, weights : numpy.ndarray
        Shape (n,), free of NaN; weights not negative.

    Returns
    -------
    float
        The lowest value that half of the weight does not exceed, unit of `values`; NaN where
        there is no weight.
    """
    if not weights.sum() > 0:
        return float("nan")
    if weights.min() == weights.max():
        # One sample a second: the same median without sorting.
        middle = (values.size - 1) // 2
        return float(np.partition(values, middle)[middle])
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def white_noise(path: Floats) -> float:
    """Jitter of an evenly sampled path, from its third differences: motion hardly moves them.

    ``1.4826 median |d3| / sqrt(20)``: 20 is the variance of a third difference of unit noise.

    Parameters
    ----------
    path : numpy.ndarray
        Shape (n,), free of NaN.

    Returns
    -------
    float
        Standard deviation, unit of `path`; 0 for fewer than four points.
    """
    if path.size < 4:
        return 0.0
    return 1.4826 * float(np.median(np.abs(np.diff(path, 3)))) / 20**0.5
