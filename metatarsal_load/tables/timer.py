"""Timer time: which part of the time between two samples the recorder ran."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from metatarsal_load.tables.windows import Floats

# Silence this long is a pause that nobody wrote down. Shorter silence is a lost signal (a tunnel,
# a phone asleep): the line across it is distance where it has a runner's speed, and standing
# where it has none. A recorder that writes only when something changes ("smart" recording) may be
# silent for five times its usual interval.
GAP_S = 30.0
GAP_INTERVALS = 5.0


def timer_spans(time_us: NDArray[np.int64], pauses: NDArray[np.datetime64]) -> Floats:
    """Timer time of the span that ends at each sample.

    Parameters
    ----------
    time_us : numpy.ndarray of int64
        Shape (n,), increasing [us].
    pauses : numpy.ndarray of datetime64
        Shape (m, 2): spans in which the timer stood; any order, may overlap.

    Returns
    -------
    numpy.ndarray
        Shape (n,) [s]: 0 for the first sample, without the pauses, and 0 for a gap: a span of
        more than max(30 s, 5 x the median span).
    """
    if time_us.size == 0:
        return np.empty(0)
    span = np.diff(time_us, prepend=time_us[:1]) / 1e6
    if len(pauses):
        paused = _paused_before(time_us, pauses)
        span = np.maximum(span - np.diff(paused, prepend=paused[:1]), 0.0)
    usual = float(np.median(span[1:])) if span.size > 1 else 0.0
    return np.where(span > max(GAP_S, GAP_INTERVALS * usual), 0.0, span)


def _paused_before(time_us: NDArray[np.int64], pauses: NDArray[np.datetime64]) -> Floats:
    """Time the timer had stood before each instant [s], up to a constant."""
    spans = pauses.astype("datetime64[us]").astype(np.int64)
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    end = np.maximum.accumulate(spans[:, 1])
    # Overlap with earlier pauses counts once.
    start = np.minimum(np.maximum(spans[:, 0], np.concatenate((spans[:1, 0], end[:-1]))), end)
    edges = np.column_stack((start, end)).ravel()
    stood = np.column_stack((np.zeros(start.size), end - start)).ravel().cumsum()
    return np.asarray(np.interp(time_us, edges, stood)) / 1e6
