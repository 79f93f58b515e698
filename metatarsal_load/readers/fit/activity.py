"""Decoded parts to recordings: one for each session, with what the file says about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.readers.cadence import both_feet
from metatarsal_load.readers.fit.columns import RAW_CADENCE, Floats, Records
from metatarsal_load.readers.fit.messages import Message
from metatarsal_load.readers.fit.profile import (
    ACTIVITY,
    CHANNELS,
    EPOCH_S,
    EVENT,
    FILE_ID,
    LAP,
    NATIVE_UNITS,
    SESSION,
    SPORT,
    USER_PROFILE,
    ZONES_TARGET,
    name_of,
)
from metatarsal_load.readers.fit.times import SYSTEM_TIME_BELOW, Seconds, one_row_an_instant
from metatarsal_load.readers.recording import SAMPLE_COLUMNS, Loss, Meta, Recording

_TIMER, _START, _STOPS = 0, 0, (1, 4, 8, 9)
_QUARTER_S, _MOST_OFFSET_S = 900, 14 * 3600
_STRIDE_SPORTS = ("running", "walking")
"""Sports whose ``total_cycles`` are strides: two steps each."""
_SPEED, _CADENCE = SAMPLE_COLUMNS.index("speed_mps"), SAMPLE_COLUMNS.index("cadence_spm")


@dataclass(slots=True)
class Decoded:
    """What one part of a file holds, decoded by either engine.

    Attributes
    ----------
    records : Records
        Samples as the file has them.
    messages : Mapping of int to list of Message
        Raw values of the other messages, by global message number.
    notes : tuple of str
        What was odd.
    losses : tuple of Loss
        What was lost.
    """

    records: Records
    messages: Mapping[int, Sequence[Message]]
    notes: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = field(default=())

    @property
    def file_type(self) -> int | None:
        """``file_id.type``, if the part says it."""
        kind = _first(self.messages[FILE_ID]).get(0)
        return None if kind is None else int(kind)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a record with a time nor a session with a total."""
        told = any(s.get(9) or s.get(8) or s.get(7) for s in self.messages[SESSION])
        return not told and not (self.records.seconds > 0).any()


def recordings(part: Decoded, file: str, *, engine: str, first: int = 0) -> list[Recording]:
    """One recording for each session of a part; `first` is the number of the first one.

    Samples belong to the last session that starts before them. Without a session message the
    samples are one recording whose totals are unknown.
    """
    records = part.records
    seconds, block, notes, losses = one_row_an_instant(records.seconds, records.block)
    notes = [*part.notes, *notes, *_fill_from_developer(records, block)]
    block, columns = _known_columns(block, records.columns)
    sessions = _sessions(part.messages[SESSION])
    if not sessions:
        sessions = [dict(_sport_message(part.messages))]
        notes.append("there is no session message: totals are unknown")
    starts = [_start(session) for session in sessions]
    found = []
    for k, session in enumerate(sessions):
        span = (-1 if k == 0 else starts[k], starts[k + 1] if k + 1 < len(starts) else 1 << 33)
        cut = slice(*np.searchsorted(seconds, span))
        piece = block if len(sessions) == 1 else block[:, cut].copy()
        said = [*notes] if k == 0 else []
        if not piece.shape[1]:
            said.append("the session has totals but no samples")
        lost = [*part.losses, *losses] if k == 0 else []
        samples, cadence_source = _samples(seconds[cut], piece, columns, session)
        meta = _meta(part.messages, session, span, samples)
        meta.update(cadence_source=cadence_source, units=_units(records, columns))
        meta["notes"] = tuple(said + [_words(loss) for loss in lost])
        found.append((samples, Meta(file, "fit", engine, first + k, losses=tuple(lost), **meta)))
    return found


def _first(messages: Sequence[Message]) -> Message:
    """Give the first message, or one that knows nothing."""
    return messages[0] if messages else {}


def _words(loss: Loss) -> str:
    """Put a loss into a note."""
    return loss.reason if loss.offset is None else f"byte {loss.offset}: {loss.reason}"


def _sessions(messages: Sequence[Message]) -> list[Message]:
    """Sessions by their start; one written twice counts once."""
    unique: list[Message] = []
    for message in messages:
        if message not in unique:
            unique.append(message)
    return sorted(unique, key=_start)


