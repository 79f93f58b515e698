"""Which sessions are near enough in time to be recordings of one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

# Farthest two clocks may be apart (UTC against UTC+14), and what may remain beyond whole hours.
SHIFT_HOURS = 14
SHIFT_MIN = 1.0


@dataclass(frozen=True)
class Spans:
    """The figures of each session that the comparison needs, shape (n,) each."""

    athlete: np.ndarray
    start_min: np.ndarray
    length_min: np.ndarray
    distance_km: np.ndarray
    sport: np.ndarray
    origin: np.ndarray
    clock: np.ndarray
    tracks: Sequence[np.ndarray | None]


def spans_of(sessions: pd.DataFrame, tracks: Sequence[np.ndarray | None] | None) -> Spans:
    """Take from a completed sessions table what `find_pairs` compares."""
    start = sessions["start_utc"].fillna(sessions["start"])
    length = sessions["duration_min"]
    if "elapsed_min" in sessions:
        length = sessions["elapsed_min"].fillna(length)
    origin = sessions["device"].fillna("").astype(str)
    if "format" in sessions:
        origin = origin + sessions["format"].fillna("").astype(str)
    # A bare date says nothing of the hour; only a recording starts on the stroke of midnight.
    clock = sessions["start"] != sessions["date"]
    if "format" in sessions:
        clock |= sessions["format"].isin(["fit", "gpx", "tcx"])
    return Spans(
        athlete=pd.factorize(sessions["athlete"])[0],
        start_min=start.to_numpy().astype("datetime64[us]").astype(np.int64) / 60e6,
        length_min=length.to_numpy(dtype=float),
        distance_km=sessions["distance_km"].to_numpy(dtype=float),
        sport=pd.factorize(sessions["sport"])[0],
        origin=pd.factorize(origin)[0],
        clock=clock.to_numpy(),
        tracks=tracks if tracks is not None else [None] * len(sessions),
    )


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
            "start": spans.start_min,
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
    """Find pairs that could be one run: they overlap in time, or start whole hours apart.

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
    order = among[np.lexsort((spans.start_min[among], spans.athlete[among]))]
    start, athlete = spans.start_min[order], spans.athlete[order]
    reach = SHIFT_HOURS * 60 + SHIFT_MIN
    # One rising key: no two athletes come within reach of each other.
    width = np.ptp(start) + 2 * reach if len(start) else 0.0
    key = start - start.min(initial=0.0) + athlete * width
    until = np.searchsorted(key, key + reach, side="right")
    counts = until - np.arange(len(key)) - 1
    i = np.repeat(np.arange(len(key)), counts)
    j = np.arange(len(i)) - np.repeat(np.cumsum(counts) - counts, counts) + i + 1
    first, second = order[i], order[j]
    gap = spans.start_min[second] - spans.start_min[first]
    length = np.nan_to_num(spans.length_min)
    overlapping = gap <= np.maximum(length[first], SHIFT_MIN)
    hours_apart = np.abs(gap - 60 * np.round(gap / 60)) <= SHIFT_MIN
    unlike = spans.origin[first] != spans.origin[second]
    possible = overlapping | (hours_apart & unlike)
    return first[possible], second[possible]
