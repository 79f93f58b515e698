"""The frame of one recording from its cleaned points."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from metatarsal_load.readers.cadence import both_feet
from metatarsal_load.readers.recording import SAMPLE_COLUMNS, Loss, Meta, Recording
from metatarsal_load.readers.xml.clean import Cleaned, clean, of_our_age
from metatarsal_load.readers.xml.document import Floats, Points, Run, Times
from metatarsal_load.readers.xml.grammar import CHANNELS

_COLUMNS = pd.Index(SAMPLE_COLUMNS)

EARTH_RADIUS_M = 6_371_008.8
_STATED_START_WITHIN = pd.Timedelta(hours=1)
_SPAN = 10
"""Samples over which the speed from positions is taken: GPS noise averages out."""
_SHARED = [name for name in CHANNELS if name in SAMPLE_COLUMNS]


def make_recording(points: Points, meta: Meta) -> Recording:
    """Clean the points of one recording and complete its meta with what was found.

    Parameters
    ----------
    points : Points
        Its points, in file order.
    meta : Meta
        What the file says; ``format``, ``sport`` and ``device`` help to judge the cadence.

    Returns
    -------
    samples : pandas.DataFrame, shape (n, len(SAMPLE_COLUMNS))
        Indexed by ``time`` [UTC].
    meta : Meta
        With ``cadence_source``, ``start_utc`` and all notes and losses.
    """
    cleaned = clean(points)
    samples, source = _samples(cleaned, meta)
    start, doubt = _start(samples, meta.start_utc)
    return samples, replace(
        meta,
        cadence_source=source,
        start_utc=start,
        notes=meta.notes + cleaned.notes + doubt,
        losses=meta.losses + cleaned.losses,
    )


def _start(
    samples: pd.DataFrame, stated: pd.Timestamp | None
) -> tuple[pd.Timestamp | None, tuple[str, ...]]:
    """Start as the file states it, unless its own points are far from that."""
    if len(samples) == 0:
        return stated, ()
    first = samples.index[0]
    if stated is None or abs(first - stated) <= _STATED_START_WITHIN:
        return first if stated is None else stated, ()
    return first, (f"the stated start {stated:%Y-%m-%d %H:%M} is not its first point's: not used",)


def with_losses(recordings: list[Recording], lost: list[Loss]) -> list[Recording]:
    """Let the first recording tell what was lost with those that had nothing left."""
    (samples, meta), *others = recordings
    return [(samples, replace(meta, losses=meta.losses + tuple(lost))), *others]


def points_of(points: Points, runs: list[Run]) -> Points:
    """Points of some of the document's runs."""
    if sum(run.stop - run.first for run in runs) == points.time.size:
        return points
    none = np.arange(0)
    rows = np.concatenate([none, *(np.arange(run.first, run.stop) for run in runs)])
    return Points(points.time[rows], points.channels[rows], points.naive[rows])


def _samples(cleaned: Cleaned, meta: Meta) -> tuple[pd.DataFrame, str]:
    """Build the samples table and the ``cadence_source``."""
    column = dict(zip(CHANNELS, cleaned.channels.T, strict=True))
    block = np.full((len(SAMPLE_COLUMNS), cleaned.time.size), np.nan)
    for name in _SHARED:
        block[SAMPLE_COLUMNS.index(name)] = column[name]
    raw, counted = column["cadence"], meta.format
    if not np.isnan(column["run_cadence"]).all():
        raw, counted = column["run_cadence"], f"{meta.format}_run_cadence"
    source = "unknown"
    if not np.isnan(raw).all():
        speed = column["speed_mps"]
        if np.isnan(speed).all():
            speed = _speed(cleaned.time, column["latitude_deg"], column["longitude_deg"])
        writer = meta.device or meta.creator
        spm, source = both_feet(raw, speed, format=counted, sport=meta.sport, creator=writer)
        block[SAMPLE_COLUMNS.index("cadence_spm")] = spm
    index = pd.DatetimeIndex(cleaned.time, name="time").tz_localize("UTC")
    return pd.DataFrame(block.T, index=index, columns=_COLUMNS, copy=False), source


def _speed(stamps: Times, latitude: Floats, longitude: Floats) -> Floats:
    """Speed over ten samples from positions [m/s], to judge cadence by; not a channel."""
    speed = np.full(stamps.size, np.nan)
    if stamps.size <= _SPAN:
        return speed
    north = np.radians(latitude[_SPAN:] - latitude[:-_SPAN])
    turn = np.radians(longitude[_SPAN:] - longitude[:-_SPAN]) * np.cos(np.radians(latitude[_SPAN:]))
    seconds = (stamps[_SPAN:] - stamps[:-_SPAN]).astype("i8") / 1e6
    speed[_SPAN:] = EARTH_RADIUS_M * np.hypot(north, turn) / seconds
    return speed


def pauses_between(runs: list[Run], time: Times) -> np.ndarray:
    """Gaps between runs of points, shape (n, 2), datetime64[us].

    Parameters
    ----------
    runs : list of Run
        In file order.
    time : numpy.ndarray, datetime64[us]
        Times of all points of the document; NaT where unknown.
    """
    ends: list[tuple[np.datetime64, np.datetime64]] = []
    for run in runs:
        known = time[run.first : run.stop]
        known = known[of_our_age(known)]
        if known.size:
            ends.append((known.min(), known.max()))
    ends.sort()
    gaps = [(a[1], b[0]) for a, b in pairwise(ends) if b[0] > a[1]]
    return np.array(gaps, dtype="M8[us]").reshape(len(gaps), 2)
