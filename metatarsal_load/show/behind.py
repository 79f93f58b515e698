"""The runs behind one finding, in a line."""

from __future__ import annotations

from typing import Any

import pandas as pd

from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.words import Units, distance
from metatarsal_load.show.numbers import day_of

TOLD_AT_MOST = 14
"""Runs in a line; a longer stretch is a status, told by its figure."""
BY_RUNS = frozenset(rule.id for rule in RULES if rule.table in ("week", "session"))


def runs_behind(row: Any, sessions: pd.DataFrame, units: Units) -> str:
    """List the runs of a finding's week or session; "" where it rests on something else."""
    if row.rule not in BY_RUNS:
        return ""
    own = sessions[(sessions["sport"] == "running") & sessions["date"].between(row.start, row.end)]
    known = own.dropna(subset="distance_km").sort_values("start")
    if not 0 < len(known) <= TOLD_AT_MOST:
        return ""
    far = (distance(float(km), units) for km in known["distance_km"])
    said = [f"{day_of(day)} {km}" for day, km in zip(known["date"], far, strict=True)]
    return ", ".join(said)
