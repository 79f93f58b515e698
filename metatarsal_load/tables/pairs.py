"""Which two sessions of a table are recordings of one and the same run.

One body cannot run twice at a time, so time decides, and distance and track must not object.
All limits are conventions of this package.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metatarsal_load.tables.candidates import (
    SHIFT_MIN,
    Spans,
    clock_shift_min,
    gap_min,
    neighbours,
    same_figures,
)
from metatarsal_load.tables.tracks import separation_m

NAN = float("nan")
# Share of the longer recording that both cover, from which they are one run.
SAME_TIME = 0.85
# Share of the shorter recording inside the longer one, from which it is a part of it; without
# tracks its share of the distance must be like its share of the time.
PART = 0.95
PART_PACE = 1.6
# Distances that may be one run's: two devices' odometers, and two readings of one device.
NEAR_SHARE, NEAR_KM = 0.10, 0.3
# The same, where both cover all but the same time: a treadmill's belt and a watch on the wrist.
BELT_SHARE = 0.25
CLOSE_SHARE, CLOSE_KM = 0.03, 0.1
# Clocks that are whole hours apart: everything else must fit like a copy.
COPY_SHARE, COPY_KM, COPY_MIN = 0.01, 0.05, 0.5
# An entry of a bare date beside a recording of that day: as copied by hand, with or without pauses.
TYPED_SHARE, TYPED_KM, TYPED_TIME = 0.02, 0.05, 0.2
# Farthest two receivers' tracks may run apart: fast starts, late fixes, 5 % of drift.
APART_M, APART_SHARE = 250.0, 0.05


@dataclass(frozen=True)
class Pair:
    """Two recordings of one run.

    Attributes
    ----------
    whole, other : int
        Positions in the table; where one is a part of the other, `whole` is the longer.
    part : bool
        Whether `other` covers only a part of `whole`.
    overlap : float
        Share of the longer recording's time that both cover, 0 to 1, after `shift_h`.
    distance_km : float
        Difference of the distances [km]; NaN where one is unknown.
    separation_m : float
        Median separation of the tracks [m]; NaN where one has none.
    shift_h : float
        Hours between their clocks.
    bare_date : bool
        Whether `other` is an entry of a bare date, matched by day and distance alone.
    """

    whole: int
    other: int
    part: bool
    overlap: float
    distance_km: float
    separation_m: float
    shift_h: float = 0.0
    bare_date: bool = False


def find_pairs(spans: Spans) -> list[Pair]:
    """Find every pair of sessions of one athlete that are recordings of one run.

    Sessions of a bare date take no part: see `find_bare_dates`.

    Parameters
    ----------
    spans : Spans
        The sessions, in any order.

    Returns
    -------
    list of Pair
        In order of athlete and start.
    """
    singles, twins = same_figures(spans)
    first, second = neighbours(spans, singles)
    near = zip(first.tolist(), second.tolist(), strict=True)
    pairs = [_judge(spans, i, j) for i, j in (*twins, *near)]
    return [pair for pair in pairs if pair is not None]


def find_bare_dates(spans: Spans, among: np.ndarray) -> list[Pair]:
    """Find entries of a bare date that tell of a run with a time of day.

    A log and a watch know of one run: same day, distances that differ by no more than 2 % (or
    50 m), times by no more than 20 %. Each entry belongs to one run at most and each run to one
    entry of a table, the nearest in distance first: of two entries of one distance and one
    recording, the second is another run. Two entries of a bare date are always two runs.

    Parameters
    ----------
    spans : Spans
        The sessions.
    among : ndarray
        Positions of the sessions to compare.

    Returns
    -------
    list of Pair
        `whole` is the session with a time of day.
    """
    rows = pd.DataFrame({"at": among, "key": spans.athlete[among]})
    rows = rows.assign(day=spans.day[among], sport=spans.sport[among], clock=spans.clock[among])
    keys = ["key", "day", "sport"]
    both = rows[rows["clock"]].merge(rows[~rows["clock"]], on=keys, suffixes=("", "_bare"))
    pairs = [
        Pair(i, j, False, NAN, abs(float(np.subtract(*spans.distance_km[[i, j]]))), NAN, 0.0, True)
        for i, j in zip(both["at"].tolist(), both["at_bare"].tolist(), strict=True)
        if spans.table[i] != spans.table[j]
    ]
    found: list[Pair] = []
    taken: set[tuple[int, int]] = set()
    for pair in sorted(pairs, key=lambda each: (each.distance_km, each.whole, each.other)):
        ends = {(pair.whole, int(spans.table[pair.other])), (pair.other, -1)}
        if _copied_by_hand(spans, pair) and taken.isdisjoint(ends):
            taken |= ends
            found.append(pair)
    return found


def _copied_by_hand(spans: Spans, pair: Pair) -> bool:
    """Tell whether distance and time of an entry may be those of a recording."""
    times = spans.length_min[pair.whole], spans.timer_min[pair.whole]
    off = [abs(time / spans.timer_min[pair.other] - 1) for time in times]
    return _within(spans, pair, TYPED_SHARE, TYPED_KM) and (
        bool(np.isnan(off).all()) or bool(np.nanmin(off) <= TYPED_TIME)
    )


def _judge(spans: Spans, i: int, j: int) -> Pair | None:
    """Decide whether two sessions, the first not later than the second, are one run."""
    gap = float(gap_min(spans, i, j))
    pair = _compare(spans, i, j, gap)
    if _far_apart(spans, pair):
        return None
    if _one_time(spans, pair, gap):
        return pair
    if spans.sport[i] != spans.sport[j]:
        return None
    if _is_part(spans, pair):
        return replace(pair, part=True)
    if spans.origin[i] != spans.origin[j] and (shift := clock_shift_min(spans, i, j, gap)):
        shifted = _compare(spans, i, j, gap - shift)
        if _is_copy(spans, shifted):
            return replace(shifted, shift_h=shift / 60)
    return None


def _compare(spans: Spans, i: int, j: int, gap: float) -> Pair:
    """Measure overlap, distance and separation of two sessions that start so far apart."""
    whole, other = (i, j) if _longer(spans, i, j) else (j, i)
    length = np.nan_to_num(spans.length_min)
    start = {i: 0.0, j: gap}
    ends = {k: start[k] + float(length[k]) for k in (i, j)}
    shared = min(ends.values()) - max(start.values())
    longest = float(length[whole])
    one, two = spans.tracks[whole], spans.tracks[other]
    apart = float("nan")
    if one is not None and two is not None:
        apart = separation_m(one, two, (start[whole], ends[whole]), (start[other], ends[other]))
    difference = abs(float(spans.distance_km[i] - spans.distance_km[j]))
    overlap = max(shared, 0.0) / longest if longest > 0 else float("nan")
    return Pair(whole, other, False, overlap, difference, apart)


def _longer(spans: Spans, i: int, j: int) -> bool:
    """Tell whether the first lasted at least as long; an unknown length is the shorter."""
    length = np.nan_to_num(spans.length_min)
    return bool(length[i] >= length[j])


def _far_apart(spans: Spans, pair: Pair) -> bool:
    """Tell whether both have tracks, and these lie apart."""
    return pair.separation_m > max(APART_M, APART_SHARE * _km(spans, pair) * 1000)


def _km(spans: Spans, pair: Pair) -> float:
    """Longer known distance of the two [km]; 0 for none."""
    return float(np.nan_to_num(spans.distance_km[[pair.whole, pair.other]]).max())


def _within(spans: Spans, pair: Pair, share: float, least_km: float) -> bool:
    """Tell whether the distances differ by no more than a share or a least; False if unknown."""
    return pair.distance_km <= max(share * _km(spans, pair), least_km) + 1e-9


def _one_time(spans: Spans, pair: Pair, gap: float) -> bool:
    """Tell whether both cover the same time: one run unless the distances speak against it."""
    if np.isnan(spans.length_min[[pair.whole, pair.other]]).any():
        # Without durations: together in time to the minute, and as far.
        return abs(gap) <= SHIFT_MIN and _within(spans, pair, CLOSE_SHARE, CLOSE_KM)
    if pair.overlap < SAME_TIME:
        return False
    if spans.sport[pair.whole] != spans.sport[pair.other]:
        return pair.overlap >= PART and _within(spans, pair, CLOSE_SHARE, CLOSE_KM)
    share = BELT_SHARE if pair.overlap >= PART else NEAR_SHARE
    return (
        np.isnan(pair.distance_km)
        or np.isfinite(pair.separation_m)
        or _within(spans, pair, share, NEAR_KM)
    )


def _is_part(spans: Spans, pair: Pair) -> bool:
    """Tell whether the shorter lies within the longer and is a part of it, or all of its way."""
    whole, other = spans.length_min[pair.whole], spans.length_min[pair.other]
    if not (other > 0 and pair.overlap * whole >= PART * other):
        return False
    if _within(spans, pair, CLOSE_SHARE, CLOSE_KM):
        return True
    longer_km, km = spans.distance_km[[pair.whole, pair.other]]
    if km > longer_km:
        return False
    if np.isfinite(pair.separation_m):
        return True
    # A hand's entry may have any clock; two devices that run at one time are on one body.
    if not spans.recorded[[pair.whole, pair.other]].all() or not longer_km > 0:
        return False
    paces = (km / longer_km) / (other / whole)
    return bool(1 / PART_PACE <= paces <= PART_PACE)


def _is_copy(spans: Spans, pair: Pair) -> bool:
    """Tell whether two sessions hours apart agree in all else, as one run on two clocks does."""
    lengths = spans.length_min[[pair.whole, pair.other]]
    if not abs(lengths[0] - lengths[1]) <= max(COPY_MIN, COPY_SHARE * lengths[0]):
        return False
    return _within(spans, pair, COPY_SHARE, COPY_KM) and not _far_apart(spans, pair)
