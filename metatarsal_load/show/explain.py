"""One finding told with the runs behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.words import Units, check_units, distance
from metatarsal_load.show.numbers import day_with_year, in_units, long_unit, span_of
from metatarsal_load.show.told import tell
from metatarsal_load.tables.typed import complete_sessions

NEEDED = ("athlete", "rule", "level", "start", "end", "value", "limit", "message", "source")
# Days before the period that its limit was made from, by what the rule judges.
BEFORE = {"week": 28, "session": 30, "status": 28, "day": 7, "figure": 28}
RUNS_TOLD = 40
_KIND = {rule.id: rule.table for rule in RULES}


def explain(
    finding: pd.Series[Any] | Mapping[str, Any],
    sessions: pd.DataFrame,
    *,
    units: str = "metric",
) -> str:
    """Tell a finding's arithmetic with the runs behind it, as text.

    Parameters
    ----------
    finding : Series
        One row of `assess`: ``findings.iloc[0]``.
    sessions : DataFrame
        The sessions it was made from.
    units : str
        ``metric`` or ``imperial``, for the list of runs.

    Returns
    -------
    str
        Message; figure, limit and baseline with their unit; the runs of the period and of the
        days before that the limit looks at (28 days for weeks and stretches, 30 for a run, 7 for a
        diary day); the guide's word, the studies, and what was left out.

    Raises
    ------
    TableError
        Not a row of findings, unknown units, or a table that does not fit.
    """
    row = dict(finding)
    lacking = [name for name in NEEDED if name not in row]
    if lacking:
        raise TableError(
            f"explain: found no {', '.join(lacking)}, expected a row like findings.iloc[0]"
        )
    said_in = check_units(units)
    told = tell(pd.Series(row))
    lines = [f"{told.title}: {told.level}, {told.when}", "", told.message or told.reason, ""]
    lines += [*_figures(row, said_in), "", *_runs(row, complete_sessions(sessions), said_in), ""]
    lines += [f"The guide: {told.guide}"]
    lines += [f"Evidence: {study}" for study in told.studies]
    lines += [f"Numbers from: {told.basis}"]
    lines += [f"Left out or changed: {told.reason}"] if told.reason else []
    lines += [f"To do: {told.advice}"] if told.advice else []
    return "\n".join(lines)


def _figures(row: Mapping[str, Any], units: Units) -> list[str]:
    """Say figure, limit and baseline, and how far the one is beyond the other."""
    named = [("figure", row["value"]), ("limit", row["limit"]), ("made from", row.get("baseline"))]
    unit = str(row.get("unit") or "")
    factor = in_units(1.0, units) if unit == "km" else 1.0
    shown = long_unit(units) if unit == "km" else unit
    said = [
        f"  {word:<10}{factor * float(value):>10.2f} {'' if shown == '1' else shown}".rstrip()
        for word, value in named
        if value is not None and not pd.isna(value)
    ]
    value, limit = float(row["value"]), float(row["limit"])
    if not np.isnan(value) and not np.isnan(limit) and limit != 0:
        said.append(f"  {'of limit':<10}{100 * value / limit:>10.0f} %")
    return said or ["  no figure"]


def _runs(row: Mapping[str, Any], full: pd.DataFrame, units: Units) -> list[str]:
    """List the runs of the period and of the days that its limit looks at."""
    start, end = pd.Timestamp(row["start"]), pd.Timestamp(row["end"])
    before = start - pd.Timedelta(days=BEFORE[_KIND.get(str(row["rule"]), "week")])
    own = full[(full["athlete"] == row["athlete"]) & (full["sport"] == "running")]
    if isinstance(row.get("shoe"), str):
        own = own[own["shoe"] == row["shoe"]]
    inside = own[(own["date"] >= start) & (own["date"] <= end)]
    earlier = own[(own["date"] >= before) & (own["date"] < start)]
    return [
        *_listed(f"Runs of {span_of(start, end)}", inside, units),
        *_listed(f"Runs before it, from {day_with_year(before)}", earlier, units),
    ]


def _listed(title: str, runs: pd.DataFrame, units: Units) -> list[str]:
    """List runs with their sum; only the last ones of a long stretch."""
    if len(runs) == 0:
        return [f"{title}: none"]
    shown = runs.sort_values("start").iloc[-RUNS_TOLD:]
    far = ["unknown" if np.isnan(km) else distance(km, units, digits=2) for km in
           shown["distance_km"]]  # fmt: skip
    names = shown["name"].fillna("")
    lines = [
        f"  {day_with_year(day):<16} {km:>10}  {name}".rstrip()
        for day, km, name in zip(shown["date"], far, names, strict=True)
    ]
    cut = [f"  ... and {len(runs) - len(shown)} before them"] if len(runs) > len(shown) else []
    total = distance(float(runs["distance_km"].sum()), units, digits=2)
    return [f"{title}: {len(runs)}, {total} in all", *cut, *lines]
