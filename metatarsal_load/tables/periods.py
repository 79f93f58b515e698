"""Sessions to days and weeks.

Weeks are cut on local dates. Inside the coverage a period without a run holds 0; a figure that one
of the period's runs lacks is unknown (NaN) for the period, for a hard week must not look easy.
Distance alone is kept as a lower bound, beside the number of runs that lack it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from metatarsal_load import schema
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.coverage import (
    Day,
    Grid,
    coverage,
    day_grid,
    day_numbers,
    week_grid,
    week_shifts,
)
from metatarsal_load.tables.surface import SURFACE_COLUMNS
from metatarsal_load.tables.typed import complete_sessions

LOW_CADENCE_SPM = 170.0
SUMS = (
    "duration_min", "easy_min", "moderate_min", "hard_min", "ascent_m", "descent_m",
    "downhill_km", "steps", "forefoot_load", "damage_index",
)  # fmt: skip


def daily(
    sessions: pd.DataFrame, *, diary: pd.DataFrame | None = None, today: Day | None = None
) -> pd.DataFrame:
    """Sum the sessions of each covered day.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, columns): `start`, `distance_km` [km] and any column of `schema.SESSIONS`.
    diary : DataFrame, optional
        Symptom diary; its last day may extend the coverage.
    today : str, date or Timestamp, optional
        Extends the coverage to this day.

    Returns
    -------
    DataFrame
        Shape (days, 20), index (`athlete`, `date`): every covered day. `sessions`, `runs`,
        `runs_without_distance` and `cross_training` count; `distance_km`, `longest_run_km` and
        the kilometres per surface [km], minutes [min], climb [m], `steps` and loads are those of
        the runs: 0 on a day without a run, NaN where a run lacks the figure. `distance_km` is a
        lower bound where `runs_without_distance` > 0, and NaN where no run has a distance.

    Raises
    ------
    TableError
        As `complete_sessions`.
    """
    full = complete_sessions(sessions)
    covered = coverage(full, diary=diary, today=today)
    grid = day_grid(full, covered)
    days = _counts(full, grid).join(_run_sums(full, grid))
    date = grid.period.astype("datetime64[D]").astype("datetime64[us]")
    return days.set_index(_index(covered, grid, date, "date"))


def weekly(
    sessions: pd.DataFrame,
    *,
    diary: pd.DataFrame | None = None,
    today: Day | None = None,
    week_start: str | Mapping[str, str] = "monday",
) -> pd.DataFrame:
    """Sum the sessions of each week, cut on local dates.

    Every week between the first and the last covered day is a row, the empty ones too. Only runs
    count for distance, time, surface, cadence, climb and loads.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, columns): `start`, `distance_km` [km] and any column of `schema.SESSIONS`.
    diary : DataFrame, optional
        Symptom diary; its last day may extend the coverage.
    today : str, date or Timestamp, optional
        Extends the coverage to this day; by default it ends with the last session or entry.
    week_start : str or mapping of athlete to str
        First day of the week, in English; an athlete not in the mapping starts on Monday.

    Returns
    -------
    DataFrame
        Shape (weeks, columns of `schema.WEEKS`), index (`athlete`, `week`): the first day of each
        week. Sums are not rounded. A figure that one of the week's runs lacks is NaN, never a
        smaller sum; `distance_km` is a lower bound where `runs_without_distance` > 0, and NaN
        where no run of the week has a distance. `complete` is False where the coverage begins or
        ends inside the week.

    Raises
    ------
    TableError
        As `complete_sessions`, and for an unknown weekday.

    Examples
    --------
    >>> import pandas as pd
    >>> runs = pd.DataFrame({"start": ["2026-05-04", "2026-05-19"], "distance_km": [8.0, 5.0]})
    >>> weekly(runs)["distance_km"].tolist()
    [8.0, 0.0, 5.0]
    """
    return weeks_of(complete_sessions(sessions), diary=diary, today=today, week_start=week_start)


def weeks_of(
    full: pd.DataFrame,
    *,
    diary: pd.DataFrame | None,
    today: Day | None,
    week_start: str | Mapping[str, str],
    words: bool = True,
) -> pd.DataFrame:
    """`weekly` of sessions that `complete_sessions` has completed; the same parameters.

    Without `words`, the columns of text are left out: rules do not read them.
    """
    covered = coverage(full, diary=diary, today=today)
    shifts = week_shifts(covered, week_start)
    grid = week_grid(full, covered, shifts)
    weeks = _run_sums(full, grid).join(_days_in_weeks(full, covered, grid, shifts))
    runs = (full["sport"] == "running").to_numpy()
    weeks["runs"] = _count(grid, runs)
    weeks["runs_without_distance"] = _count(grid, runs & full["distance_km"].isna().to_numpy())
    judged = weeks["easy_min"] + weeks["moderate_min"] + weeks["hard_min"]
    weeks["hard_share"] = _ratio(weeks["hard_min"], judged)
    known_km = weeks[list(SURFACE_COLUMNS)].sum(axis=1)
    for name in SURFACE_COLUMNS:
        weeks[name.replace("_km", "_share")] = _ratio(weeks[name], known_km)
    weeks["low_cadence_share"] = _low_cadence_share(full, grid)
    if words:
        weeks["shoes"] = _words(full["shoe"].where(runs), grid)
        told = full["surface_source"].where(runs & (full["surface_source"] != "unknown"))
        weeks["surface_source"] = _words(told, grid)
    first = grid.period * 7 - shifts[grid.athlete]
    date = first.astype("datetime64[D]").astype("datetime64[us]")
    return weeks.set_index(_index(covered, grid, date, "week"))[
        [name for name in schema.WEEKS if name in weeks]
    ]


def _index(covered: pd.DataFrame, grid: Grid, date: np.ndarray, name: str) -> pd.MultiIndex:
    """Label the periods of a grid by athlete and first day."""
    who = covered["athlete"].astype(TEXT).take(grid.athlete)
    return pd.MultiIndex.from_arrays([who.array, date], names=["athlete", name])


def _count(grid: Grid, which: np.ndarray) -> np.ndarray:
    """Count the sessions of each period that are meant."""
    return np.bincount(grid.session[which], minlength=len(grid.period)).astype(float)


def _ratio(part: pd.Series[float], whole: pd.Series[float]) -> pd.Series[float]:
    """Divide; of nothing there is no share. Sums of floats may exceed their whole by a hair."""
    return (part / whole.where(whole > 0)).clip(upper=1.0)


def _counts(full: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    """Count sessions, runs, runs without a distance and cross-training sessions."""
    runs = (full["sport"] == "running").to_numpy()
    return pd.DataFrame(
        {
            "sessions": _count(grid, np.ones(len(full), dtype=bool)),
            "runs": _count(grid, runs),
            "runs_without_distance": _count(grid, runs & full["distance_km"].isna().to_numpy()),
            "cross_training": _count(grid, full["sport"].isin(schema.CROSS_TRAINING).to_numpy()),
        }
    )


def _run_sums(full: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    """Sum what the runs of each period hold; take their longest and their median cadence."""
    is_run = (full["sport"] == "running").to_numpy()
    summed = ["distance_km", *SURFACE_COLUMNS, *SUMS]
    runs, code, size = full[[*summed, "cadence_spm"]], grid.session, len(grid.period)
    if not is_run.all():
        runs, code = runs[is_run], code[is_run]
    total = np.bincount(code, minlength=size)
    with_distance = np.bincount(code[runs["distance_km"].notna()], minlength=size)
    sums: dict[str, np.ndarray] = {}
    for name in summed:
        figures = runs[name].to_numpy()
        known = ~np.isnan(figures)
        if name in SUMS:
            lost = total > 0 if not known.any() else np.bincount(code[~known], minlength=size) > 0
        else:
            lost = (total > 0) & (with_distance == 0)
        total_known = np.bincount(code[known], weights=figures[known], minlength=size)
        sums[name] = np.where(lost, np.nan, total_known)
    by_period = runs.groupby(code)
    table = pd.DataFrame(sums)
    longest = by_period["distance_km"].max().reindex(range(size))
    table["longest_run_km"] = longest.where(total > 0, 0.0)
    table["cadence_spm"] = by_period["cadence_spm"].median().reindex(range(size))
    return table


def _days_in_weeks(
    full: pd.DataFrame, covered: pd.DataFrame, weeks: Grid, shifts: np.ndarray
) -> pd.DataFrame:
    """Count the run, rest and cross-training days of each week, and tell the complete ones."""
    days = day_grid(full, covered)
    counts = _counts(full, days)
    per_athlete = np.bincount(weeks.athlete, minlength=len(covered))
    offset = np.cumsum(per_athlete) - per_athlete
    first = (day_numbers(covered["first"]) + shifts) // 7
    number = (days.period + shifts[days.athlete]) // 7
    week = offset[days.athlete] + number - first[days.athlete]

    def tally(which: pd.Series[bool]) -> np.ndarray:
        return np.bincount(week[which.to_numpy()], minlength=len(weeks.period)).astype(float)

    return pd.DataFrame(
        {
            "run_days": tally(counts["runs"] > 0),
            "rest_days": tally(counts["sessions"] == 0),
            "cross_training_days": tally(counts["cross_training"] > 0),
            "complete": tally(counts["sessions"] >= 0) == 7,
        }
    )


def _low_cadence_share(full: pd.DataFrame, grid: Grid) -> np.ndarray:
    """Share of the runs with a cadence that were below the guide's band."""
    known = ((full["sport"] == "running") & full["cadence_spm"].notna()).to_numpy()
    low = known & (full["cadence_spm"] < LOW_CADENCE_SPM).to_numpy()
    runs = _count(grid, known)
    share: np.ndarray = _count(grid, low) / np.where(runs > 0, runs, np.nan)
    return share


def _words(said: pd.Series[str], grid: Grid) -> pd.Series[str]:
    """List the words that are said of each period's sessions, by name; NaN where nothing is."""
    known = said.notna().to_numpy()
    codes, names = pd.factorize(said[known], sort=True)
    width = max(len(names), 1)
    period, name = np.divmod(np.unique(grid.session[known] * width + codes), width)
    starts = np.flatnonzero(np.diff(period, prepend=-1))
    ends = np.append(starts[1:], len(period))[: len(starts)]
    words = np.asarray(names, dtype=object)[name].tolist()
    lists = np.full(len(grid.period), np.nan, dtype=object)
    lists[period[starts]] = [", ".join(words[a:b]) for a, b in zip(starts, ends, strict=True)]
    return pd.Series(lists, dtype=TEXT)
