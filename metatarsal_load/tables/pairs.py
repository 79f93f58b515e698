"""Which two sessions of a table are recordings of one and the same run.

One body cannot run twice at a time, so time decides, and distance and track must not object.
All limits are conventions of this package.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from metatarsal_load.tables.candidates import SHIFT_MIN, Spans, neighbours, same_figures
from metatarsal_load.tables.tracks import separation_m

# Share of the longer recording that both cover, from which they are one run.
SAME_TIME = 0.85
# Share of the shorter recording inside the longer one, from which it is a part of it.
PART = 0.95
# Distances that may be one run's: two devices' odometers, and two readings of one device.
NEAR_SHARE, NEAR_KM = 0.10, 0.3
CLOSE_SHARE, CLOSE_KM = 0.03, 0.1
# Clocks that are whole hours apart: everything else must fit like a copy.
COPY_SHARE, COPY_KM, COPY_MIN = 0.01, 0.05, 0.5
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
    shift_h : int
        Whole hours between their clocks.
    """

    whole: int
    other: int
    part: bool
    overlap: float
    distance_km: float
    separation_m: float
    shift_h: int = 0


def find_pairs(spans: Spans) -> list[Pair]:
    """Find every pair of sessions of one athlete that are recordings of one run.

    Sessions of a bare date take no part: two entries of a day are two runs.

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


def _judge(spans: Spans, i: int, j: int) -> Pair | None:
    """Decide whether two sessions, the first not later than the second, are one run."""
    gap = float(spans.start_min[j] - spans.start_min[i])
    pair = _compare(spans, i, j, 0.0)
    if _far_apart(spans, pair):
        return None
    if _one_time(spans, pair):
        return pair
    if spans.sport[i] != spans.sport[j]:
        return None
    if _is_part(spans, pair):
        return replace(pair, part=True)
    hours = round(gap / 60)
    if hours and spans.origin[i] != spans.origin[j]:
        shifted = _compare(spans, i, j, 60.0 * hours)
        if _is_copy(spans, shifted, abs(gap - 60 * hours)):
            return replace(shifted, shift_h=hours)
    return None


def _compare(spans: Spans, i: int, j: int, shift_min: float) -> Pair:
    """Measure overlap, distance and separation of two sessions, the second moved back in time."""
    whole, other = (i, j) if _longer(spans, i, j) else (j, i)
    length = np.nan_to_num(spans.length_min)
    start = {i: float(spans.start_min[i]), j: float(spans.start_min[j]) - shift_min}
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


def _one_time(spans: Spans, pair: Pair) -> bool:
    """Tell whether both cover the same time: one run unless the distances speak against it."""
    if np.isnan(spans.length_min[[pair.whole, pair.other]]).any():
        # Without durations: together in time to the minute, and as far.
        near = abs(spans.start_min[pair.whole] - spans.start_min[pair.other]) <= SHIFT_MIN
        return bool(near) and _within(spans, pair, CLOSE_SHARE, CLOSE_KM)
    if pair.overlap < SAME_TIME:
        return False
    if spans.sport[pair.whole] != spans.sport[pair.other]:
        return pair.overlap >= PART and _within(spans, pair, CLOSE_SHARE, CLOSE_KM)
    return (
        np.isnan(pair.distance_km)
        or np.isfinite(pair.separation_m)
        or _within(spans, pair, NEAR_SHARE, NEAR_KM)
    )


def _is_part(spans: Spans, pair: Pair) -> bool:
    """Tell whether the shorter lies within the longer and is a part of it, or all of its way."""
    whole, other = spans.length_min[pair.whole], spans.length_min[pair.other]
    if not (other > 0 and pair.overlap * whole >= PART * other):
        return False
    if _within(spans, pair, CLOSE_SHARE, CLOSE_KM):
        return True
    farther = spans.distance_km[pair.other] > spans.distance_km[pair.whole]
    return bool(np.isfinite(pair.separation_m)) and not farther


def _is_copy(spans: Spans, pair: Pair, remainder_min: float) -> bool:
    """Tell whether two sessions hours apart agree in all else, as one run on two clocks does."""
    lengths = spans.length_min[[pair.whole, pair.other]]
    if not abs(lengths[0] - lengths[1]) <= max(COPY_MIN, COPY_SHARE * lengths[0]):
        return False
    return (
        remainder_min <= SHIFT_MIN
        and _within(spans, pair, COPY_SHARE, COPY_KM)
        and not _far_apart(spans, pair)
    )
