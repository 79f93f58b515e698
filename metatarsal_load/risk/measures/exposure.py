"""TVOL and LOAD: figures to read; neither has a limit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import NOTE, OK, UNKNOWN, why
from metatarsal_load.risk.measures.baseline import UNFINISHED, complete, week_sum
from metatarsal_load.risk.words import Units, day, distance, minutes, week_of

WINDOW = 28


def recent_exposure(facts: Facts) -> pd.DataFrame:
    """Sum distance and hard minutes of the last 28 covered days, one row an athlete (TVOL).

    A note where there were hard minutes (the guide speaks of high mileage together with hard
    running), else ok: there is no threshold.
    """
    ends = np.flatnonzero(facts.days.length > 0)
    a, last = facts.runs["a"].to_numpy(), facts.days.first + facts.days.length - 1
    recent = facts.runs["day"].to_numpy() > last[a] - WINDOW
    km, hard = (facts.numbers("runs", name)[recent] for name in ("distance_km", "hard_min"))
    count = len(facts.names)
    total_km = np.bincount(a[recent], weights=np.nan_to_num(km), minlength=count)[ends]
    total_hard = np.bincount(a[recent], weights=np.nan_to_num(hard), minlength=count)[ends]
    lost = np.bincount(a[recent], weights=np.isnan(hard), minlength=count)[ends] > 0
    reason = why(
        [lost & (total_hard == 0), lost],
        ["needs the intensity of the runs", "a lower bound: some runs have no intensity"],
    )
    level = np.where(total_hard > 0, NOTE, np.where(lost, UNKNOWN, OK)).astype(np.int8)
    start = np.maximum(last - WINDOW + 1, facts.days.first)[ends]
    return pd.DataFrame(
        {"a": ends, "start": start, "end": last[ends], "level": level, "value": total_km,
         "limit": np.nan, "baseline": np.nan, "hard": total_hard, "reason": reason}
    )  # fmt: skip


def weekly_load(facts: Facts) -> pd.DataFrame:
    """Forefoot load of each week (LOAD): a figure, ok by definition, shown with the ok rows."""
    load = week_sum(facts, "forefoot_load")
    reason = why(
        [load.partial, ~complete(facts)],
        ["needs the forefoot load of every run of the week", UNFINISHED],
    )
    return pd.DataFrame(
        {"a": facts.weeks.athlete, "start": facts.weeks.day, "end": facts.week_end,
         "level": np.where(reason.codes == 0, OK, UNKNOWN).astype(np.int8), "value": load.low,
         "limit": np.nan, "baseline": np.nan, "reason": reason}
    )  # fmt: skip


def say_exposure(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message an athlete."""
    return [
        f"The 28 days to {day(end)} held {distance(value, units)} and {minutes(round(hard))} of "
        "hard running; a figure to watch, no limit is known."
        for end, value, hard in zip(rows["end"], rows["value"], rows["hard"], strict=True)
    ]


def say_load(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001
    """One message a week."""
    return [
        f"{week_of(start, opening=True)} put {value:.0f} reference steps on the forefoot."
        for start, value in zip(rows["start"], rows["value"], strict=True)
    ]
