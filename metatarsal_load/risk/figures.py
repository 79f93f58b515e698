"""Load figures for reading, never for alarms: acute over chronic load, monotony, strain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from metatarsal_load.risk.grid import Floats, Grid
from metatarsal_load.risk.session_load import HeartRateTimes, load_of_sessions
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.coverage import coverage, day_numbers
from metatarsal_load.tables.typed import complete_sessions

EVIDENCE = (
    "For reading, not for alarms: in the largest cohort (5205 runners, Schuster Brandt Frandsen "
    "2025) a higher acute:chronic ratio went with fewer injuries, and the week-to-week ratio with "
    "neither more nor fewer."
)
"""What the studies say of these figures: shown wherever they are."""

ACUTE, CHRONIC = 7, 28


def load_figures(
    sessions: pd.DataFrame,
    *,
    load: str = "forefoot_load",
    athletes: pd.DataFrame | None = None,
    diary: pd.DataFrame | None = None,
    histograms: Sequence[HeartRateTimes | None] | None = None,
    today: str | date | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Daily load and the ratios the literature makes of it.

    With A7 and A28 the sums of the last 7 and 28 days and S the standard deviation (n - 1) of the
    last 7: coupled ratio ``A7 / (A28 / 4)``; uncoupled ``A7 / mean weekly load of the 21 days
    before`` (Lolli 2019); the ratio of two exponential means with ``lambda = 2 / (N + 1)`` for
    N = 7 and 28, seeded with the first day's load (Williams 2017); monotony ``(A7 / 7) / S`` and
    strain ``A7 x monotony`` (Foster 1998). None of them is judged: see `EVIDENCE`.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, any), as `complete_sessions` takes it.
    load : str
        ``distance_km`` [km], ``forefoot_load`` or ``damage_index`` [reference steps], all of runs
        only; ``session_rpe`` (RPE x min), ``trimp_banister`` or ``trimp_edwards``, of all sports.
    athletes : DataFrame, optional
        ``hr_rest``, ``hr_max`` and ``sex``, for the two TRIMPs.
    diary : DataFrame, optional
        Its last day may extend the coverage.
    histograms : sequence, optional
        Length n: the `Histograms` of each row, for time in Edwards's zones; without one all of a
        session counts in the zone of its mean heart rate.
    today : str, date or Timestamp, optional
        Extends the coverage to that day.

    Returns
    -------
    DataFrame
        Index (``athlete``, ``date``): every covered day. ``load``: 0 on a rest day, NaN where a
        session's load is unknown. ``acwr_coupled``, ``acwr_uncoupled``, ``acwr_ewma``: NaN until
        28 days are covered, while one of the last 28 is unknown, and over a chronic load of 0.
        ``monotony``, ``strain``: NaN where one of the last 7 days is unknown or all are equal.
        ``d7_over_d28``: A7 / A28, the one use of the damage index that RULES.md allows.

    Raises
    ------
    TableError
        From the completion of the tables, and for a load that is not known.

    References
    ----------
    - Lolli 2019, doi 10.1136/bjsports-2017-098110.
    - Williams 2017, Br J Sports Med 51(3):209, doi 10.1136/bjsports-2016-096589.
    - Foster 1998, doi 10.1097/00005768-199807000-00023.
    """
    full = complete_sessions(sessions.assign(_row=np.arange(len(sessions))))
    row = full.pop("_row").to_numpy(np.intp)
    kept = None if histograms is None else [histograms[place] for place in row]
    covered = coverage(full, diary=diary, today=today)
    first, last = day_numbers(covered["first"]), day_numbers(covered["last"])
    grid = Grid(first, last - first + 1)
    code = pd.Index(covered["athlete"]).get_indexer(pd.Index(full["athlete"]))
    day = grid.row(code.astype(np.int64), day_numbers(full["date"]))
    daily = grid.add_up(day, load_of_sessions(full, load, athletes, kept))
    figures = pd.DataFrame({"load": daily} | _ratios(grid, daily) | _monotony(grid, daily))
    dates = grid.day.astype("datetime64[D]").astype("datetime64[us]")
    names = pd.Series(covered["athlete"].to_numpy(object)[grid.athlete], dtype=TEXT)
    return figures.set_index(pd.MultiIndex.from_arrays([names, dates], names=["athlete", "date"]))


def _ratios(grid: Grid, daily: Floats) -> dict[str, Floats]:
    """Acute over chronic load in three ways, and the share of the last 7 days in 28.

    Shifted weeks are added, not taken off a running total: 0 stays exactly 0.
    """
    acute: Floats = _last_week(grid, daily).sum(axis=0)
    before = sum((grid.shift(acute, ACUTE * back) for back in range(1, 4)), np.zeros(len(daily)))
    chronic = acute + before
    ewma = _over(_ewma(grid, daily, ACUTE), _ewma(grid, daily, CHRONIC))
    return {
        "acwr_coupled": _over(4 * acute, chronic),
        "acwr_uncoupled": _over(3 * acute, before),
        "acwr_ewma": np.where(np.isnan(chronic), np.nan, ewma),
        "d7_over_d28": _over(acute, chronic),
    }


def _monotony(grid: Grid, daily: Floats) -> dict[str, Floats]:
    """Mean over standard deviation of the last 7 days, and that times their sum."""
    week = _last_week(grid, daily)
    # Equal loads have no spread, whatever the last digit of their mean says.
    spread = np.where(np.ptp(week, axis=0) > 0, week.std(axis=0, ddof=1), 0.0)
    monotony = _over(week.mean(axis=0), spread)
    return {"monotony": monotony, "strain": monotony * week.sum(axis=0)}


def _last_week(grid: Grid, daily: Floats) -> Floats:
    """Load of each day and of the six before, shape (7, days); NaN before the coverage."""
    return np.array([grid.shift(daily, back) for back in range(ACUTE)])


def _ewma(grid: Grid, daily: Floats, days: int) -> Floats:
    """Exponential mean with lambda = 2 / (days + 1), seeded with each athlete's first day."""
    means = pd.Series(daily).groupby(grid.athlete, sort=False).ewm(span=days, adjust=False).mean()
    return np.asarray(means, float)


def _over(value: Floats, base: Floats) -> Floats:
    """Divide; NaN over nothing."""
    ratio: Floats = np.divide(value, base, out=np.full(len(value), np.nan), where=base > 0)
    return ratio
