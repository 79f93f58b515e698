"""Times of records: compressed ones unfolded, impossible ones dropped, one row an instant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from metatarsal_load.readers.fit.definitions import TIMESTAMP
from metatarsal_load.readers.fit.profile import EPOCH_S
from metatarsal_load.readers.fit.walk import Group
from metatarsal_load.readers.possible import latest_s
from metatarsal_load.readers.recording import Loss

Seconds: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

SYSTEM_TIME_BELOW = 0x10000000
"""FIT seconds below this count from the device's start: no date is known."""
_YEAR_2000 = 946_684_800 - EPOCH_S
_HALF_YEAR_S = 183 * 86400


def compressed_seconds(
    data: bytes, groups: Iterable[Group], records: Iterable[Group], seconds: Seconds
) -> None:
    """Write the times of records with a compressed timestamp into `seconds` (in file order).

    The header gives the low five bits; the time is the next one at or after the last time of
    any message: ``t_i = t_(i-1) + ((low_i - t_(i-1)) mod 32)``. Before the first full time of the
    file there is none, and 0 stays.
    """
    at, value, timed = _clock(data, groups)
    low = value & 31
    steps = np.where(timed, np.diff(low, prepend=low[:1]) & 31, 0)
    elapsed = np.cumsum(steps)
    last_full = np.maximum.accumulate(np.where(timed, -1, np.arange(len(at))))
    times = np.where(last_full < 0, 0, value[last_full] + elapsed - elapsed[last_full])
    rows = np.sort(np.concatenate([group.offsets() for group in records]))
    wanted = np.concatenate([np.array(group.timed, np.int64) for group in records])
    seconds[np.searchsorted(rows, wanted)] = times[np.searchsorted(at, wanted)]


def _clock(
    data: bytes, groups: Iterable[Group]
) -> tuple[npt.NDArray[np.int64], Seconds, npt.NDArray[np.bool_]]:
    """Every message that tells the time, in file order: offset, time or low bits, which of both."""
    seen = np.frombuffer(data, np.uint8)
    pieces = []
    for group in groups:
        short = np.array(group.timed, np.int64)
        pieces.append((short, seen[short].astype(np.int64) & 31, np.ones(len(short), bool)))
        field = group.definition.fields.get(TIMESTAMP)
        if field is not None and field.size == 4:
            full = np.setdiff1d(group.offsets(), short)
            order = range(4) if not group.definition.big_endian else range(3, -1, -1)
            value = np.zeros(len(full), np.int64)
            for shift, byte in enumerate(order):
                value |= seen[full + field.at + byte].astype(np.int64) << 8 * shift
            known = (value != 0xFFFFFFFF) & (value != 0)
            pieces.append((full[known], value[known], np.zeros(int(known.sum()), bool)))
    at, value, timed = (np.concatenate(column) for column in zip(*pieces, strict=True))
    order_at = np.argsort(at)
    return at[order_at], value[order_at], timed[order_at]


def one_row_an_instant(
    seconds: Seconds, block: Floats
) -> tuple[Seconds, Floats, list[str], list[Loss]]:
    """Rows with a believable time, in order, one for each instant.

    Dropped, and named with their number: rows without a time, before 2000, more than two days
    ahead of now, or more than half a year from the middle one. A device without a clock counts
    seconds from its start: where all rows do, they stay, and a note says that the date is unknown.
    Rows that step back are sorted; rows of one instant become one, in which the first known value
    of each channel stays.

    Parameters
    ----------
    seconds : numpy.ndarray, shape (n,)
        FIT seconds; 0 unknown.
    block : numpy.ndarray, shape (k, n)
        Channels.

    Returns
    -------
    seconds, block, notes, losses
    """
    latest = latest_s() - EPOCH_S
    if _is_clean(seconds, latest):
        return seconds, block, [], []
    keep, losses = _believable(seconds, latest)
    seconds, block = seconds[keep], block[:, keep]
    notes = []
    if len(seconds) and seconds[0] < SYSTEM_TIME_BELOW:
        notes.append(
            "times count from the device's start: intervals are right, the date is unknown"
        )
    back = int((np.diff(seconds) < 0).sum())
    if back:
        notes.append(f"time steps back {back} times: the samples were sorted by time")
        order = np.argsort(seconds, kind="stable")
        seconds, block = seconds[order], block[:, order]
    repeated = int((np.diff(seconds) == 0).sum())
    if repeated:
        notes.append(f"{repeated} records share the instant of another one and were merged with it")
        seconds, block = _merged(seconds, block)
    return seconds, block, notes, losses


def _merged(seconds: Seconds, block: Floats) -> tuple[Seconds, Floats]:
    """One column of the block an instant: the first known value of each channel."""
    new = np.diff(seconds, prepend=seconds[0] - 1) > 0
    owner = np.cumsum(new) - 1
    merged = np.full((len(block), int(new.sum())), np.nan)
    for row, values in zip(merged, block, strict=True):
        # Written from the last to the first, so that the first known value is what stays.
        known = np.flatnonzero(~np.isnan(values))[::-1]
        row[owner[known]] = values[known]
    return seconds[new], merged


def _is_clean(seconds: Seconds, latest: int) -> bool:
    """Whether nothing has to be done, as in nearly every file."""
    if not len(seconds):
        return True
    first, last = int(seconds[0]), int(seconds[-1])
    in_range = first >= _YEAR_2000 and last <= latest and last - first <= _HALF_YEAR_S
    return in_range and bool((seconds[1:] > seconds[:-1]).all())


def _believable(seconds: Seconds, latest: int) -> tuple[npt.NDArray[np.bool_], list[Loss]]:
    """Which rows have a time to believe, and the losses of the others."""
    ranges = [
        ("have no time", seconds == 0),
        ("lie before the year 2000", (seconds > 0) & (seconds < _YEAR_2000)),
        ("lie in the future", seconds > latest),
    ]
    if seconds.max() < SYSTEM_TIME_BELOW:
        del ranges[1]
    keep = np.ones(len(seconds), bool)
    losses = []
    for words, drop in ranges:
        losses += _dropped(words, drop)
        keep &= ~drop
    if keep.any():
        far = keep & (np.abs(seconds - np.median(seconds[keep])) > _HALF_YEAR_S)
        losses += _dropped("lie more than half a year from the others", far)
        keep &= ~far
    return keep, losses


def _dropped(words: str, drop: npt.NDArray[np.bool_]) -> list[Loss]:
    """Name the loss of some records, if there are any."""
    count = int(drop.sum())
    return [Loss(f"{count} records {words}: dropped")] if count else []
