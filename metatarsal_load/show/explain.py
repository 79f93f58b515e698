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
from metatarsal_load.tables.typed import complete_diary, complete_sessions

NEEDED = ("athlete", "rule", "level", "start", "end", "value", "limit", "message", "source")
# Days before the period that its limit was made from, by what the rule judges.
BEFORE, BEFORE_OTHERS = {"session": 30, "day": 7}, 28
ROWS_TOLD = 40
_RULES = {rule.id: rule for rule in RULES}


def explain(
    finding: pd.Series[Any] | Mapping[str, Any],
    sessions: pd.DataFrame,
    *,
    diary: pd.DataFrame | None = None,
    units: str = "metric",
) -> str:
    """Tell a finding's arithmetic with the runs behind it, as text.

    Parameters
    ----------
    finding : Series
        One row of `assess`: ``findings.iloc[0]``.
    sessions : DataFrame
        The sessions it was made from.
    diary : DataFrame, optional
        The symptom diary it was made from; its entries of the same days are then told too.
    units : str
        ``metric`` or ``imperial``, for the list of runs.

    Returns
    -------
    str
        Message; figure, limit and baseline with their unit; the runs of the period and of the
        days before that the limit looks at (28 days for weeks and stretches, 30 for a run, 7 for a
        diary day; all runs of a pair of shoes); the rule's numbers and whose they are; the guide's
        word, the studies, and what was left out.

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
    lines += [] if diary is None else [*_entries(row, complete_diary(diary)), ""]
    lines += [f"The guide: {told.guide}"] if told.guide else []
    lines += [f"Evidence: {study}" for study in told.studies]
    lines += [f"Numbers from: {told.basis}", *_numbers(str(row["rule"]))]
    lines += [f"Left out or changed: {told.reason}"] if told.reason else []
    lines += [f"To do: {told.advice}"] if told.advice else []
    return "\n".join(lines)


def _figures(row: Mapping[str, Any], units: Units) -> list[str]:
    """Say figure, limit and baseline, and how far the one is beyond the other."""
    named = [("figure", row["value"]), ("limit", row["limit"]), ("made from", row.get("baseline"))]
    unit = str(row.get("unit") or "")
    factor = in_units(1.0, units) if unit == "km" else 1.0
    shown = {"km": long_unit(units), "0-10": "of 10", "1": ""}.get(unit, unit)
    said = [
        f"  {word:<10}{factor * float(value):>10.2f} {shown}".rstrip()
        for word, value in named
        if value is not None and not pd.isna(value)
    ]
    value, limit = float(row["value"]), float(row["limit"])
    if not np.isnan(value) and not np.isnan(limit) and limit != 0:
        said.append(f"  {'of limit':<10}{100 * value / limit:>10.0f} %")
    return said or ["  no figure"]


def _numbers(rule: str) -> list[str]:
    """List the rule's own numbers; what was changed stands in the finding's reason."""
    thresholds = _RULES[rule].thresholds if rule in _RULES else {}
    return [
        f"  {name} = {number.value:g}{'' if number.unit == '1' else f' {number.unit}'}"
        f" ({number.basis}: {number.meaning})"
        for name, number in thresholds.items()
    ]


def _period(row: Mapping[str, Any]) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]:
    """First day that the limit looks at, first and last day judged."""
    kind = _RULES[str(row["rule"])].table if str(row["rule"]) in _RULES else "week"
    start = pd.Timestamp(row["start"])
    before = pd.Timedelta(days=BEFORE.get(kind, BEFORE_OTHERS))
    return start - before, start, pd.Timestamp(row["end"])


def _runs(row: Mapping[str, Any], full: pd.DataFrame, units: Units) -> list[str]:
    """List the runs of the period and of the days that its limit looks at."""
    before, start, end = _period(row)
    own = full[(full["athlete"] == row["athlete"]) & (full["sport"] == "running")]
    if isinstance(row.get("shoe"), str):
        own = own[own["shoe"] == row["shoe"]]
        before = min(before, own["date"].min()) if len(own) else before
    inside = own[own["date"].between(start, end)]
    earlier = own[(own["date"] >= before) & (own["date"] < start)]
    judged_by = _columns(str(row["rule"]), full)
    return [
        *_listed(f"Runs of {span_of(start, end)}", inside, judged_by, units),
        *_listed(f"Runs before it, from {day_with_year(before)}", earlier, judged_by, units),
    ]


def _columns(rule: str, full: pd.DataFrame) -> list[str]:
    """Columns of a run that the rule judges, beside its distance."""
    needs = _RULES[rule].needs if rule in _RULES else ()
    runs = [need.removeprefix("runs.") for need in needs if need.startswith("runs.")]
    named = [name for names in runs for name in names.split("|")]
    return [name for name in named if name in full and name not in ("distance_km", "route")]


def _listed(title: str, runs: pd.DataFrame, judged_by: list[str], units: Units) -> list[str]:
    """List runs with their sum; only the last ones of a long stretch."""
    if len(runs) == 0:
        return [f"{title}: none"]
    shown = runs.sort_values("start").iloc[-ROWS_TOLD:]
    far = ["unknown" if np.isnan(km) else distance(km, units, digits=2) for km in
           shown["distance_km"]]  # fmt: skip
    told = shown[[*judged_by, "name"]].to_dict("records")
    lines = [
        f"  {day_with_year(day):<16} {km:>10}  {_answers(run)}".rstrip()
        for day, km, run in zip(shown["date"], far, told, strict=True)
    ]
    at_least = "at least " if runs["distance_km"].isna().any() else ""
    total = distance(float(runs["distance_km"].sum()), units, digits=2)
    return [f"{title}: {len(runs)}, {at_least}{total} in all", *_cut(runs), *lines]


def _entries(row: Mapping[str, Any], diary: pd.DataFrame) -> list[str]:
    """List what the diary says of the period and the days before."""
    before, _, end = _period(row)
    own = diary[(diary["athlete"] == row["athlete"]) & diary["date"].between(before, end)]
    title = f"Diary of {span_of(before, end)}"
    if len(own) == 0:
        return [f"{title}: no entry"]
    shown = own.sort_values("date").iloc[-ROWS_TOLD:]
    told = shown.drop(columns=["athlete", "date"]).to_dict("records")
    lines = [
        f"  {day_with_year(day):<16} {_answers(entry)}"
        for day, entry in zip(shown["date"], told, strict=True)
    ]
    return [f"{title}: {len(own)} entries", *_cut(own), *lines]


def _answers(cells: Mapping[Any, Any]) -> str:
    """Write what is known: figures with the name of their column, words as they are."""
    return ", ".join(
        f"{name} {value:.4g}" if isinstance(value, float) else str(value)
        for name, value in cells.items()
        if not pd.isna(value)
    )


def _cut(rows: pd.DataFrame) -> list[str]:
    """Say how many rows are not listed."""
    return [f"  ... and {len(rows) - ROWS_TOLD} before them"] if len(rows) > ROWS_TOLD else []
