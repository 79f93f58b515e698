"""From the tables a user hands in to facts: completed once, then cut by athlete into chunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grid import Floats, Grid, Ints
from metatarsal_load.risk.states import with_states
from metatarsal_load.risk.thresholds import Limits
from metatarsal_load.tables.coverage import coverage
from metatarsal_load.tables.intensity import HARD_MIN
from metatarsal_load.tables.owners import owned, refuse_nobodys
from metatarsal_load.tables.periods import weeks_of
from metatarsal_load.tables.typed import (
    athletes_of,
    complete_athletes,
    complete_diary,
    complete_sessions,
    complete_shoes,
)

Day: TypeAlias = str | date | pd.Timestamp | None
ROWS_PER_CHUNK = 1_000_000
NOT_JUDGED = [
    "timezone", "timezone_source", "cadence_source", "intensity_source", "surface_source",
    "shoe_source", "name", "device", "file", "notes",
]  # fmt: skip
"""Words of the sessions table that no rule looks at; copying words is slow."""


@dataclass(frozen=True)
class Book:
    """Complete tables of all athletes with ``a``, the athlete's code, sorted by it."""

    names: np.ndarray
    sessions: pd.DataFrame
    shoes: pd.DataFrame
    diary: pd.DataFrame
    athletes: pd.DataFrame
    today: pd.Timestamp | None


def open_book(
    sessions: pd.DataFrame,
    shoes: pd.DataFrame | None,
    diary: pd.DataFrame | None,
    athletes: pd.DataFrame | None,
    today: Day,
) -> Book:
    """Complete the tables and number the athletes that have a session or a diary day.

    A diary and shoes that name nobody are those of the athlete of the sessions, if it is one.

    Raises
    ------
    TableError
        From the completion: names table, row and column.
    """
    done = complete_sessions(sessions, named=False).drop(columns=NOT_JUDGED)
    notes = owned(complete_diary(_or_empty(diary, ["date", "pain"])), done)
    names = np.unique(
        np.concatenate([done["athlete"].unique(), notes["athlete"].unique()]).astype(object)
    )
    return Book(
        names=names,
        sessions=_coded(done, names),
        shoes=_coded(owned(complete_shoes(_or_empty(shoes, ["shoe"])), done), names),
        diary=_coded(notes, names),
        athletes=_coded(complete_athletes(_or_empty(athletes, ["athlete"])), names),
        today=None if today is None else pd.Timestamp(today).normalize().tz_localize(None),
    )


def open_books(
    sessions: pd.DataFrame,
    shoes: pd.DataFrame | None,
    diary: pd.DataFrame | None,
    athletes: pd.DataFrame | None,
    today: Day,
) -> Iterator[Book]:
    """`open_book` for some athletes after the other: a complete table is wide, memory bounded."""
    if len(sessions) <= ROWS_PER_CHUNK:
        yield open_book(sessions, shoes, diary, athletes, today)
        return
    notes = complete_diary(_or_empty(diary, ["date", "pain"]))
    pairs = complete_shoes(_or_empty(shoes, ["shoe"]))
    codes, names = athletes_of(sessions)
    if len(names) > 1:
        for table in (notes, pairs):
            refuse_nobodys(table, names)
    order, counts = np.argsort(codes, kind="stable"), np.bincount(codes)
    past = np.cumsum(counts)
    for part in _parts(counts):
        own = names[part]
        rows = order[past[part.start] - counts[part.start] : past[part.stop - 1]]
        yield open_book(
            sessions.iloc[rows], _of(pairs, own), _of(notes, own), athletes, today
        )  # fmt: skip
    if not notes["athlete"].isin(names).all():
        rest = notes[~notes["athlete"].isin(names)]
        yield open_book(sessions.iloc[:0], _of(pairs, rest["athlete"]), rest, athletes, today)


