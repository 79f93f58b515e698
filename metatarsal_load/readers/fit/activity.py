"""Decoded parts to recordings: one for each session, with what the file says about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from metatarsal_load.readers.cadence import both_feet
from metatarsal_load.readers.fit.columns import RAW_CADENCE, Floats, Records
from metatarsal_load.readers.fit.messages import Message
from metatarsal_load.readers.fit.meta import first, meta_of, start_of
from metatarsal_load.readers.fit.profile import (
    CHANNELS,
    EPOCH_S,
    FILE_ID,
    NATIVE_UNITS,
    SESSION,
    SPORT,
    name_of,
)
from metatarsal_load.readers.fit.sentinels import leave_out_sentinels
from metatarsal_load.readers.fit.times import Seconds, one_row_an_instant
from metatarsal_load.readers.possible import leave_out_impossible
from metatarsal_load.readers.recording import SAMPLE_COLUMNS, Loss, Meta, Recording

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
        kind = first(self.messages[FILE_ID]).get(0)
        return None if kind is None else int(kind)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a record with a time nor a session with a total."""
        told = any(s.get(9) or s.get(8) or s.get(7) for s in self.messages[SESSION])
        return not told and not (self.records.seconds > 0).any()


def recordings(part: Decoded, file: str, *, engine: str, first: int = 0) -> list[Recording]:
    """One recording for each session of a part; `first` is the number of the first one.

    Samples belong to the last session that starts before them. Without a session message the
    samples are one recording whose totals are unknown. The block of `part` is used up.
    """
    records = part.records
    seconds, block, notes, losses = one_row_an_instant(records.seconds, records.block)
    notes = [*part.notes, *notes, *leave_out_sentinels(block)]
    notes += _fill_from_developer(records, block)
    notes += leave_out_impossible(block, records.columns)
    block, columns = _known_columns(block, records.columns)
    sessions = _sessions(part.messages[SESSION])
    if not sessions:
        sessions = [dict(_sport_message(part.messages))]
        notes.append("there is no session message: totals are unknown")
    starts = [start_of(session) for session in sessions]
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
        meta = meta_of(part.messages, session, span, samples)
        meta.update(cadence_source=cadence_source, units=_units(records, columns))
        meta["notes"] = tuple(said + [_words(loss) for loss in lost])
        found.append((samples, Meta(file, "fit", engine, first + k, losses=tuple(lost), **meta)))
    return found


def _words(loss: Loss) -> str:
    """Put a loss into a note."""
    return loss.reason if loss.offset is None else f"byte {loss.offset}: {loss.reason}"


def _sessions(messages: Sequence[Message]) -> list[Message]:
    """Sessions by their start; one written twice counts once, a sum over legs not at all."""
    unique: list[Message] = []
    for message in messages:
        if message not in unique:
            unique.append(message)
    legs = [one for one in unique if name_of("sport", one.get(5)) != "multisport"]
    return sorted(legs or unique, key=start_of)


def _sport_message(messages: Mapping[int, Sequence[Message]]) -> Message:
    """Sport and sub-sport of the sport message, under the session's field numbers."""
    said = first(messages[SPORT])
    return {to: said[at] for at, to in ((0, 5), (1, 6), (3, 110)) if at in said}


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
