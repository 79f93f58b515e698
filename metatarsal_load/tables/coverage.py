"""Which days are known: the coverage of each athlete, and its days and weeks as dense numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.owners import owned
from metatarsal_load.tables.typed import complete_diary

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Day 0 of the epoch was a Thursday: three days after a Monday.
EPOCH_WEEKDAY = 3
Day: TypeAlias = "str | dt.date | pd.Timestamp"


@dataclass(frozen=True)
class Grid:
    """Unbroken periods of several athletes behind one another.

    Attributes
    ----------
    athlete : ndarray
        Shape (periods,): number of the athlete of each period.
    period : ndarray
        Shape (periods,): number of the period: the day since 1970, or the week.
    session : ndarray
        Shape (sessions,): position in this grid of the period of each session.
    """

    athlete: np.ndarray
    period: np.ndarray
    session: np.ndarray


def coverage(
    sessions: pd.DataFrame, *, diary: pd.DataFrame | None = None, today: Day | None = None
) -> pd.DataFrame:
    """Tell the first and last known day of each athlete.

    Coverage runs from the first session's day to the later of the last session's and the last
    diary day. A day inside it without a session is a rest day; a day outside it is unknown.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, columns), as `complete_sessions` returns it.
    diary : DataFrame, optional
        Symptom diary: `athlete`, `date`. Days before the first session count for nothing.
    today : str, date or Timestamp, optional
        Extends the coverage of every athlete to this day; never shortens it.

    Returns
    -------
    DataFrame
        Shape (athletes, 3): `athlete`, `first`, `last` (datetime64[us]), sorted by athlete.
    """
    span = sessions.groupby("athlete", sort=True)["date"].agg(["min", "max"])
    first, last = span["min"], span["max"]
    if diary is not None:
        written = owned(complete_diary(diary), sessions).groupby("athlete")["date"].max()
        written = written.reindex(span.index).astype("datetime64[us]")
        last = last.where(~(written > last), written)
    if today is not None:
        last = last.where(last > as_day(today), as_day(today))
    return pd.DataFrame(
        {
            "athlete": span.index.astype(TEXT),
            "first": first.to_numpy().astype("datetime64[us]"),
            "last": last.to_numpy().astype("datetime64[us]"),
        }
    )


def as_day(day: Day) -> pd.Timestamp:
    """Read a day: local midnight, naive."""
    stamp = pd.Timestamp(day)
    if pd.isna(stamp):
        raise TableError(f"today: found {day!r}, expected a date like 2026-05-03")
    return stamp.tz_localize(None).normalize().as_unit("us")


def day_numbers(dates: pd.Series[pd.Timestamp]) -> np.ndarray:
    """Count days since 1970-01-01; shape (n,)."""
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def week_shifts(covered: pd.DataFrame, week_start: str | Mapping[str, str]) -> np.ndarray:
    """Give for each athlete the k for which ``(day + k) // 7`` numbers weeks; shape (athletes,)."""
    if isinstance(week_start, str):
        names = [week_start] * len(covered)
    else:
        names = [week_start.get(athlete, "monday") for athlete in covered["athlete"]]
    words = ["monday" if pd.isna(name) else str(name).strip().lower() for name in names]
    unknown = [word for word in words if word not in WEEKDAYS]
    if unknown:
        raise TableError(
            f"week_start: found {unknown[0]!r}, expected an English weekday, like monday"
        )
    return EPOCH_WEEKDAY - np.array([WEEKDAYS.index(word) for word in words], dtype=np.int64)


def day_grid(sessions: pd.DataFrame, covered: pd.DataFrame) -> Grid:
    """Lay out every covered day and find the day of each session."""
    return _grid(sessions, covered, np.zeros(len(covered), dtype=np.int64), 1)


def week_grid(sessions: pd.DataFrame, covered: pd.DataFrame, shifts: np.ndarray) -> Grid:
    """Lay out every week touched by the coverage and find the week of each session."""
    return _grid(sessions, covered, shifts, 7)


def _grid(sessions: pd.DataFrame, covered: pd.DataFrame, shift: np.ndarray, days: int) -> Grid:
    """Lay out periods of so many days, each athlete's from the first covered to the last."""
    first = (day_numbers(covered["first"]) + shift) // days
    counts = (day_numbers(covered["last"]) + shift) // days - first + 1
    offsets = np.cumsum(counts) - counts
    athlete = np.repeat(np.arange(len(covered)), counts)
    period = np.arange(len(athlete)) - offsets[athlete] + first[athlete]
    codes, names = pd.factorize(sessions["athlete"])
    whose = pd.Index(covered["athlete"]).get_indexer(pd.Index(names))[codes]
    number = (day_numbers(sessions["date"]) + shift[whose]) // days
    return Grid(athlete, period, offsets[whose] + number - first[whose])
