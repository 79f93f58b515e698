"""Heart rate with the artefacts of straps and optical sensors left out."""

from __future__ import annotations

import numpy as np

from metatarsal_load.tables.windows import Floats, window_rate

# Slower than 30 and faster than 230 beats a minute is a loose strap.
HEART_RATE_RANGE = (30.0, 230.0)
# An optical sensor that takes the steps for the pulse follows the cadence this closely, this long.
LOCK_BPM = 2.0
LOCK_S = 300.0
LOCK_SHARE = 0.8


def true_heart_rate(
    heart_rate_bpm: Floats, cadence_spm: Floats, span_s: Floats, clock_s: Floats
) -> tuple[Floats, float]:
    """Leave out what no heart beat: loose straps and cadence lock.

    Parameters
    ----------
    heart_rate_bpm, cadence_spm : numpy.ndarray
        Shape (n,). Heart rate and cadence of both feet; NaN where unknown.
    span_s, clock_s : numpy.ndarray
        Shape (n,). Timer time of each span and since the start [s].

    Returns
    -------
    tuple of numpy.ndarray and float
        Shape (n,): NaN outside 30-230 beats a minute, and where the heart rate stays within 2 of
        the cadence for 80 % of the five minutes around it; and the time locked so [s].
    """
    low, high = HEART_RATE_RANGE
    usable = np.where((heart_rate_bpm >= low) & (heart_rate_bpm <= high), heart_rate_bpm, np.nan)
    near = np.abs(usable - cadence_spm) <= LOCK_BPM
    if not near.any() or clock_s[-1] < LOCK_S:
        return usable, 0.0
    locked = near & (window_rate(np.cumsum(near * span_s), clock_s, LOCK_S) >= LOCK_SHARE)
    return np.where(locked, np.nan, usable), float(span_s[locked].sum())
