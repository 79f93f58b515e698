"""Recordings made of a few numbers, for tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metatarsal_load.readers.recording import SAMPLE_COLUMNS, Meta

METRES_PER_DEGREE = 110_574.3  # of latitude at the equator, WGS 84


def samples(
    seconds: Sequence[float] | np.ndarray, *, start: str = "2024-05-01T06:00:00", **channels: object
) -> pd.DataFrame:
    """Samples at `seconds` after `start` (UTC), channels by name, the rest NaN."""
    offsets = (np.asarray(seconds, dtype=float) * 1e6).round().astype("timedelta64[us]")
    time = pd.DatetimeIndex(np.datetime64(start, "us") + offsets, name="time").tz_localize("UTC")
    blank = dict.fromkeys(SAMPLE_COLUMNS, np.nan)
    return pd.DataFrame(blank | channels, index=time, dtype="float64")


def north(metres: np.ndarray, *, east: np.ndarray | float = 0.0) -> dict[str, np.ndarray]:
    """Positions `metres` north (and `east`) of 0 N 0 E, where both scales are near 111 km."""
    return {
        "latitude_deg": np.asarray(metres) / METRES_PER_DEGREE,
        "longitude_deg": np.broadcast_to(np.asarray(east) / 111_319.5, np.shape(metres)),
    }


def meta(**said: object) -> Meta:
    """What the file says; a run, unless told otherwise."""
    return Meta(**({"file": "run.fit", "format": "fit", "sport": "running"} | said))  # type: ignore[arg-type]


def pauses(*spans: tuple[float, float], start: str = "2024-05-01T06:00:00") -> np.ndarray:
    """Pauses from second to second after `start`."""
    offsets = (np.asarray(spans, dtype=float) * 1e6).astype("timedelta64[us]")
    return np.datetime64(start, "us") + offsets
