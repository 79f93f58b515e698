"""Rows of the diary: how an entry becomes a judged row, and what else happened on its day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import OK, UNKNOWN, Levels, why
from metatarsal_load.risk.grid import Flags, Floats, Ints, keys


def judged_rows(
    a: Ints,
    start: Ints,
    end: Ints,
    level: Levels,
    *,
    value: npt.ArrayLike = np.nan,
    limit: npt.ArrayLike = np.nan,
    baseline: npt.ArrayLike = np.nan,
    reason: pd.Categorical | str = "",
    **more: npt.ArrayLike,
) -> pd.DataFrame:
    """Lay out judged rows as `Rule.measure` returns them, in order of athlete and start."""
    columns = {"value": value, "limit": limit, "baseline": baseline, **more}
    given = {name: np.broadcast_to(np.asarray(column), a.shape) for name, column in columns.items()}
    rows = pd.DataFrame({"a": a, "start": start, "end": end, "level": level, **given})
    rows["reason"] = reason
    order = np.lexsort((start, a))
    return rows if (np.diff(order) == 1).all() else rows.take(order).reset_index(drop=True)


def entry_rows(
    facts: Facts,
    level: Levels,
    *,
    value: npt.ArrayLike = np.nan,
    limit: npt.ArrayLike = np.nan,
    baseline: npt.ArrayLike = np.nan,
    reason: pd.Categorical | str = "",
    **more: npt.ArrayLike,
) -> pd.DataFrame:
    """Judged rows of single diary entries, one each."""
    day = facts.diary["day"].to_numpy()
    return judged_rows(
        facts.diary["a"].to_numpy(), day, day, level,
        value=value, limit=limit, baseline=baseline, reason=reason, **more,
    )  # fmt: skip


def flag_levels(raised: Flags, known: Flags, level: int) -> Levels:
    """Level where raised, ok where everything needed is known, else unknown."""
    return np.where(raised, level, np.where(known, OK, UNKNOWN)).astype(np.int8)


def lacking(known: Flags, words: str) -> pd.Categorical:
    """Reason of the rows of which something is not known."""
    return why([~known], [words])


def last_run(facts: Facts, a: Ints, day: Ints) -> Ints:
    """Day of the latest run up to and on each day; long before any where there is none."""
    owner, when = facts.runs["a"].to_numpy(), facts.runs["day"].to_numpy()
    place = np.searchsorted(keys(owner, when), keys(a, day), side="right") - 1
    found = (place >= 0) & (np.append(owner, -1)[place] == a)
    return np.where(found, np.append(when, 0)[place], np.iinfo(np.int32).min)


def ran(facts: Facts) -> Flags:
    """Whether there was a run on the day of each diary entry."""
    day = facts.diary["day"].to_numpy()
    return np.asarray(last_run(facts, facts.diary["a"].to_numpy(), day) == day)


def joined(rows: pd.DataFrame, group: Ints) -> pd.DataFrame:
    """Join neighbouring rows of one athlete, group, level and reason; figures of the last."""
    if rows.empty:
        return rows
    reason = pd.factorize(rows["reason"])[0]
    parts = (rows["a"].to_numpy(), group, rows["level"].to_numpy(), reason)
    fresh = np.append(True, np.logical_or.reduce([part[1:] != part[:-1] for part in parts]))
    begin = np.flatnonzero(fresh)
    stretch = rows.take(np.append(begin[1:], len(rows)) - 1)
    return stretch.assign(start=rows["start"].to_numpy()[begin]).reset_index(drop=True)


def score(value: float) -> str:
    """Say a pain score: `4`, `4.5`."""
    return f"{value:g}"


def pain_at(values: Floats, reaches: float) -> Flags:
    """Whether scores reach one; NaN does not."""
    return np.asarray(np.nan_to_num(values, nan=-1.0) >= reaches)