def _sport_message(messages: Mapping[int, Sequence[Message]]) -> Message:
    """Sport and sub-sport of the sport message, under the session's field numbers."""
    said = _first(messages[SPORT])
    return {to: said[at] for at, to in ((0, 5), (1, 6), (3, 110)) if at in said}


def _start(session: Message) -> int:
    """Start of a session [FIT s]: stated, else its end less its length; 0 unknown."""
    if 2 in session:
        return int(session[2])
    return int(session[253]) - int(session.get(7, 0)) // 1000 if 253 in session else 0


def _fill_from_developer(records: Records, block: Floats) -> list[str]:
    """Fill native columns that are wholly unknown from developer fields that stand for them."""
    notes = []
    place = {name: k for k, name in enumerate(records.columns)}
    native_column = {c.field: c.column for c in CHANNELS}
    for name, description in records.natives.items():
        column = native_column[description.native or 0]
        row = block[place[column]]
        if np.isnan(row).all() and not np.isnan(block[place[name]]).all():
            factor = NATIVE_UNITS[description.native or 0][description.unit.lower()]
            np.multiply(block[place[name]], factor, out=row)
            notes.append(f"{column} is from the developer field {name}")
    return notes


def _known_columns(block: Floats, columns: tuple[str, ...]) -> tuple[Floats, tuple[str, ...]]:
    """Leave out further columns in which nothing is known."""
    base = len(SAMPLE_COLUMNS)
    known = ~np.isnan(block[base:]).all(axis=1)
    if known.all():
        return block, columns
    keep = np.concatenate([np.ones(base, bool), known])
    return block[keep], tuple(name for name, stays in zip(columns, keep, strict=True) if stays)


def _units(records: Records, columns: tuple[str, ...]) -> dict[str, str]:
    """Units of the developer columns that are left."""
    return {name: unit for name, unit in records.units.items() if name in columns}


def _samples(
    seconds: Seconds, block: Floats, columns: tuple[str, ...], session: Message
) -> tuple[pd.DataFrame, str]:
    """Build the samples table, with cadence as steps of both feet, and how that was decided."""
    raw = block[_CADENCE].copy()
    sport = _sport_word(session)
    steps, source = both_feet(raw, block[_SPEED], format="fit", sport=sport)
    block[_CADENCE] = steps
    if source == "not_steps" and not np.isnan(raw).all():
        block, columns = np.vstack([block, raw]), (*columns, RAW_CADENCE)
    stamps = (seconds + EPOCH_S) * 1_000_000
    index = pd.DatetimeIndex(stamps.view("datetime64[us]"), tz="UTC", name="time")
    return pd.DataFrame(block.T, index, _column_index(columns), copy=False), source


@lru_cache(maxsize=64)
def _column_index(columns: tuple[str, ...]) -> pd.Index[str]:
    """Make the (immutable) index of the columns: it costs a tenth of reading an hour."""
    return pd.Index(columns)


def _sport_word(session: Message) -> str | None:
    """Sport for the reading of cadence: a treadmill is run on, whatever the sport field says."""
    sub_sport = name_of("sub_sport", session.get(6))
    return sub_sport if sub_sport == "treadmill" else name_of("sport", session.get(5))


def _meta(
    messages: Mapping[int, Sequence[Message]],
    session: Message,
    span: tuple[int, int],
    samples: pd.DataFrame,
) -> dict[str, Any]:
    """Gather what the messages say about one session, by the names of `Meta`."""
    sport = name_of("sport", session.get(5))
    user = _first(messages[USER_PROFILE])
    start = _utc(_start(session))
    return {
        "sport": sport,
        "sub_sport": name_of("sub_sport", session.get(6)),
        "name": session.get(110),
        "device": _device(_first(messages[FILE_ID])),
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
    user, zones = _first(messages[USER_PROFILE]), _first(messages[ZONES_TARGET])
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
    rows = [(_start(lap), _scaled(lap, 9, 100), _scaled(lap, 8, 1000)) for lap in laps]
    rows = [row for row in rows if row[0] and span[0] <= row[0] < span[1]]
    if not rows:
        return pd.DataFrame()
    start, distance, timer = zip(*rows, strict=True)
    stamps = (np.array(start, np.int64) + EPOCH_S) * 1_000_000
    totals = np.array([distance, timer], np.float64)
    table = pd.DataFrame(totals.T, columns=["distance_m", "timer_s"], copy=False)
    table.insert(0, "start", pd.DatetimeIndex(stamps.view("datetime64[us]"), tz="UTC"))
    return table
