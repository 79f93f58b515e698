"""The weeks as the page shows them: with limit, longest-run reference, pain and level."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.gather import Day
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.thresholds import Changes
from metatarsal_load.show.cards import MILEAGE, STACKED, highest_by_week
from metatarsal_load.show.numbers import in_units, long_unit, short
from metatarsal_load.show.strips import WeekView
from metatarsal_load.tables.periods import weekly


def week_table(
    full: pd.DataFrame,
    notes: pd.DataFrame | None,
    findings: pd.DataFrame,
    thresholds: Changes | str | Path | None,
    today: Day,
) -> pd.DataFrame:
    """Weekly table with limit, longest-run reference, pain and level of each week."""
    weeks = weekly(full, diary=notes, today=today).droplevel("athlete")
    index = pd.DatetimeIndex(weeks.index)
    chosen = [rule for rule in RULES if rule.id in ("T10", "TSPK")]
    judged = judge(chosen, full, diary=notes, thresholds=thresholds, today=today, include_ok=True)
    limits = judged[judged["rule"] == "T10"].set_index("start")["limit"]
    spikes = judged[judged["rule"] == "TSPK"].dropna(subset="baseline")
    week_of = index[np.searchsorted(index, spikes["start"], side="right") - 1]
    loud = findings[
        findings["rule"].isin((*MILEAGE.rules, *STACKED.rules))
        & findings["level"].isin(("caution", "warning", "stop"))
    ]
    return weeks.assign(
        limit_km=limits[~limits.index.duplicated()].reindex(index).to_numpy(),
        reference_km=spikes.groupby(week_of)["baseline"].max().reindex(index).to_numpy(),
        pain=_weekly_pain(notes, index),
        level=highest_by_week(loud, index),
    )


def _weekly_pain(notes: pd.DataFrame | None, index: pd.DatetimeIndex) -> np.ndarray:
    """Worst pain that the diary names in each week; NaN without an entry."""
    if notes is None or len(index) == 0:
        return np.full(len(index), np.nan)
    worst = notes[["pain", "pain_during", "pain_morning"]].max(axis=1)
    inside = notes["date"] >= index[0]
    place = index[np.searchsorted(index, notes["date"][inside], side="right") - 1]
    return worst[inside].groupby(place).max().reindex(index).to_numpy(float)


def week_rows(view: WeekView) -> list[dict[str, str]]:
    """Write the chart's figures as a table, newest first."""
    unit = long_unit(view.units)
    return [
        {
            "week": f"{week.day} {week:%b %Y}",
            "distance": f"{short(in_units(km, view.units))} {unit}",
            "limit": "" if np.isnan(limit) else f"{short(in_units(limit, view.units))} {unit}",
            "hard": short(hard),
            "cadence": "unknown" if np.isnan(spm) else f"{spm:.0f}",
            "level": level or ("" if done else "not finished"),
        }
        for week, km, limit, hard, spm, level, done in zip(
            view.weeks.index, view.weeks["distance_km"], view.weeks["limit_km"],
            view.weeks["hard_min"], view.weeks["cadence_spm"], view.weeks["level"],
            view.weeks["complete"], strict=True,
        )
    ][::-1]  # fmt: skip
