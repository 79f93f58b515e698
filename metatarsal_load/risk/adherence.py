"""`adherence`: what was planned for a comeback, and what was done."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.intervals import walk_run_intervals
from metatarsal_load.schema import CROSS_TRAINING, DIARY
from metatarsal_load.tables.columns import TEXT, Table, convert
from metatarsal_load.tables.typed import complete_sessions

AS_PLANNED = (0.8, 1.2)
"""Share of the planned running that counts as done (convention)."""
PLANNED = ("athlete", "date", "activity", "running_min", "distance_km", "repeats")


def adherence(
    plan: pd.DataFrame,
    sessions: pd.DataFrame,
    *,
    recordings: Mapping[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Hold a plan against the sessions of its days.

    Parameters
    ----------
    plan : DataFrame
        As `comeback` returns it, or read from its CSV file.
    sessions : DataFrame
        Shape (n, any): ``start``, ``distance_km`` [km], best with ``running_min`` [min].
    recordings : Mapping of str to DataFrame, optional
        Cleaned samples (`metatarsal_load.clean`) by ``session_id``: their walk-run intervals are
        counted, and their running time stands in for ``running_min``.

    Returns
    -------
    DataFrame
        The plan with ``done_running_min``, ``done_distance_km``, ``done_repeats`` and
        ``done_jog_min`` (number and median length of the jogs recorded; NaN without a
        recording), ``cross_training`` (whether there was some) and ``status``: ``done`` (80 to
        120 % of the running), ``less``, ``more``, ``missed``, ``extra`` (a run on another day),
        ``kept`` (no run where none was planned), ``unknown`` (a run without running time and
        distance) or ``open`` (behind the last session).

    Raises
    ------
    TableError
        A plan without the columns of `comeback`; sessions as `complete_sessions`.

    References
    ----------
    - Liem 2013, Curr Sports Med Rep, doi 10.1249/JSR.0b013e3182913cbe (expert opinion).
    - Vincent 2017, Curr Sports Med Rep, doi 10.1249/JSR.0000000000000362 (expert opinion).
    """
    lacking = [name for name in PLANNED if name not in plan]
    if lacking:
        raise TableError(f"plan: found no {', '.join(lacking)}, expected the table of comeback()")
    full = complete_sessions(sessions)
    done = _done(full, recordings or {})
    days = convert(plan["date"], "date", DIARY["date"], Table("plan")).set_axis(plan.index)
    table = plan.assign(date=days).merge(done, how="left", on=["athlete", "date"])
    last = table["athlete"].map(full.groupby("athlete")["date"].max())
    table["cross_training"] = table["cross_training"].eq(True)
    table["status"] = pd.Series(_status(table, (table["date"] > last).to_numpy()), dtype=TEXT)
    return table.drop(columns="runs")


def _done(full: pd.DataFrame, recordings: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Sum up what each day held."""
    runs = full[full["sport"] == "running"].copy()
    minutes = runs["running_min"].fillna(runs["moving_min"]).fillna(runs["duration_min"])
    runs["minutes"] = minutes.to_numpy()
    found = [_recorded(recordings, str(name)) for name in runs["session_id"]]
    runs[["repeats", "jog_min", "recorded"]] = np.array(found, float).reshape(-1, 3)
    runs["minutes"] = runs["recorded"].fillna(runs["minutes"])
    days = runs.groupby(["athlete", "date"]).agg(
        runs=("minutes", "size"),
        done_running_min=("minutes", lambda own: own.sum(skipna=False)),
        done_distance_km=("distance_km", lambda own: own.sum(skipna=False)),
        done_repeats=("repeats", lambda own: own.sum(min_count=1)),
        done_jog_min=("jog_min", "median"),
    )
    others = full[full["sport"].isin(CROSS_TRAINING)].groupby(["athlete", "date"]).size() > 0
    return days.join(others.rename("cross_training"), how="outer").reset_index()


def _recorded(recordings: Mapping[str, pd.DataFrame], name: str) -> tuple[float, float, float]:
    """Count the jogs of a recording, and give their median length and sum [min]; NaN without."""
    if name not in recordings:
        return (np.nan, np.nan, np.nan)
    found = walk_run_intervals(recordings[name])
    jogs = found.loc[found["kind"] == "run", "duration_s"] / 60
    return (float(len(jogs)), float(jogs.median()), float(jogs.sum()))


def _status(table: pd.DataFrame, later: np.ndarray) -> np.ndarray:
    """Word for each day of the plan."""
    planned = table["activity"].isin(["run", "walk-run"]).to_numpy()
    ran = table["runs"].notna().to_numpy()
    share = (table["done_running_min"] / table["running_min"].where(planned)).to_numpy()
    by_km = (table["done_distance_km"] / table["distance_km"].where(planned)).to_numpy()
    share = np.where(np.isnan(share), by_km, share)
    low, high = AS_PLANNED
    return np.select(
        [
            later & ~ran,
            ran & ~planned,
            ~planned,
            ~ran,
            np.isnan(share),
            share < low,
            share > high,
        ],
        ["open", "extra", "kept", "missed", "unknown", "less", "more"],
        "done",
    )
