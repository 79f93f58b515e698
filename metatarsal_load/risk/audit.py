"""`audit`: the rules applied to a plan before it is run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.assess import assess
from metatarsal_load.risk.planned import planned_sessions
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.thresholds import Changes
from metatarsal_load.tables.coverage import day_numbers, week_shifts
from metatarsal_load.tables.typed import complete_athletes, complete_sessions


def audit(
    plan: pd.DataFrame | str | Path,
    sessions: pd.DataFrame,
    *,
    shoes: pd.DataFrame | None = None,
    diary: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
    thresholds: Changes | str | Path | None = None,
    include_ok: bool = False,
    units: str = "metric",
) -> pd.DataFrame:
    """Judge planned sessions as if they had been run on top of the recorded ones.

    The planned weeks count as finished: days without a planned session are rest days. Planned
    sessions on days up to the athlete's last recorded session are left out, for those days are
    known. A plan has no symptoms: what only a diary of its days could tell is no row.

    Parameters
    ----------
    plan : DataFrame or path
        Planned sessions: rows of ``start`` or ``date`` and ``distance_km`` [km], with any other
        column of sessions; the table of `comeback`; or a row a week with a column for each
        weekday (``mon``, ``tue`` ...) [km], and perhaps ``week``, a day of it (without, the weeks
        after that of the last session). A path is read as CSV. Without ``athlete`` it is the plan
        of the one athlete that `sessions` hold.
    sessions : DataFrame
        Shape (n, any): recorded sessions.
    shoes, diary, athletes, thresholds, units
        As `assess`.
    include_ok : bool
        Whether what the rules find ok is a row too.

    Returns
    -------
    DataFrame
        Columns of `metatarsal_load.schema.FINDINGS`: the findings of the planned athletes that
        touch a day from the first planned one to the end of the last planned week.

    Raises
    ------
    TableError
        From the completion of the tables, and where it is not clear whose plan it is.
    """
    done = complete_sessions(sessions)
    ahead = _still_ahead(planned_sessions(plan, done), done)
    if ahead.empty:
        raise TableError(
            "plan: found no session after the last recorded one, expected planned days to come"
        )
    period = _period(ahead, athletes)
    found = assess(
        pd.concat([done, ahead], ignore_index=True), shoes=shoes, diary=diary, athletes=athletes,
        thresholds=thresholds, today=period["last"].max(), include_ok=include_ok, units=units,
    )  # fmt: skip
    own = period.reindex(found["athlete"])
    touches = (found["start"].to_numpy() <= own["last"].to_numpy()) & (
        found["end"].to_numpy() >= own["first"].to_numpy()
    )
    kept: pd.DataFrame = found[touches & ~_untold(found)]
    return kept.reset_index(drop=True)


def _untold(found: pd.DataFrame) -> np.ndarray:
    """Rows that only the diary of days to come could fill: what is felt, answered, written down."""
    felt = {rule.id for rule in RULES if rule.section in ("diary", "self-care")}
    open_rows = (found["level"] == "unknown") & found["rule"].isin(felt)
    asked = (found["level"] <= "caution") & found["rule"].isin(("RRDY", "RNXT"))
    return np.asarray(open_rows | asked)


def _still_ahead(plan: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    """Keep the planned sessions after the last recorded day of their athlete."""
    last = plan["athlete"].map(done.groupby("athlete")["date"].max())
    return plan[~(plan["date"] <= last)]


def _period(ahead: pd.DataFrame, athletes: pd.DataFrame | None) -> pd.DataFrame:
    """Find the first planned day and the end of the last planned week; index athlete."""
    days = ahead.groupby("athlete")["date"].agg(["min", "max"])
    week_start: dict[str, str] = {}
    if athletes is not None:
        profile = complete_athletes(athletes).dropna(subset="week_start")
        week_start = dict(zip(profile["athlete"], profile["week_start"], strict=True))
    shift = week_shifts(days.reset_index(), week_start)
    end = (day_numbers(days["max"]) + shift) // 7 * 7 + 6 - shift
    last = np.asarray(end, np.int64).astype("datetime64[D]").astype("datetime64[us]")
    return pd.DataFrame({"first": days["min"], "last": last}, index=days.index)
