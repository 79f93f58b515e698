"""Tables as a person types them, completed to every column of the schema.

A sessions frame needs `start` and `distance_km` only; each further column lets more rules judge.
What is not there stays unknown: NaN, NaT, or the word ``unknown``.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from operator import attrgetter

import numpy as np
import pandas as pd

from metatarsal_load import schema
from metatarsal_load.errors import TableError
from metatarsal_load.readers.exports.words import tagged_surface
from metatarsal_load.schema import Column
from metatarsal_load.tables.columns import TEXT, Table, convert, missing, texts
from metatarsal_load.tables.row_order import by_athlete
from metatarsal_load.tables.session_ids import refuse_doubled_ids, session_ids
from metatarsal_load.tables.surface import SURFACE_COLUMNS, surface_columns

NOBODY = "me"
FASTEST_MPS = schema.SESSIONS["speed_mps"].high or np.inf


def complete_sessions(
    sessions: pd.DataFrame, *, lines: np.ndarray | None = None, named: bool = True
) -> pd.DataFrame:
    """Complete a sessions table: every column of the schema, of the right dtype, in order.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, any): `start` (a date, or a date and local time) and `distance_km` [km], and any
        column of `schema.SESSIONS`; further columns are kept behind them.
    lines : ndarray, optional
        Shape (n,): the line of the file each row stood on, for messages.
    named : bool
        Whether sessions without a `session_id` are given one.

    Returns
    -------
    DataFrame
        Shape (n, columns), sorted by athlete and start (rows of one start by distance,
        duration and the rest), RangeIndex. Besides the schema's columns: `date` (local midnight)
        and `has_clock` (False where all the athlete's starts are bare dates). Without `athlete`
        the sessions are "me"'s, without `sport` they are runs. `speed_mps` comes from distance and
        moving (else timer) time, the kilometres per surface from `surface`. `running_min` and
        `longest_bout_min` are not guessed.

    Raises
    ------
    TableError
        A required column is missing, or a cell cannot be read or lies outside its range; names
        row and column. A `session_id` that an athlete has twice.

    Examples
    --------
    >>> import pandas as pd
    >>> runs = complete_sessions(pd.DataFrame({"start": ["2026-05-03"], "distance_km": [8.0]}))
    >>> runs.loc[0, ["athlete", "sport", "surface"]].tolist()
    ['me', 'running', 'unknown']
    """
    table = Table("sessions", lines)
    given = _flat(sessions, "sessions", schema.SESSIONS)
    if "sport" not in given:
        given = given.assign(sport="running")
    full = _convert_all(given, schema.SESSIONS, table)
    full["athlete"] = full["athlete"].fillna(NOBODY)
    full["timezone_source"] = full["timezone_source"].fillna("typed")
    if isinstance(given["start"].dtype, pd.DatetimeTZDtype):
        utc = given["start"].dt.tz_convert("UTC").dt.tz_localize(None).reset_index(drop=True)
        full["start_utc"] = full["start_utc"].fillna(utc.astype("datetime64[us]"))
    full, athlete = by_athlete(full, "start")
    full["sport"] = full["sport"].fillna("running")
    if named:
        full["session_id"] = session_ids(full, athlete)
    refuse_doubled_ids(full, athlete)
    minutes = full["moving_min"].fillna(full["duration_min"])
    speed = full["distance_km"] * 1000 / (minutes.where(minutes > 0) * 60)
    # A speed no person runs or rides is an error in one of its two figures.
    full["speed_mps"] = full["speed_mps"].fillna(speed.where(speed <= FASTEST_MPS))
    full = _with_own_word(full)
    full[list(SURFACE_COLUMNS)] = _surface_km(full)
    full["date"] = full["start"].dt.normalize()
    timed = (full["start"] != full["date"]).to_numpy()
    full["has_clock"] = np.bincount(athlete, weights=timed, minlength=1)[athlete] > 0
    return full


def athletes_of(sessions: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Tell whose each session of a typed table is, without completing it.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, any), as `complete_sessions` takes it.

    Returns
    -------
    codes, names : ndarray
        Shape (n,): number of each session's athlete; and the names by number, sorted.
    """
    if "athlete" in sessions:
        names = texts(sessions["athlete"])
    elif "athlete" in sessions.index.names:
        names = texts(sessions.index.get_level_values("athlete").to_series())
    else:
        names = pd.Series(NOBODY, index=range(len(sessions)))
    codes, known = pd.factorize(names.fillna(NOBODY), sort=True)
    return codes, np.asarray(known, dtype=object)


def complete_shoes(shoes: pd.DataFrame, *, lines: np.ndarray | None = None) -> pd.DataFrame:
    """Complete a shoe table: every column of `schema.SHOES`, one row a pair.

    Parameters
    ----------
    shoes : DataFrame
        Shape (n, any): `shoe`, and any column of `schema.SHOES` (`initial_km`, `limit_km` [km]).
    lines : ndarray, optional
        Shape (n,): line of each row, for messages.

    Returns
    -------
    DataFrame
        Shape (n, columns), sorted by athlete and shoe; one shoe's name may serve two athletes.

    Raises
    ------
    TableError
        As `complete_sessions`, and for a pair named twice.
    """
    table = Table("shoes", lines)
    full = _convert_all(_flat(shoes, "shoes", schema.SHOES), schema.SHOES, table)
    full["athlete"] = full["athlete"].fillna(NOBODY)
    _refuse_twins(full, ["athlete", "shoe"], table)
    return by_athlete(full, "shoe")[0]


def complete_athletes(athletes: pd.DataFrame, *, lines: np.ndarray | None = None) -> pd.DataFrame:
    """Complete a table of athletes: every column of `schema.ATHLETES`, one row each.

    Parameters
    ----------
    athletes : DataFrame
        Shape (n, any): `athlete`, and any column of `schema.ATHLETES`.
    lines : ndarray, optional
        Shape (n,): line of each row, for messages.

    Returns
    -------
    DataFrame
        Shape (n, columns), sorted by athlete.

    Raises
    ------
    TableError
        As `complete_sessions`, and for an athlete named twice.
    """
    table = Table("athletes", lines)
    full = _convert_all(_flat(athletes, "athletes", schema.ATHLETES), schema.ATHLETES, table)
    _refuse_twins(full, ["athlete"], table)
    return by_athlete(full, "athlete")[0]


def complete_diary(diary: pd.DataFrame, *, lines: np.ndarray | None = None) -> pd.DataFrame:
    """Complete a symptom diary: every column of `schema.DIARY`, one row per athlete and day.

    Several entries of one day become one, and the worse answer stands: the highest pain, a yes to
    a symptom, a no to a readiness test (the columns ``*_ok``); different texts are joined.

    Parameters
    ----------
    diary : DataFrame
        Shape (n, any): `date`, `pain` (0-10), and any column of `schema.DIARY`.
    lines : ndarray, optional
        Shape (n,): line of each row, for messages.

    Returns
    -------
    DataFrame
        Shape (days, columns), sorted by athlete and date, RangeIndex.

    Raises
    ------
    TableError
        As `complete_sessions`.
    """
    given = _flat(diary, "diary", schema.DIARY)
    full = _convert_all(given, schema.DIARY, Table("diary", lines))
    full["athlete"] = full["athlete"].fillna(NOBODY)
    full, _ = by_athlete(full, "date")
    keys = ["athlete", "date"]
    twins = full.duplicated(keys, keep=False)
    if not twins.any():
        return full
    how = {
        name: "min" if name.endswith("_ok") else _join_texts if full[name].dtype == TEXT else "max"
        for name in full.columns
        if name not in keys
    }
    merged = full[twins].groupby(keys, as_index=False, sort=False).agg(how)
    return by_athlete(pd.concat([full[~twins], merged.astype(full.dtypes)]), "date")[0]


def _join_texts(texts: pd.Series[str]) -> object:
    """Join the different texts of one day."""
    return "; ".join(dict.fromkeys(texts.dropna())) or np.nan


def _flat(frame: pd.DataFrame, name: str, columns: Mapping[str, Column]) -> pd.DataFrame:
    """Bring index levels that are columns of the table back, and check what is required."""
    levels = [level for level in frame.index.names if level in columns and level not in frame]
    flat = frame.reset_index(level=levels) if levels else frame
    lacking = [key for key, column in columns.items() if column.required and key not in flat]
    if lacking:
        found = [str(column) for column in flat.columns]
        near = difflib.get_close_matches(lacking[0], found, n=1, cutoff=0.5)
        hint = f"; rename column '{near[0]}' if that is it" if near else ""
        raise TableError(
            f"{name}: found columns {', '.join(found) or '(none)'}, "
            f"expected also {', '.join(lacking)}{hint}"
        )
    twins = flat.columns[flat.columns.duplicated()]
    if len(twins):
        raise TableError(f"{name}: found column {twins[0]} twice, expected it once")
    return flat


def _convert_all(given: pd.DataFrame, columns: Mapping[str, Column], table: Table) -> pd.DataFrame:
    """Convert the columns that are there and add the unknown ones; further columns follow."""
    # One column of unknowns of each kind serves all columns that are not there.
    kind_of = attrgetter("dtype", "values")
    kinds = {kind_of(column): column for column in columns.values()}
    blank = {kind: missing(column, len(given)) for kind, column in kinds.items()}
    full = {
        name: convert(given[name], name, column, table) if name in given else blank[kind_of(column)]
        for name, column in columns.items()
    }
    extra = {str(name): given[name].reset_index(drop=True) for name in given if name not in columns}
    return pd.DataFrame(full | extra)


def _refuse_twins(full: pd.DataFrame, keys: list[str], table: Table) -> None:
    """Refuse two rows of one key."""
    twins = np.flatnonzero(full.duplicated(keys))
    if len(twins):
        raise table.error(full[keys[-1]], int(twins[0]), keys[-1], "each name in one row only")


def _with_own_word(full: pd.DataFrame) -> pd.DataFrame:
    """Believe what the runner typed (a word or kilometres), then tags (``#trail``), then others."""
    source = full["surface_source"]
    split = (full[list(SURFACE_COLUMNS[:3])] > 0).to_numpy().any(axis=1)
    told = split | (full["surface"] != "unknown").to_numpy()
    full["surface_source"] = source.mask(told & source.isna().to_numpy(), "typed")
    weaker = ~told | source.isin(("file", "shape", "map")).to_numpy()
    tagged = {
        row: word
        for column in ("notes", "name")
        if full[column].notna().any()
        for row, text in enumerate(full[column].tolist())
        if isinstance(text, str) and "#" in text and weaker[row] and (word := tagged_surface(text))
    }
    if tagged:
        rows = list(tagged)
        full.loc[rows, "surface"] = list(tagged.values())
        full.loc[rows, "surface_source"] = "typed"
        full.loc[rows, list(SURFACE_COLUMNS)] = np.nan
    return full


def _surface_km(full: pd.DataFrame) -> pd.DataFrame:
    """Split the distance by surface: as given, else all of it on the session's surface [km]."""
    given = full[list(SURFACE_COLUMNS)]
    whole = surface_columns(full["surface"], full["distance_km"])
    if given.isna().to_numpy().all():
        return whole
    rest = (full["distance_km"] - given.iloc[:, :3].sum(axis=1)).clip(lower=0)
    parts = given.fillna({"unknown_surface_km": rest}).fillna(0.0)
    return parts.where(given.notna().any(axis=1), whole)