def _of(table: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Rows of some athletes."""
    return table[table["athlete"].isin(list(names))]


def chunks(book: Book) -> Iterator[slice]:
    """Cut athletes into chunks of a bounded number of sessions, whole athletes each."""
    yield from _parts(np.bincount(book.sessions["a"].to_numpy(), minlength=len(book.names)))


def _parts(counts: Ints) -> Iterator[slice]:
    """Cut athletes, given by their numbers of rows, into slices of a bounded number of rows."""
    begin, rows = 0, 0
    for code, count in enumerate(counts.tolist()):
        if rows and rows + count > ROWS_PER_CHUNK:
            yield slice(begin, code)
            begin, rows = code, 0
        rows += count
    if len(counts):
        yield slice(begin, len(counts))


def gather(book: Book, part: slice, limits: Limits) -> Facts:
    """Make the facts of a chunk of athletes; codes begin at 0 again."""
    sessions, diary = _cut(book.sessions, part), _cut(book.diary, part)
    athletes = _cut(book.athletes, part)
    sessions = _with_word(_with_minutes(sessions))
    sessions["day"] = _day_number(sessions["date"])
    diary["day"] = _day_number(diary["date"])
    names = book.names[part]
    first, last = _coverage(sessions, diary, book.today, len(names))
    starts = dict(zip(athletes["athlete"], athletes["week_start"].fillna("monday"), strict=True))
    weeks = weeks_of(
        sessions, diary=diary, today=book.today, week_start=starts or "monday", words=False
    )
    facts = Facts(
        names=names,
        sessions=sessions,
        runs=_runs(sessions),
        days=Grid(first, last - first + 1),
        weeks=_week_grid(weeks, names),
        week=_columns(weeks),
        shoes=_cut(book.shoes, part),
        diary=diary,
        athletes=athletes,
        limits={rule: _own(values, part) for rule, values in limits.items()},
    )
    return with_states(facts)


def _runs(sessions: pd.DataFrame) -> pd.DataFrame:
    """Take the runs of the sessions; where all are runs, nothing is copied."""
    is_run = sessions["sport"] == "running"
    return sessions if is_run.all() else sessions[is_run].reset_index(drop=True)


def _or_empty(table: pd.DataFrame | None, columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in columns}) if table is None else table


def _coded(table: pd.DataFrame, names: np.ndarray) -> pd.DataFrame:
    """Add the athlete's code; rows of nobody known are left out."""
    own, found = pd.factorize(table["athlete"])
    codes = pd.Index(names).get_indexer(pd.Index(found))[own]
    table = table.assign(a=codes)
    return table if (codes >= 0).all() else table[codes >= 0].reset_index(drop=True)


def _cut(table: pd.DataFrame, part: slice) -> pd.DataFrame:
    """Copy the rows of the athletes of a chunk, codes from 0."""
    low, high = np.searchsorted(table["a"].to_numpy(), [part.start, part.stop])
    return (
        table.iloc[low:high].assign(a=table["a"].iloc[low:high] - part.start).reset_index(drop=True)
    )


def _with_minutes(sessions: pd.DataFrame) -> pd.DataFrame:
    """Fill unknown minutes of an intensity from the session's word: all of its time, or none."""
    word = sessions["intensity"]
    known = (word != "unknown").to_numpy()
    if not known.any():
        return sessions
    time = sessions["moving_min"].fillna(sessions["duration_min"]).to_numpy()
    filled = {
        f"{name}_min": sessions[f"{name}_min"].where(
            sessions[f"{name}_min"].notna() | ~known,
            pd.Series(np.where((word == name).to_numpy(), time, 0.0)),
        )
        for name in ("easy", "moderate", "hard")
    }
    return sessions.assign(**filled)


def _with_word(sessions: pd.DataFrame) -> pd.DataFrame:
    """Call a session hard whose hard minutes make it one, where no word says so."""
    unsaid = (sessions["hard_min"] >= HARD_MIN) & (sessions["intensity"] == "unknown")
    if not unsaid.any():
        return sessions
    return sessions.assign(intensity=sessions["intensity"].mask(unsaid, "hard"))


def _day_number(dates: pd.Series[pd.Timestamp]) -> Ints:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def _coverage(
    sessions: pd.DataFrame, diary: pd.DataFrame, today: pd.Timestamp | None, count: int
) -> tuple[Ints, Ints]:
    """First and last covered day of each athlete; a diary alone covers its own days."""
    spans = coverage(sessions, diary=diary, today=today)
    first, last = np.zeros(count, np.int64), np.full(count, -1, np.int64)
    if len(diary):
        own = diary.groupby("a")["day"]
        first[own.min().index], last[own.max().index] = own.min(), own.max()
    code = sessions.drop_duplicates("athlete").set_index("athlete")["a"]
    has_runs = spans["athlete"].isin(code.index).to_numpy()
    where = code.loc[spans["athlete"][has_runs]].to_numpy()
    first[where] = _day_number(spans["first"][has_runs])
    last[where] = _day_number(spans["last"][has_runs])
    return first, last


def _week_grid(weeks: pd.DataFrame, names: np.ndarray) -> Grid:
    codes = pd.Index(names).get_indexer(weeks.index.get_level_values("athlete"))
    days = _day_number(weeks.index.get_level_values("week").to_series())
    length = np.bincount(codes, minlength=len(names)).astype(np.int64)
    first = np.zeros(len(names), np.int64)
    fresh = np.flatnonzero(np.diff(codes, prepend=-1))
    first[codes[fresh]] = days[fresh]
    return Grid(first, length, step=7)


def _columns(weeks: pd.DataFrame) -> dict[str, Floats]:
    numeric = weeks.select_dtypes(["number", "bool"])
    return {str(name): numeric[name].to_numpy(float) for name in numeric}


def _own(values: dict[str, float | Floats], part: slice) -> dict[str, float | Floats]:
    return {
        name: value if isinstance(value, float | int) else value[part]
        for name, value in values.items()
    }
