"""Plans as coaches write them, brought to sessions that are still to come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from metatarsal_load.errors import TableError
from metatarsal_load.schema import DIARY
from metatarsal_load.tables.columns import Table, convert
from metatarsal_load.tables.csv_tables import read_log
from metatarsal_load.tables.typed import complete_sessions

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OF_ACTIVITY = {"run": "running", "walk-run": "running", "cross-training": "cycling"}
"""Sport of the activities of a comeback plan; its other days hold no session."""
EXPECTED = (
    "expected start (or date) and distance_km, or a column for each weekday (mon, tue, ...) with "
    "kilometres"
)


def planned_sessions(plan: pd.DataFrame | str | Path, done: pd.DataFrame) -> pd.DataFrame:
    """Bring a plan to complete sessions.

    Parameters
    ----------
    plan : DataFrame or path
        Rows of ``start`` or ``date`` and ``distance_km`` [km], as `comeback` gives them too; or a
        row a week with a column for each weekday (``mon`` or ``monday`` ...) [km] and perhaps
        ``week``, a day of it: without, the weeks after that of the last recorded session. A path
        is read as CSV. Days without distance and duration are rest days.
    done : DataFrame
        Complete recorded sessions. A plan without ``athlete`` is that of the one they are of.

    Returns
    -------
    DataFrame
        As `complete_sessions` returns it.

    Raises
    ------
    TableError
        A plan of another shape, a cell that cannot be read, or where it is not clear whose it is.
    """
    given = _read(plan) if isinstance(plan, str | Path) else plan
    if "athlete" in given.index.names:
        given = given.reset_index("athlete")
    given = _whose(given, done)
    given = _as_days(given)
    days = _weekdays(given)
    if "start" not in given and days:
        given = _of_weeks(given, days, done)
    if "start" not in given or not {"distance_km", "duration_min"} & set(given):
        raise TableError(f"plan: found columns {', '.join(map(str, given))}, {EXPECTED}")
    if "distance_km" not in given:
        given = given.assign(distance_km=np.nan)
    try:
        full = complete_sessions(given)
    except TableError as error:
        raise TableError(str(error).replace("sessions", "plan", 1)) from None
    return full[(full["distance_km"] > 0) | (full["duration_min"] > 0)].reset_index(drop=True)


def _read(path: str | Path) -> pd.DataFrame:
    """Read a plan from CSV."""
    try:
        frame = pd.read_csv(path, sep=None, engine="python", comment="#", encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise TableError(f"{path}: cannot be read as CSV ({error}); {EXPECTED}") from None
    frame.columns = frame.columns.str.strip().str.lower()
    return frame if _weekdays(frame) else read_log(path)


def _whose(plan: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    """Give a plan without an athlete to the one athlete of the sessions."""
    if "athlete" in plan:
        return plan
    names = done["athlete"].unique()
    if len(names) > 1:
        raise TableError(
            f"plan: found no column athlete and sessions of {len(names)} athletes, expected a "
            "column athlete that says whose plan it is"
        )
    return plan.assign(athlete=names[0]) if len(names) else plan


def _as_days(plan: pd.DataFrame) -> pd.DataFrame:
    """Take the date for the start, and an activity of `comeback` for the sport."""
    if "start" not in plan and "date" in plan:
        plan = plan.rename(columns={"date": "start"})
    if "activity" not in plan:
        return plan
    plan = plan[plan["activity"].isin(OF_ACTIVITY)]
    return plan.assign(sport=plan["activity"].map(OF_ACTIVITY))


def _weekdays(plan: pd.DataFrame) -> dict[str, int]:
    """Columns named after weekdays, and how many days each is behind Monday."""
    found = {}
    for name in plan.columns:
        word = str(name).strip().lower().rstrip(".")
        places = [place for place, day in enumerate(WEEKDAYS) if word in (day, day[:3])]
        if places:
            found[name] = places[0]
    return found


def _of_weeks(plan: pd.DataFrame, days: dict[str, int], done: pd.DataFrame) -> pd.DataFrame:
    """Lay weeks of weekdays out as a row a day."""
    monday = _mondays(plan, done)
    parts = [
        pd.DataFrame(
            {"athlete": plan["athlete"], "start": monday + pd.Timedelta(days=place),
             "distance_km": _kilometres(plan[name], str(name))}
        )
        for name, place in days.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _kilometres(cells: pd.Series[Any], name: str) -> pd.Series[float]:
    """Read kilometres; an empty cell or a dash is a rest day."""
    words = ["" if pd.isna(cell) else str(cell).strip().replace(",", ".") for cell in cells]
    told = pd.Series(["0" if word in ("", "-") else word for word in words], cells.index)
    km = pd.to_numeric(told, errors="coerce")
    lost = ~(km >= 0).to_numpy()
    if lost.any():
        row = int(np.argmax(lost))
        raise TableError(
            f"plan row {row}, column {name}: found '{cells.iloc[row]}', expected kilometres, or "
            "nothing on a rest day"
        )
    return km


def _mondays(plan: pd.DataFrame, done: pd.DataFrame) -> pd.Series[Any]:
    """Monday of each planned week: as told, else those after the last recorded session's."""
    if "week" in plan and not is_numeric_dtype(plan["week"].dtype):
        told = convert(plan["week"], "week", DIARY["date"], Table("plan")).set_axis(plan.index)
        return _monday_of(told)
    last = plan["athlete"].map(done.groupby("athlete")["date"].max())
    if last.isna().any():
        lacking = plan.loc[last.isna(), "athlete"].iloc[0]
        raise TableError(f"plan: found no session of {lacking}, expected a column week with dates")
    return _monday_of(last) + pd.to_timedelta(7 * (plan.groupby("athlete").cumcount() + 1), "D")


def _monday_of(days: pd.Series[Any]) -> pd.Series[Any]:
    """Monday of the week of each day."""
    monday: pd.Series[Any] = days - pd.to_timedelta(days.dt.day_of_week, unit="D")
    return monday
