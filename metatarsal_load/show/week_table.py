"""The weeks as the page shows them: with limit, longest-run reference, pain and level."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from metatarsal_load.risk.gather import Day
from metatarsal_load.show.numbers import in_units, long_unit, short
from metatarsal_load.show.strips import WeekView
from metatarsal_load.tables.periods import weekly

_KEYS = ["athlete", "week"]


def week_table(
    full: pd.DataFrame,
    notes: pd.DataFrame,
    alerts: pd.DataFrame,
    limits: pd.DataFrame,
    week_start: Mapping[str, str],
    today: Day,
) -> pd.DataFrame:
    """Weekly table of all athletes with ``limit_km``, ``reference_km``, ``pain`` and ``level``.

    `limits` holds the rows of T10 and TSPK, the ok ones too.
    """
    weeks = weekly(full, diary=notes, today=today, week_start=week_start)
    allowed = limits[limits["rule"] == "T10"].rename(columns={"start": "week"})
    spikes = limits[limits["rule"] == "TSPK"].dropna(subset="baseline")
    worst = notes[["pain", "pain_during", "pain_morning"]].max(axis=1)
    entries = pd.DataFrame({"athlete": notes["athlete"], "start": notes["date"], "pain": worst})
    codes = alerts.assign(code=alerts["level"].cat.codes).sort_values("code")
    level = codes.drop_duplicates(_KEYS, keep="last").set_index(_KEYS)["level"].astype(str)
    return weeks.assign(
        limit_km=allowed.drop_duplicates(_KEYS).set_index(_KEYS)["limit"].reindex(weeks.index),
        reference_km=_by_week(spikes, "baseline", weeks.index),
        pain=_by_week(entries, "pain", weeks.index),
        level=level.reindex(weeks.index).fillna("").to_numpy(object),
    )


def _by_week(rows: pd.DataFrame, column: str, weeks: pd.Index) -> pd.Series[float]:
    """Highest figure of the rows of each week; NaN without one."""
    grid = weeks.to_frame(index=False).sort_values("week")
    own = rows[["athlete", "start", column]].dropna().sort_values("start")
    placed = pd.merge_asof(own, grid, by="athlete", left_on="start", right_on="week")
    return placed.groupby(_KEYS)[column].max().reindex(weeks)


def week_rows(view: WeekView) -> list[dict[str, str]]:
    """Write the chart's figures as a table, newest first."""
    unit = long_unit(view.units)
    return [
        {
            "week": f"{week.day} {week:%b %Y}",
            "distance": f"{short(in_units(km, view.units))} {unit}",
            "limit": "" if np.isnan(limit) else f"{short(in_units(limit, view.units))} {unit}",
            "hard": "unknown" if np.isnan(hard) else f"{hard:.0f}",
            "cadence": "unknown" if np.isnan(spm) else f"{spm:.0f}",
            "level": level or ("" if done else "not finished"),
        }
        for week, km, limit, hard, spm, level, done in zip(
            view.weeks.index, view.weeks["distance_km"], view.weeks["limit_km"],
            view.weeks["hard_min"], view.weeks["cadence_spm"], view.weeks["level"],
            view.weeks["complete"], strict=True,
        )
    ][::-1]  # fmt: skip
