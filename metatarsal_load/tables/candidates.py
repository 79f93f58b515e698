"""Which sessions are near enough in time to be recordings of one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Places: TypeAlias = "int | np.ndarray"

# Farthest two clocks may be apart (UTC against UTC+14), and what may remain beyond a whole shift.
SHIFT_HOURS = 14
SHIFT_MIN = 1.0
# Local clocks are up to 14 h from UTC, and a session of one may last into one of the other.
REACH_MIN = 60.0 * (SHIFT_HOURS + 2)
# What follows the table's name where a session is listed: `activities.csv row 17`.
ROW = r" (row|activity) \d+$"
RECORDED = ("fit", "gpx", "tcx")
UNSURE_ZONE = ("assumed_utc", "typed", "unknown")


@dataclass(frozen=True)
class Spans:
    """The figures of each session that the comparison needs, shape (n,) each.

    Attributes
    ----------
    athlete, sport, origin, table : ndarray
        Codes; `origin` tells device and format, `table` the table a listed session stands in.
    utc_min, local_min : ndarray
        Start on both clocks [min]; `utc_min` is NaN where only the local clock is known.
    offset_min : ndarray
        Local clock ahead of UTC [min]; NaN where the zone is unknown or assumed.
    length_min, timer_min : ndarray
        Duration with and without pauses [min].
    distance_km : ndarray
        Distance [km].
    day : ndarray
        Local date, in days.
    clock, recorded : ndarray
        Whether the time of day is known, and whether a device recorded it.
    tracks : sequence of ndarray or None
        Signatures.
    """

    athlete: np.ndarray
    sport: np.ndarray
    origin: np.ndarray
    table: np.ndarray
    utc_min: np.ndarray
    local_min: np.ndarray
    offset_min: np.ndarray
    length_min: np.ndarray
    timer_min: np.ndarray
    distance_km: np.ndarray
    day: np.ndarray
    clock: np.ndarray
    recorded: np.ndarray
    tracks: Sequence[np.ndarray | None]


def spans_of(sessions: pd.DataFrame, tracks: Sequence[np.ndarray | None] | None) -> Spans:
    """Take from a completed sessions table what `find_pairs` compares."""
    timer = sessions["duration_min"]
    length = sessions["elapsed_min"].fillna(timer) if "elapsed_min" in sessions else timer
    origin, recorded = sessions["device"].fillna(""), sessions["start_utc"].notna()
    if "format" in sessions:
        origin = origin + sessions["format"].fillna("").astype(origin.dtype)
        recorded = sessions["format"].isin(RECORDED)
    utc, local = _minutes(sessions["start_utc"]), _minutes(sessions["start"])
    sure = ~sessions["timezone_source"].isin(UNSURE_ZONE)
    return Spans(
        athlete=pd.factorize(sessions["athlete"])[0],
        sport=pd.factorize(sessions["sport"])[0],
        origin=_codes(origin),
        table=_codes(sessions["file"].str.replace(ROW, "", regex=True)),
        utc_min=utc,
        local_min=local,
        offset_min=np.where(sure, local - utc, np.nan),
        length_min=length.to_numpy(dtype=float),
        timer_min=timer.to_numpy(dtype=float),
        distance_km=sessions["distance_km"].to_numpy(dtype=float),
        day=sessions["date"].to_numpy().astype("datetime64[D]").astype(np.int64),
        # A bare date says nothing of the hour; only a recording starts on the stroke of midnight.
        clock=((sessions["start"] != sessions["date"]) | recorded).to_numpy(),
        recorded=recorded.to_numpy(),
        tracks=tracks if tracks is not None else [None] * len(sessions),
    )


def _codes(words: pd.Series[str]) -> np.ndarray:
    """Turn words into numbers; -1 where there is none."""
    return pd.factorize(words)[0]


def _minutes(times: pd.Series[pd.Timestamp]) -> np.ndarray:
    """Minutes since 1970; NaN for none."""
    values = times.to_numpy().astype("datetime64[us]")
    return np.where(np.isnat(values), np.nan, values.astype(np.int64) / 60e6)


def gap_min(spans: Spans, i: Places, j: Places) -> Any:
    """Start of the second after that of the first [min]: by UTC where both know it, else local."""
    by_utc = spans.utc_min[j] - spans.utc_min[i]
    return np.where(np.isnan(by_utc), spans.local_min[j] - spans.local_min[i], by_utc)


def clock_shift_min(spans: Spans, i: int, j: int, gap: float) -> float:
    """Shift between the clocks of two sessions that would bring their starts together [min].

    Clocks are wrong by an hour of summer time, or by what the local clock is ahead of UTC (local
    time written as UTC); by any whole hours where neither says where it was.

    Returns
    -------
    float
        0 where no such shift explains the gap.
    """
    ahead = np.abs(spans.offset_min[[i, j]])
    known = ahead[np.isfinite(ahead)].tolist()
    shifts = [60.0, *known] if known else [60.0 * round(gap / 60)]
    near = (s for s in shifts if 0 < s <= 60 * SHIFT_HOURS and abs(gap - s) <= SHIFT_MIN)
    return next(near, 0.0)


def same_figures(spans: Spans) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Set aside recordings alike in every figure, so that a thousand copies cost a thousand.

    Parameters
    ----------
    spans : Spans
        The sessions.

    Returns
    -------
    singles : ndarray
        Positions of the first of each kind, bare dates left out.
    twins : list of (int, int)
        The others, each behind the first of its kind.
    """
    figures = pd.DataFrame(
        {
            "athlete": spans.athlete,
            "utc": spans.utc_min,
            "local": spans.local_min,
            "length": spans.length_min,
            "km": spans.distance_km,
            "sport": spans.sport,
        }
    )
    clocked = figures[spans.clock]
    codes = clocked.groupby(list(figures), dropna=False, sort=False).ngroup().to_numpy()
    _, firsts = np.unique(codes, return_index=True)
    first = clocked.index.to_numpy()[firsts]
    rest = np.delete(np.arange(len(codes)), firsts)
    return first, list(zip(first[codes[rest]].tolist(), clocked.index[rest].tolist(), strict=True))


