"""Figures that mean "unknown" without being the unknown value of their type."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from metatarsal_load.readers.recording import SAMPLE_COLUMNS

_MEANT_UNKNOWN = (
    ("heart_rate_bpm", 0.0, "no pulse was found"),
    ("speed_mps", 65.535, "an unknown 16-bit value, widened"),
    ("altitude_m", 12_607.0, "an unknown 16-bit value, widened"),
)
_PLACE = {name: k for k, name in enumerate(SAMPLE_COLUMNS)}


def leave_out_sentinels(block: npt.NDArray[np.float64]) -> list[str]:
    """Make such figures NaN in the block, in place, and say how many there were.

    Beside the values of the table these are positions that no place has, and the point at 0 deg
    north, 0 deg east, which receivers write before they know where they are.
    """
    notes = []
    for name, value, reason in _MEANT_UNKNOWN:
        row = block[_PLACE[name]]
        meant = row == value
        count = np.count_nonzero(meant)
        if count:
            row[meant] = np.nan
            notes.append(f"{count} values {value:g} of {name} are unknown: {reason}")
    latitude, longitude = block[_PLACE["latitude_deg"]], block[_PLACE["longitude_deg"]]
    nowhere = (np.abs(latitude) > 90.0) | ((latitude == 0.0) & (longitude == 0.0))
    count = np.count_nonzero(nowhere)
    if count:
        latitude[nowhere] = longitude[nowhere] = np.nan
        notes.append(f"{count} positions are unknown: no place, or 0 deg north, 0 deg east")
    return notes
