"""What the messages beside the records say about one session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.readers.fit.messages import Message
from metatarsal_load.readers.fit.profile import (
    ACTIVITY,
    EPOCH_S,
    EVENT,
    FILE_ID,
    LAP,
    USER_PROFILE,
    ZONES_TARGET,
    name_of,
)
from metatarsal_load.readers.fit.times import SYSTEM_TIME_BELOW

_TIMER, _START, _STOPS = 0, 0, (1, 4, 8, 9)
_QUARTER_S, _MOST_OFFSET_S = 900, 14 * 3600
_STRIDE_SPORTS = ("running", "walking")
"""Sports whose ``total_cycles`` are strides: two steps each."""


def first(messages: Sequence[Message]) -> Message:
    """Give the first message, or one that knows nothing."""
    return messages[0] if messages else {}


def start_of(session: Message) -> int:
    """Start of a session or lap [FIT s]: stated, else its end less its length; 0 unknown."""
    if 2 in session:
        return int(session[2])
    return int(session[253]) - int(session.get(7, 0)) // 1000 if 253 in session else 0


def meta_of(
    messages: Mapping[int, Sequence[Message]],
    session: Message,
    span: tuple[int, int],
    samples: pd.DataFrame,
) -> dict[str, Any]:
    """Gather what the messages say about one session, by the names of `Meta`."""
    sport = name_of("sport", session.get(5))
    user = first(messages[USER_PROFILE])
    start = _utc(start_of(session))
    return {
        "sport": sport,
        "sub_sport": name_of("sub_sport", session.get(6)),
        "name": session.get(110),
        "device": _device(first(messages[FILE_ID])),
        "start_utc": _first_time(samples) if start is None else start,
        "utc_offset_s": _utc_offset(messages[ACTIVITY]),
        "distance_m": _scaled(session, 9, 100),
        "timer_s": _scaled(session, 8, 1000),
        "elapsed_s": _scaled(session, 7, 1000),
        "ascent_m": _scaled(session, 22, 1),
        "descent_m": _scaled(session, 23, 1),
        "steps": _steps(session) if sport in _STRIDE_SPORTS else None,
        "mass_kg": _scaled(user, 4, 10),
        "hr_max_bpm": _hr_max(messages, sport),
        "hr_rest_bpm": _scaled(user, 8, 1),
        "pauses": _pauses(messages[EVENT], span),
        "laps": _laps(messages[LAP], span),
    }


def _scaled(message: Message, number: int, scale: float) -> float | None:
    """Give a field's value in its unit, if it is known."""
    value = message.get(number)
    return None if value is None else float(value) / scale


def _utc(seconds: int) -> pd.Timestamp | None:
    """FIT seconds as a UTC time; None where they are no date."""
    if seconds < SYSTEM_TIME_BELOW:
        return None
    return _utc_stamp(seconds)


def _utc_stamp(seconds: int) -> pd.Timestamp:
    """FIT seconds as a UTC time."""
    return pd.Timestamp(seconds + EPOCH_S, unit="s", tz="UTC").as_unit("us")


def _first_time(samples: pd.DataFrame) -> pd.Timestamp | None:
    """Time of the first sample, where it is a date."""
    no_date = _utc_stamp(SYSTEM_TIME_BELOW)
    return samples.index[0] if len(samples) and samples.index[0] >= no_date else None


def _steps(session: Message) -> float | None:
    """Count the steps of both feet: twice the strides, whole and fractional (1/128)."""
    if 10 not in session:
        return None
    return 2.0 * (float(session[10]) + float(session.get(94, 0)) / 128.0)


def _hr_max(messages: Mapping[int, Sequence[Message]], sport: str | None) -> float | None:
    """Highest heart rate: the running profile's for a run, the zones', else the general one."""
    user, zones = first(messages[USER_PROFILE]), first(messages[ZONES_TARGET])
    own = user.get(9) if sport == "running" else None
    for value in (own, zones.get(1), user.get(11)):
        if value:
            return float(value)
    return None


def _utc_offset(activities: Sequence[Message]) -> float | None:
    """Local minus UTC time [s], to the quarter of an hour; None where it is no such offset."""
    for message in activities:
        if 5 in message and 253 in message:
            offset = int(message[5]) - int(message[253])
            whole = round(offset / _QUARTER_S) * _QUARTER_S
            if abs(offset - whole) <= 60 and abs(whole) <= _MOST_OFFSET_S:
                return float(whole)
    return None


def _device(file_id: Message) -> str | None:
    """Maker and product, by name where the profile has one."""
    maker = name_of("manufacturer", file_id.get(1))
    product = file_id.get(8)
    if product is None and 2 in file_id:
        kind = "garmin_product" if maker in ("garmin", "dynastream", "dynastream_oem") else None
        product = (name_of(kind, file_id[2]) if kind else None) or str(file_id[2])
    words = [word for word in (maker, product) if word]
    return " ".join(str(word) for word in words) or None


def _pauses(events: Sequence[Message], span: tuple[int, int]) -> npt.NDArray[np.datetime64]:
    """Spans from a timer's stop to its next start that begin in `span`, shape (n, 2), UTC."""
    found, stopped = [], None
    for event in events:
        if event.get(0) != _TIMER or 253 not in event:
            continue
        now = int(event[253])
        if event.get(1) in _STOPS and stopped is None:
            stopped = now
        elif event.get(1) == _START and stopped is not None:
            if stopped < now < span[1] and stopped >= span[0]:
                found.append((stopped, now))
            stopped = None
    stamps = (np.array(found, np.int64).reshape(-1, 2) + EPOCH_S) * 1_000_000
    return stamps.view("datetime64[us]")


def _laps(laps: Sequence[Message], span: tuple[int, int]) -> pd.DataFrame:
    """Laps that start in `span`: start, distance, timer."""
    rows = [(start_of(lap), _scaled(lap, 9, 100), _scaled(lap, 8, 1000)) for lap in laps]
    rows = [row for row in rows if row[0] and span[0] <= row[0] < span[1]]
    if not rows:
        return pd.DataFrame()
    start, distance, timer = zip(*rows, strict=True)
    stamps = (np.array(start, np.int64) + EPOCH_S) * 1_000_000
    totals = np.array([distance, timer], np.float64)
    table = pd.DataFrame(totals.T, columns=["distance_m", "timer_s"], copy=False)
    table.insert(0, "start", pd.DatetimeIndex(stamps.view("datetime64[us]"), tz="UTC"))
    return table
