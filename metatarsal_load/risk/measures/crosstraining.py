"""XT: cross-training days of the last four weeks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import NOTE, OK, UNKNOWN, why
from metatarsal_load.risk.stretches import stretch_rows
from metatarsal_load.risk.words import Units, day
from metatarsal_load.schema import CROSS_TRAINING

WINDOW = 28


def cross_training(facts: Facts) -> pd.DataFrame:
    """Judge days with cycling, swimming, elliptical or rowing, over the 28 days to each day (XT).

    Stretches of days at one level; unknown for athletes whose log holds runs alone, as it may not
    be where they write down anything else. `value` is days a week over the 28 days.
    """
    grid, sessions = facts.days, facts.sessions
    row = grid.row(sessions["a"].to_numpy(), sessions["day"].to_numpy())
    other = sessions["sport"].isin(CROSS_TRAINING).to_numpy()
    days = np.minimum(grid.add_up(row, other.astype(float)), 1.0)
    total = grid.total(days, WINDOW)
    logs_all = np.zeros(len(facts.names), bool)
    logs_all[sessions["a"].to_numpy()[(sessions["sport"] != "running").to_numpy()]] = True
    reason = why(
        [~logs_all[grid.athlete], (total < 0.5) & (grid.age < WINDOW - 1)],
        ["needs sport: the log holds no session other than runs", "fewer than 28 covered days"],
    )
    level = np.where(reason.codes > 0, UNKNOWN, np.where(total < 0.5, NOTE, OK)).astype(np.int8)
    figures = {
        "value": total * 7 / WINDOW,
        "limit": facts.limit("XT", "days", grid.athlete),
        "baseline": np.full(grid.size, np.nan),
        "reason": reason,
    }
    return stretch_rows(grid, level, -total, figures)


def say_cross_training(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001
    """One message a stretch."""
    return [
        f"No cross-training in the 28 days to {day(start)}"
        + (f", nor until {day(end)}." if end > start else ".")
        for start, end in zip(rows["start"], rows["end"], strict=True)
    ]