def neighbours(spans: Spans, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find pairs that could be one run: they overlap in time, or start half or whole hours apart.

    A sweep over the starts: each session meets only those that start within the hours after it.

    Parameters
    ----------
    spans : Spans
        The sessions.
    among : ndarray
        Positions of the sessions to compare.

    Returns
    -------
    tuple of ndarray
        Positions of the earlier and of the later session of each pair, shape (pairs,) each.
    """
    starts = np.where(np.isnan(spans.utc_min), spans.local_min, spans.utc_min)
    order = among[np.lexsort((starts[among], spans.athlete[among]))]
    start, athlete = starts[order], spans.athlete[order]
    # One rising key: no two athletes come within reach of each other.
    width = np.ptp(start) + 2 * REACH_MIN if len(start) else 0.0
    key = start - start.min(initial=0.0) + athlete * width
    until = np.searchsorted(key, key + REACH_MIN, side="right")
    counts = until - np.arange(len(key)) - 1
    i = np.repeat(np.arange(len(key)), counts)
    j = np.arange(len(i)) - np.repeat(np.cumsum(counts) - counts, counts) + i + 1
    gap = gap_min(spans, order[i], order[j])
    first = np.where(gap < 0, order[j], order[i])
    second = np.where(gap < 0, order[i], order[j])
    gap = np.abs(gap)
    overlapping = gap <= np.maximum(np.nan_to_num(spans.length_min)[first], SHIFT_MIN)
    # Zones lie half hours apart at the least, but for a few of 45 minutes.
    hours_apart = np.abs(gap - 15 * np.round(gap / 15)) <= SHIFT_MIN
    unlike = spans.origin[first] != spans.origin[second]
    possible = overlapping | (hours_apart & unlike)
    return first[possible], second[possible]
