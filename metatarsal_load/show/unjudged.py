"""What could not be judged, gathered under the data that would open it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from metatarsal_load.show.numbers import span_of
from metatarsal_load.show.told import TITLES

# The first whose words are in a reason takes it.
OPENED_BY = (
    ("A longer log", "insufficient|fewer than|usual weekly|no running|no reference|lower bound"),
    ("Days still to come", "not over|not covered|unfinished|not finished"),
    ("More columns in the diary", "diary|pain|sharp|swelling|numb|analgesic|rehab"),
    ("The pair worn on each run, and shoes.csv", "shoe|initial_km|toe_box|cushioning"),
    ("The ground of each run", "surface|ground|route"),
    ("Altitude of the runs", "altitude|climb|ascent|descent|downhill|steep|grade"),
    ("Heart rate or pace of the runs", "intensity|hard|heart|forefoot load"),
    ("Cadence of the runs", "cadence|speed"),
    ("Other sports in the log", "cross-training|sport"),
    ("Distance and time of every run", "distance|duration|running_min|moving|time"),
)
ELSE = "Other data"


@dataclass(frozen=True)
class Gap:
    """One rule that could not be judged: its newest stretch, its reason, how many before it."""

    title: str
    when: str
    reason: str
    earlier: int


def unjudged(findings: pd.DataFrame) -> list[tuple[str, list[Gap]]]:
    """Gather the unknown findings of one athlete by what would open them, the newest first."""
    unknown = findings[findings["level"] == "unknown"].sort_values("end", ascending=False)
    groups: dict[str, list[Gap]] = {}
    for rule, own in unknown.groupby("rule", sort=False):
        newest = own.iloc[0]
        gap = Gap(
            TITLES.get(str(rule), str(rule)),
            span_of(newest["start"], newest["end"]),
            str(newest["reason"]),
            len(own) - 1,
        )
        groups.setdefault(_opened_by(gap.reason), []).append(gap)
    return list(groups.items())


def _opened_by(reason: str) -> str:
    for data, words in OPENED_BY:
        if re.search(words, reason):
            return data
    return ELSE
