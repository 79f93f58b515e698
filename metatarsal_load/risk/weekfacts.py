"""Facts from a table of weeks alone, for the plain functions that judge weeks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load import schema
from metatarsal_load.errors import TableError
from metatarsal_load.risk.facts import HEALTHY, Facts
from metatarsal_load.risk.grid import Floats, Grid, Ints
from metatarsal_load.risk.thresholds import Limits
from metatarsal_load.tables.columns import TEXT, Table, convert, missing
from metatarsal_load.tables.typed import (
    NOBODY,
    complete_athletes,
    complete_diary,
    complete_sessions,
    complete_shoes,
)

SUMMED = ("hard_min", "ascent_m", "descent_m", "downhill_km")
GROUNDS = ("paved", "soft", "treadmill")


def complete_weeks(weeks: pd.DataFrame) -> pd.DataFrame:
    """Complete a table of weeks: `athlete`, `week` and every column of `schema.WEEKS`.

    Parameters
    ----------
    weeks : DataFrame
        From `weekly`, or typed: ``week`` (its first day) and ``distance_km`` [km] are enough.

    Returns
    -------
    DataFrame
        Sorted by athlete and week, RangeIndex. A typed week is taken as complete. A week between
        two others that is not there is added with nothing known of it.

    Raises
    ------
    TableError
        A column is missing or a cell cannot be read; a week twice, or not a whole number of weeks
        after the first.
    """
    levels = [name for name in ("athlete", "week") if name in weeks.index.names]
    flat = weeks.reset_index(level=levels) if levels else weeks
    lacking = [name for name in ("week", "distance_km") if name not in flat]
    if lacking:
        found = ", ".join(map(str, flat.columns))
        raise TableError(f"weeks: found columns {found}, expected also {', '.join(lacking)}")
    table = Table("weeks")
    columns = {
        "athlete": schema.SESSIONS["athlete"],
        "week": schema.Column("date", "", "first day", required=True),
        **schema.WEEKS,
    }
    full = pd.DataFrame(
        {
            name: convert(flat[name], name, column, table)
            if name in flat
            else missing(column, len(flat))
            for name, column in columns.items()
        }
    )
    full["athlete"] = full["athlete"].fillna(NOBODY)
    full["complete"] = full["complete"].fillna(1.0)
    full["runs_without_distance"] = full["runs_without_distance"].fillna(
        full["distance_km"].isna().astype(float)
    )
    return _without_holes(full.sort_values(["athlete", "week"], ignore_index=True))


def _without_holes(full: pd.DataFrame) -> pd.DataFrame:
    """Add the weeks that lie between an athlete's first and last and are not there."""
    first = full.groupby("athlete")["week"].transform("min")
    off = ((full["week"] - first).dt.days % 7 != 0) | full.duplicated(["athlete", "week"])
    if off.any():
        row = full.loc[off.to_numpy().argmax()]
        raise TableError(
            f"weeks: found week {row['week']:%Y-%m-%d} of {row['athlete']} twice or off step, "
            f"expected one row every 7 days"
        )
    spans = full.groupby("athlete")["week"].agg(["min", "max"])
    dense = [
        pd.MultiIndex.from_product([[athlete], pd.date_range(low, high, freq="7D", unit="us")])
        for athlete, low, high in spans.itertuples()
    ]
    if sum(map(len, dense)) == len(full):
        return full
    index = dense[0].append(dense[1:]).set_names(["athlete", "week"])
    filled = full.set_index(["athlete", "week"]).reindex(index).reset_index()
    filled["runs_without_distance"] = filled["runs_without_distance"].fillna(1.0)
    filled["complete"] = filled["complete"].fillna(1.0)
    return filled


def facts_of_weeks(full: pd.DataFrame, names: np.ndarray, limits: Limits) -> Facts:
    """Make facts in which every athlete is healthy and the runs are those the weeks allow.

    One run carries each week's longest distance and its sums, the others share the rest; all are
    on the week's last day.
    """
    a = pd.Index(names).get_indexer(pd.Index(full["athlete"]))
    monday = full["week"].to_numpy().astype("datetime64[D]").astype(np.int64)
    length = np.bincount(a, minlength=len(names)).astype(np.int64)
    first = monday[np.cumsum(length) - length]
    numeric = full.select_dtypes("number")
    runs = _runs(full, a, monday + 6)
    days = Grid(first, length * 7)
    return Facts(
        names=names,
        sessions=runs,
        runs=runs,
        days=days,
        weeks=Grid(first, length, step=7),
        week={str(name): numeric[name].to_numpy(float) for name in numeric},
        shoes=complete_shoes(pd.DataFrame({"shoe": []})).assign(a=0),
        diary=complete_diary(pd.DataFrame({"date": [], "pain": []})).assign(a=0, day=0),
        athletes=complete_athletes(pd.DataFrame({"athlete": []})).assign(a=0),
        limits=limits,
        state=np.full(days.size, HEALTHY, np.int8),
    )


def _runs(full: pd.DataFrame, a: Ints, day: Ints) -> pd.DataFrame:
    """Spread each week over its runs; an extra empty run stands for each further pair of shoes."""
    ran = ((full["runs"] > 0) | (full["distance_km"] > 0)).to_numpy()
    count = np.where(ran, full["runs"].fillna(1.0).clip(lower=1).to_numpy(), 0).astype(np.int64)
    week = np.repeat(np.arange(len(full)), count)
    lead = np.diff(week, prepend=-1) > 0
    longest = full["longest_run_km"].to_numpy()
    rest = (full["distance_km"].to_numpy() - longest) / np.maximum(count - 1, 1)
    worn = full["shoes"].dropna().str.split(", ").explode().astype(TEXT)
    further_pair = worn.index.duplicated()
    table = _part(full, week, lead, np.where(lead, longest[week], rest[week]))
    table["shoe"] = worn[~further_pair].reindex(range(len(full))).iloc[week].to_numpy()
    more = worn[further_pair]
    further = more.index.to_numpy(np.int64)
    extra = _part(full, further, np.zeros(len(more), bool), np.zeros(len(more)))
    extra["shoe"] = more.to_numpy()
    table = pd.concat([table, extra], ignore_index=True) if len(extra) else table
    own = np.concatenate([week, further])
    stamps = day[own].astype("datetime64[D]").astype("datetime64[us]")
    order = np.argsort(own, kind="stable")
    runs = complete_sessions(
        table.assign(start=stamps, athlete=full["athlete"].iloc[own].to_numpy()).iloc[order]
    )
    return runs.assign(a=a[own][order], day=day[own][order], shoe=runs["shoe"].astype(TEXT))


def _part(full: pd.DataFrame, week: Ints, lead: np.ndarray, km: Floats) -> pd.DataFrame:
    """Figures of runs: sums on the week's lead run, ground in proportion to distance."""
    sums = {name: np.where(lead, full[name].to_numpy()[week], 0.0) for name in SUMMED}
    share = {name: full[f"{name}_share"].to_numpy()[week] for name in GROUNDS}
    total = full["distance_km"].to_numpy()[week]
    known = {f"{name}_km": np.where(lead, share[name] * total, 0.0) for name in GROUNDS}
    blank = full["unknown_surface_share"].to_numpy()[week] * total
    blank = np.where(lead, np.where(np.isnan(blank), total, blank), 0.0)
    grounds = {name: np.nan_to_num(value) for name, value in known.items()}
    return pd.DataFrame({"distance_km": km, **sums, **grounds, "unknown_surface_km": blank})
