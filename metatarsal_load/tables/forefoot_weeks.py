"""Forefoot load by week, with its range and with what speed, surface, shoe and wear add to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from metatarsal_load.tables.coefficients import COEFFICIENTS, Coefficients
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.coverage import Day, coverage, week_grid, week_shifts
from metatarsal_load.tables.forefoot import StepsBySpeed, forefoot_load
from metatarsal_load.tables.step_load import MILE_M
from metatarsal_load.tables.typed import complete_sessions

FACTORS = ("f_speed", "f_surface", "f_shoe", "f_wear", "f_grade")
SUMS = (
    "forefoot_load", "forefoot_load_low", "forefoot_load_high", "damage_index",
    "damage_index_low", "damage_index_high", "damage_index_k4", "damage_index_k10",
    "load_kn_steps", "steps",
)  # fmt: skip


def forefoot_weeks(
    sessions: pd.DataFrame,
    histograms: Sequence[StepsBySpeed | None] | None = None,
    *,
    shoes: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
    k: float = 7.0,
    coefficients: Coefficients = COEFFICIENTS,
    today: Day | None = None,
    week_start: str | Mapping[str, str] = "monday",
) -> pd.DataFrame:
    """Sum `forefoot_load` by week, cut on local dates.

    Parameters
    ----------
    sessions, histograms, shoes, athletes, k, coefficients
        As `metatarsal_load.tables.forefoot.forefoot_load`.
    today, week_start
        As `metatarsal_load.weekly`.

    Returns
    -------
    DataFrame
        Shape (weeks, 16), index (``athlete``, ``week``): sums of the runs' loads with ``_low``
        and ``_high`` [reference steps], ``load_kn_steps``, ``steps``; ``tons_per_mile`` of all the
        week's steps [short tons]; and the mean of each factor over the week's steps [1]: 1.10 in
        ``f_shoe`` means 10 % more load than in conventional shoes. 0 in a week without a run; NaN
        where a run of the week lacks the figure, never a smaller sum.

    Raises
    ------
    TableError
        From the completion of the tables, and for an unknown weekday.

    References
    ----------
    - `coefficient_table` names the source of every coefficient.
    """
    loads = forefoot_load(
        sessions, histograms, shoes=shoes, athletes=athletes, k=k, coefficients=coefficients
    )
    full = complete_sessions(sessions.assign(_row=np.arange(len(sessions))))
    loads = loads.iloc[full["_row"].to_numpy(np.intp)].reset_index(drop=True)
    covered = coverage(full, today=today)
    shifts = week_shifts(covered, week_start)
    grid = week_grid(full, covered, shifts)
    runs = (full["sport"] == "running").to_numpy()
    code, size = grid.session[runs], len(grid.period)
    own = loads[runs]
    weeks = pd.DataFrame({name: _sum(code, own[name].to_numpy(float), size) for name in SUMS})
    weighted = own["steps"].to_numpy(float)
    miles = full["distance_km"][runs].to_numpy(float) * 1000 / MILE_M
    tons = own["tons_per_mile"].to_numpy(float) * miles
    weeks["tons_per_mile"] = _over(_sum(code, tons, size), _sum(code, miles, size))
    for name in FACTORS:
        total = _sum(code, own[name].to_numpy(float) * weighted, size)
        weeks[name] = _over(total, weeks["steps"].to_numpy())
    first = (grid.period * 7 - shifts[grid.athlete]).astype("datetime64[D]")
    names = covered["athlete"].astype(TEXT).take(grid.athlete).array
    index = pd.MultiIndex.from_arrays(
        [names, first.astype("datetime64[us]")], names=["athlete", "week"]
    )
    return weeks.set_index(index)


def _sum(code: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """Sum by week; 0 without a run, NaN with an unknown one."""
    return np.bincount(code, weights=values, minlength=size)


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Divide; NaN over nothing."""
    ratio: np.ndarray = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return ratio
