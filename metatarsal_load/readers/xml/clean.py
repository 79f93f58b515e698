"""Points to samples: times in order and in our age, positions on the globe, unknown as NaN."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metatarsal_load.readers.possible import latest_s, leave_out_impossible
from metatarsal_load.readers.recording import Loss
from metatarsal_load.readers.xml.document import Floats, Points, Times
from metatarsal_load.readers.xml.grammar import CHANNELS

EARLIEST = np.datetime64("1990-01-01", "us")
MAX_HEART_RATE_BPM = 254.0
"""255 is the invalid value of the sensors' own byte."""

_LATITUDE, _LONGITUDE = CHANNELS.index("latitude_deg"), CHANNELS.index("longitude_deg")
_HEART_RATE = CHANNELS.index("heart_rate_bpm")
_NEVER_NEGATIVE = [CHANNELS.index(name) for name in ("distance_m", "speed_mps", "power_w")]


class Cleaned(NamedTuple):
    """Samples of one recording.

    `time` increases strictly; `channels` has the columns of `grammar.CHANNELS`.
    """

    time: Times
    channels: Floats
    notes: tuple[str, ...]
    losses: tuple[Loss, ...]


def clean(points: Points) -> Cleaned:
    """Drop points without a usable time, order the rest and merge those of one instant.

    Parameters
    ----------
    points : Points
        The points of one recording; not changed.
    """
    usable, losses, notes = _usable(points)
    stamps, values = points.time, points.channels
    if not usable.all():
        stamps, values = stamps[usable], values[usable]
    if stamps.size > 1 and not (stamps[1:] > stamps[:-1]).all():
        stamps, values, more = _in_order(stamps, values)
        notes += more
    values, more = _possible(values)
    return Cleaned(stamps, values, notes + more, losses)


def of_our_age(stamps: Times) -> npt.NDArray[np.bool_]:
    """Tell times between 1990 and two days from now from others and NaT."""
    latest = np.datetime64(latest_s(), "s").astype("M8[us]")
    return np.asarray((stamps >= EARLIEST) & (stamps <= latest))


def _usable(points: Points) -> tuple[np.ndarray, tuple[Loss, ...], tuple[str, ...]]:
    """Points with a time that can be, what is lost with the others, and what is taken as UTC."""
    timeless = np.isnat(points.time)
    usable = of_our_age(points.time)
    losses: list[Loss] = []
    if timeless.any():
        losses.append(Loss(f"{timeless.sum()} points without a readable time dropped"))
    strange = ~usable & ~timeless
    if strange.any():
        example = str(points.time[strange.argmax()])[:19]
        lost = f"{strange.sum()} points dated before 1990 or in the future ({example}) dropped"
        losses.append(Loss(lost))
    naive = int((points.naive & usable).sum())
    notes = (f"{naive} times without a zone taken as UTC",) if naive else ()
    return usable, tuple(losses), notes


def _in_order(stamps: Times, values: Floats) -> tuple[Times, Floats, tuple[str, ...]]:
    """Sort by time; of points at one instant the first known value of each channel is kept."""
    notes: list[str] = []
    back = int((stamps[1:] < stamps[:-1]).sum())
    if back:
        order = np.argsort(stamps, kind="stable")
        stamps, values = stamps[order], values[order]
        notes.append(f"{back} steps back in time: sorted")
    fresh = np.concatenate(([True], stamps[1:] > stamps[:-1]))
    if not fresh.all():
        group = np.cumsum(fresh) - 1
        merged = values[fresh]
        for row in np.flatnonzero(~fresh):
            kept = merged[group[row]]
            merged[group[row]] = np.where(np.isnan(kept), values[row], kept)
        notes.append(f"{int((~fresh).sum())} points at the instant of another: merged")
        stamps, values = stamps[fresh], merged
    return stamps, values, tuple(notes)


def _possible(values: Floats) -> tuple[Floats, tuple[str, ...]]:
    """Unknown where a position is not on the globe, or a figure cannot be."""
    values = values.copy(order="K")
    notes: list[str] = []
    latitude, longitude = values[:, _LATITUDE], values[:, _LONGITUDE]
    nowhere = (latitude == 0) & (longitude == 0)
    if nowhere.any():
        notes.append(f"{nowhere.sum()} positions at 0 N 0 E: unknown")
    off = (np.abs(latitude) > 90) | (np.abs(longitude) > 180)
    if off.any():
        notes.append(f"{off.sum()} positions off the globe: unknown")
    half = np.isnan(latitude) != np.isnan(longitude)
    values[np.ix_(nowhere | off | half, [_LATITUDE, _LONGITUDE])] = np.nan
    heart = values[:, _HEART_RATE]
    heart[(heart <= 0) | (heart > MAX_HEART_RATE_BPM)] = np.nan
    for column in _NEVER_NEGATIVE:
        values[values[:, column] < 0, column] = np.nan
    notes += leave_out_impossible(values.T, CHANNELS)
    return values, tuple(notes)
