"""Samples that no runner and no device can have measured become unknown, and are told."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FARTHEST_M = 1e7
_BOUNDS = {
    "distance_m": (-FARTHEST_M, FARTHEST_M),
    "altitude_m": (-15_000.0, 100_000.0),
    "speed_mps": (-1_000.0, 1_000.0),
    "power_w": (-1e5, 1e5),
    "stance_time_ms": (-1e5, 1e5),
    "vertical_oscillation_mm": (-1e5, 1e5),
    "step_length_mm": (-1e5, 1e5),
    "temperature_c": (-300.0, 1_000.0),
}
"""Wide: they keep arithmetic sound, and leave it to the tables to judge what is likely."""


_CLOCKS_AHEAD_S = 2 * 86400
"""Clocks may run ahead by two days (a wrong zone and a date line)."""
_NOT_BEFORE_S = 1_767_225_600
"""2026-01-01: a machine that says it is earlier has lost its clock."""


def latest_s() -> int:
    """Tell the latest time that a sample can have [s since 1970], by this machine's clock."""
    return int(max(time.time(), _NOT_BEFORE_S)) + _CLOCKS_AHEAD_S


def leave_out_impossible(block: npt.NDArray[np.float64], columns: Sequence[str]) -> list[str]:
    """Make figures beyond all bounds NaN in the block, in place, and say how many there were.

    Parameters
    ----------
    block : numpy.ndarray
        Shape (k, n): a row a column of the samples.
    columns : sequence of str
        Names of the rows.
    """
    if not block.shape[1]:
        return []
    lowest, highest = np.fmin.reduce(block, axis=1), np.fmax.reduce(block, axis=1)
    notes = []
    for row, name in enumerate(columns):
        low, high = _BOUNDS.get(name, (-np.inf, np.inf))
        if lowest[row] < low or highest[row] > high:
            beyond = (block[row] < low) | (block[row] > high)
            block[row, beyond] = np.nan
            notes.append(f"{beyond.sum()} values of {name} that cannot be are unknown")
    return notes
