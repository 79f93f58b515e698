"""Samples of one recording, cleaned: what was timer time, distance, speed and motion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metatarsal_load.readers.recording import Meta
from metatarsal_load.tables.altitude import grade_along, level_altitude
from metatarsal_load.tables.distance import best_distance, fill_speed, rough_speed
from metatarsal_load.tables.heart import true_heart_rate
from metatarsal_load.tables.sport import infer_sport, sport_of
from metatarsal_load.tables.surface import surface_of
from metatarsal_load.tables.timer import timer_spans
from metatarsal_load.tables.windows import Flags, Floats, window_rate

# Slower than a stroll, or fewer steps than one: standing.
MOVING_SPEED_MPS = 0.5
MOVING_CADENCE_SPM = 60.0
# Running sample: RULES section 1.
RUNNING_SPEED_MPS = 2.0
RUNNING_CADENCE_SPM = 140.0
# A runner reads pace over half a minute; the receiver's noise averages out.
PACE_WINDOW_S = 30.0
_CHANNELS = (
    "distance_m", "latitude_deg", "longitude_deg", "altitude_m", "speed_mps", "cadence_spm",
    "heart_rate_bpm",
)  # fmt: skip


@dataclass(frozen=True)
class Motion:
    """One recording as plain arrays of shape (n,), one entry a sample.

    Attributes
    ----------
    sport : str
        One of the schema's sports, inferred from the speed where the file names none.
    inferred : bool
        Whether the sport was inferred.
    time_us : numpy.ndarray of int64
        Instant [us since 1970, UTC].
    span_s, clock_s : numpy.ndarray
        Timer time of the span that ends here, and since the start [s]: 0 in pauses and gaps.
    latitude_deg, longitude_deg : numpy.ndarray
        Positions as recorded; NaN where unknown.
    distance_m, speed_mps, pace_mps : numpy.ndarray
        Cumulative distance, speed, and speed over 30 s as a runner reads a pace; NaN where unknown.
    cadence_spm, heart_rate_bpm, altitude_m, grade : numpy.ndarray
        Cadence of both feet, heart rate without artefacts, smoothed altitude, rise over run; NaN
        where unknown.
    moving, running : numpy.ndarray of bool
        Whether the athlete moved, and ran, in the span that ends here.
    measured : bool
        Whether any channel tells motion; without one, `moving` is the timer's word.
    source : str
        Where `distance_m` comes from: ``device``, ``track``, ``speed`` or ``unknown``.
    locked_s : float
        Time in which the heart rate was the cadence, left out [s].
    jumps : int
        Positions and steps of the track left out as faster than the sport allows.
    """

    sport: str
    inferred: bool
    time_us: NDArray[np.int64]
    span_s: Floats
    clock_s: Floats
    latitude_deg: Floats
    longitude_deg: Floats
    distance_m: Floats
    speed_mps: Floats
    pace_mps: Floats
    cadence_spm: Floats
    heart_rate_bpm: Floats
    altitude_m: Floats
    grade: Floats
    moving: Flags
    running: Flags
    measured: bool
    source: str
    locked_s: float
    jumps: int


def clean(samples: pd.DataFrame, meta: Meta) -> pd.DataFrame:
    """Fill in distance, speed, motion and grade.

    Parameters
    ----------
    samples : pandas.DataFrame
        Samples of one activity, as a reader returns them.
    meta : Meta
        What the file says about it: sport, pauses.

    Returns
    -------
    pandas.DataFrame
        A copy. `distance_m` is the device's total where it has one, else the length of the track
        (see `metatarsal_load.tables.track.track_distance`), else speed times time; `speed_mps` is
        the device's, else the mean over 5 s of distance; `moving` (bool) and `grade` (rise over
        run across 50 m) are added. Pauses, and gaps longer than max(30 s, 5 x the median
        interval), are neither distance nor time.
    """
    found = motion(samples, meta)
    return samples.assign(
        distance_m=found.distance_m,
        speed_mps=found.speed_mps,
        moving=found.moving,
        grade=found.grade,
    )


def motion(samples: pd.DataFrame, meta: Meta) -> Motion:
    """Clean a recording as plain arrays, without building a frame.

    Parameters
    ----------
    samples, meta
        As for `clean`.

    Returns
    -------
    Motion
        What `clean` and `metatarsal_load.tables.sessions.summarise` are made of.
    """
    time_us = pd.DatetimeIndex(samples.index).as_unit("us").asi8
    span = timer_spans(time_us, meta.pauses)
    clock = np.cumsum(span)
    channels = _read_channels(samples)
    cadence = channels["cadence_spm"]
    sport = sport_of(meta.sport, meta.sub_sport)
    inferred = sport == ""
    if inferred:
        sport = infer_sport(rough_speed(channels, clock, PACE_WINDOW_S), cadence, span)
    distance, source, jumps = best_distance(channels, span, clock, sport)
    speed = fill_speed(channels["speed_mps"], distance, clock)
    indoors = surface_of(meta.sub_sport) == "treadmill"
    altitude = level_altitude(channels["altitude_m"], span, clock, indoors=indoors)
    moving, running, measured = _gait(speed, cadence, span)
    heart_rate, locked = true_heart_rate(channels["heart_rate_bpm"], cadence, span, clock)
    return Motion(
        sport=sport,
        inferred=inferred,
        time_us=time_us,
        span_s=span,
        clock_s=clock,
        latitude_deg=channels["latitude_deg"],
        longitude_deg=channels["longitude_deg"],
        distance_m=distance,
        speed_mps=speed,
        pace_mps=window_rate(distance, clock, PACE_WINDOW_S),
        cadence_spm=cadence,
        heart_rate_bpm=heart_rate,
        altitude_m=altitude,
        grade=grade_along(distance, altitude),
        moving=moving,
        running=running,
        measured=measured,
        source=source,
        locked_s=locked,
        jumps=jumps,
    )


def _read_channels(samples: pd.DataFrame) -> dict[str, Floats]:
    """Read the columns as floats; NaN where the table lacks one."""
    names = samples.columns.tolist()
    # One look at the whole block: asking a fresh frame for a column at a time costs 1 ms.
    block = samples.to_numpy()
    if block.dtype != np.float64:
        names = [name for name in _CHANNELS if name in names]
        block = samples[names].to_numpy(dtype=np.float64)
    unknown = np.full(len(samples), np.nan)
    return {
        name: np.ascontiguousarray(block[:, names.index(name)]) if name in names else unknown
        for name in _CHANNELS
    }


def _gait(speed: Floats, cadence: Floats, span: Floats) -> tuple[Flags, Flags, bool]:
    """Which samples moved and ran, and whether any channel tells."""
    timed = span > 0
    measured = bool(np.isfinite(speed).any() or np.isfinite(cadence).any())
    if not measured:
        return timed, np.zeros(span.size, dtype=bool), False
    moving = timed & ((speed >= MOVING_SPEED_MPS) | (cadence >= MOVING_CADENCE_SPM))
    running = timed & ((speed >= RUNNING_SPEED_MPS) | (cadence >= RUNNING_CADENCE_SPM))
    return moving, running, True
