"""Levels of findings by week, and the words and order in which they are shown."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from metatarsal_load.schema import LEVELS

MARKED = LEVELS[LEVELS.index("note") :]
LOUD = LEVELS[LEVELS.index("caution") :]
NOW_DAYS = 14
"""How far back a finding still counts as now."""


MILEAGE_RULES = ("TSPK", "T10", "T7", "TOFF", "R2550", "RSLOW", "RWR")
STACKED_RULES = ("TONE", "TBOTH", "TTRIO", "TERR", "TMIX", "DOWN")


def recent(table: pd.DataFrame, last_day: pd.Timestamp, *, until: str = "end") -> pd.DataFrame:
    """Keep the rows that touch the last two weeks."""
    return table[table[until] > last_day - pd.Timedelta(days=NOW_DAYS)]


def highest_by_week(findings: pd.DataFrame, weeks: pd.DatetimeIndex) -> list[str]:
    """Highest level whose period has its middle in each week; "" where nothing was marked."""
    best = [0] * len(weeks)
    middle = findings["start"] + (findings["end"] - findings["start"]) / 2
    places = np.searchsorted(weeks.to_numpy(), middle.to_numpy(), side="right") - 1
    for place, level in zip(places.tolist(), findings["level"].astype(str), strict=True):
        if 0 <= place < len(weeks):
            best[place] = max(best[place], LEVELS.index(level))
    return [LEVELS[rank] if LEVELS[rank] in MARKED else "" for rank in best]


def first_sentence(words: str) -> str:
    """Cut a text after its first sentence; a decimal point or a short month ends none."""
    return re.split(r"(?<=[.])\s+(?=[A-Z])", words, maxsplit=1)[0].rstrip(".") + "."
