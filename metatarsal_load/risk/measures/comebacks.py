"""Runs and days behind a layoff: what the rules of the return to running look at."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import UNKNOWN, Levels, one_lower
from metatarsal_load.risk.grid import FAR_DAYS, Flags, Floats, Ints, keys
from metatarsal_load.risk.measures.entries import judged_rows
from metatarsal_load.risk.symptoms import NO_DIARY

EARLY_DAYS = 14
"""Days from the first run back that count as its first couple of weeks."""


def last_covered(facts: Facts, a: Ints) -> Ints:
    """Last covered day of athletes."""
    return np.asarray(facts.days.first[a] + facts.days.length[a] - 1)


def return_ends(facts: Facts) -> Ints:
    """Last day of the return of each layoff, or the last covered day while it lasts."""
    last = last_covered(facts, facts.episodes["a"].to_numpy())
    gate = facts.episodes["gate"].to_numpy()
    ended = np.where(np.isnan(gate), FAR_DAYS, np.nan_to_num(gate)).astype(np.int64) - 1
    return np.minimum(np.minimum(ended, next_back(facts) - 1), last)


def next_back(facts: Facts) -> Ints:
    """First run back of the athlete's next layoff; FAR_DAYS behind the last."""
    a, back = facts.episodes["a"].to_numpy(), facts.episodes["back"].to_numpy()
    following = np.full(len(a), FAR_DAYS)
    following[:-1] = np.where(a[1:] == a[:-1], back[1:], FAR_DAYS)
    return following


def run_span(facts: Facts, a: Ints, first: Ints, past: Ints) -> tuple[Ints, Ints]:
    """Positions among the runs of those from one day to another (left out)."""
    known = keys(facts.runs["a"].to_numpy(), facts.runs["day"].to_numpy())
    return np.searchsorted(known, keys(a, first)), np.searchsorted(known, keys(a, past))


def add_up(values: Floats, low: Ints, high: Ints) -> Floats:
    """Sum of the known values between positions."""
    running = np.concatenate([[0.0], np.cumsum(np.nan_to_num(values))])
    return np.asarray(running[high] - running[low])


def runs_back(facts: Facts, *, ramp: bool = False, of: Flags | None = None) -> pd.DataFrame:
    """Lay out the runs behind each layoff, up to the end of its return (or of its ramp).

    The first 14 days belong to it in any case. `of` chooses layoffs, shape (layoffs,).

    Returns
    -------
    DataFrame
        ``run`` (position among the runs), ``a``, ``day``, ``layoff`` (row of the episodes),
        ``since`` (days since the first run back), ``nth`` (0 for that run), ``injury``.
    """
    table = facts.episodes
    a, back = table["a"].to_numpy(np.int64), table["back"].to_numpy(np.int64)
    end = table["ramp_end" if ramp else "gate"].to_numpy(float)
    past = np.maximum(np.where(np.isnan(end), FAR_DAYS, end), back + EARLY_DAYS).astype(np.int64)
    low, high = run_span(facts, a, back, np.minimum(past, next_back(facts)))
    count = high - low if of is None else np.where(of, high - low, 0)
    layoff = np.repeat(np.arange(len(a)), count)
    nth = np.arange(len(layoff)) - np.repeat(np.cumsum(count) - count, count)
    run = low[layoff] + nth
    day = facts.runs["day"].to_numpy()[run]
    return pd.DataFrame(
        {"run": run, "a": a[layoff], "day": day, "layoff": layoff, "since": day - back[layoff],
         "nth": nth, "injury": table["injury"].to_numpy(bool)[layoff]}
    )  # fmt: skip


def by_cause(level: Levels, injury: Flags) -> Levels:
    """Levels after an injury; after a gap without one they are one step lower."""
    return np.where(injury, level, one_lower(level)).astype(np.int8)


def keeps_diary(facts: Facts) -> Flags:
    """Whether each athlete has a diary entry."""
    return np.bincount(facts.diary["a"].to_numpy(), minlength=len(facts.names)) > 0


def without_diary(facts: Facts) -> pd.DataFrame:
    """Give an unknown row for the return of each layoff of athletes without a diary."""
    a = facts.episodes["a"].to_numpy(np.int64)
    lost = ~keeps_diary(facts)[a]
    return unjudged(facts, lost, NO_DIARY)


def unjudged(facts: Facts, lost: Flags, reason: str) -> pd.DataFrame:
    """Give an unknown row for the return of some layoffs."""
    a, back = facts.episodes["a"].to_numpy(np.int64), facts.episodes["back"].to_numpy(np.int64)
    level = np.full(int(lost.sum()), UNKNOWN, np.int8)
    return judged_rows(a[lost], back[lost], return_ends(facts)[lost], level, reason=reason)


def in_order(*parts: pd.DataFrame) -> pd.DataFrame:
    """Join judged rows in the order of athlete and start."""
    rows = pd.concat([part for part in parts if len(part)] or [parts[0]], ignore_index=True)
    return rows.sort_values(["a", "start"], kind="stable", ignore_index=True)
