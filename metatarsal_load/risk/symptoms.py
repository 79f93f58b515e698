"""What the diary says of pain, day by day. A missing entry is unknown, never painless."""

from __future__ import annotations

import numpy as np

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grid import Flags, Floats, Ints, keys

SYMPTOM_DAYS = 7
"""A day is symptomatic when there was forefoot pain on it or on one of the 7 days before."""

NO_DIARY = "needs a symptom diary (diary.csv)"


def worst(facts: Facts, *columns: str) -> Floats:
    """Highest of some pain scores of each diary entry; NaN where none is known."""
    values = [facts.numbers("diary", name) for name in columns]
    return np.asarray(np.fmax.reduce(values), float)


def forefoot_pain(facts: Facts) -> Floats:
    """Worst forefoot pain of each diary entry: before, during, on waking."""
    return worst(facts, "pain", "pain_during", "pain_morning")


def symptomatic(facts: Facts) -> Flags:
    """Whether each covered day had forefoot pain on it or within the 7 days before."""
    painful = forefoot_pain(facts) > 0
    a, day = facts.diary["a"].to_numpy()[painful], facts.diary["day"].to_numpy()[painful]
    return np.asarray(facts.days.covered_by(a, day, day + SYMPTOM_DAYS + 1) > 0)


def entry_of(facts: Facts, a: Ints, day: Ints) -> Ints:
    """Row of the diary for athletes on days; -1 where there is no entry."""
    known = keys(facts.diary["a"].to_numpy(), facts.diary["day"].to_numpy())
    wanted = keys(a, day)
    place = np.searchsorted(known, wanted)
    return np.where(np.append(known, -1)[place] == wanted, place, -1)


def at(values: Floats, row: Ints) -> Floats:
    """Values at rows; NaN for rows of -1."""
    return np.append(values, np.nan)[row]
