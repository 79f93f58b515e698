"""What a reader returns: the samples of one activity and what the file says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd

SAMPLE_COLUMNS = (
    "distance_m",
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
    "speed_mps",
    "cadence_spm",
    "heart_rate_bpm",
    "power_w",
    "stance_time_ms",
    "vertical_oscillation_mm",
    "step_length_mm",
    "temperature_c",
)
"""The channels every samples table has, in this order; further channels follow them."""


@dataclass(frozen=True)
class Loss:
    """Something the input held and the result does not.

    Attributes
    ----------
    reason : str
        What was lost or doubtful, in words.
    offset : int or None
        Byte offset in the decompressed bytes, where one is known.
    """

    reason: str
    offset: int | None = None


def _no_spans() -> np.ndarray:
    return np.empty((0, 2), dtype="datetime64[us]")


@dataclass(frozen=True)
class Meta:
    """What a file says about one activity, beside its samples.

    Unknown is ``None`` (or an empty table), never 0 and never a guess.

    Attributes
    ----------
    file : str
        Name of the file as it was given.
    format : str
        ``fit``, ``gpx`` or ``tcx``: by content, not by name.
    engine : str
        ``columnar``, or the reference library that read it.
    activity : int
        0-based position of this activity in its file.
    sport, sub_sport : str or None
        The file's own words, lower case (``running``, ``trail``); FIT enum names for FIT.
    name : str or None
        The activity's title.
    device : str or None
        Maker and product of the recorder (``garmin fr935``).
    creator : str or None
        The program that wrote the file.
    start_utc : pandas.Timestamp or None
        Start as the file states it, UTC; else the first sample's time.
    utc_offset_s : float or None
        Local minus UTC time [s], where the file itself says so (FIT ``local_timestamp``).
    distance_m, timer_s, elapsed_s, ascent_m, descent_m : float or None
        The device's own totals [m, s, s, m, m].
    steps : float or None
        Steps of both feet, as the device counted them.
    cadence_source : str
        How the samples' ``cadence_spm`` came to be: see `metatarsal_load.readers.cadence`.
    mass_kg, hr_max_bpm, hr_rest_bpm : float or None
        The user profile in the file [kg, beats/min, beats/min].
    pauses : numpy.ndarray
        Shape (n, 2), datetime64[us], UTC: spans in which the timer stood, from stop and start
        events or from the gap between two track segments.
    laps : pandas.DataFrame
        One row a lap: ``start`` [UTC], ``distance_m``, ``timer_s``; empty where there are none.
    units : Mapping of str to str
        Unit of each developer field kept as a further samples column.
    notes : tuple of str
        What was odd and how it was handled, with byte offsets and counts.
    losses : tuple of Loss
        What was lost; each becomes a row of ``skipped``.
    """

    file: str
    format: str
    engine: str = "columnar"
    activity: int = 0
    sport: str | None = None
    sub_sport: str | None = None
    name: str | None = None
    device: str | None = None
    creator: str | None = None
    start_utc: pd.Timestamp | None = None
    utc_offset_s: float | None = None
    distance_m: float | None = None
    timer_s: float | None = None
    elapsed_s: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    steps: float | None = None
    cadence_source: str = "unknown"
    mass_kg: float | None = None
    hr_max_bpm: float | None = None
    hr_rest_bpm: float | None = None
    pauses: np.ndarray = field(default_factory=_no_spans, compare=False)
    laps: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)
    units: Mapping[str, str] = field(default_factory=dict, compare=False)
    notes: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()


Recording: TypeAlias = tuple[pd.DataFrame, Meta]
