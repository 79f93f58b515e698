"""Status rules: unbroken stretches of days at one level, with a little slack against flicker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.risk.grading import OK, UNKNOWN, Levels, above
from metatarsal_load.risk.grid import Flags, Floats, Grid, Ints

SLACK = 0.02
"""Share of a threshold by which a figure must pass it before the level is left (convention)."""
FINE = 1e-6
"""Finest difference that counts between figures that are neither distances nor times."""


def held(value: Floats, limit: npt.ArrayLike, fresh: Flags, quantum: float = FINE) -> Flags:
    """Whether a figure is above its limit, or was and has not yet fallen 2 % below it.

    Parameters
    ----------
    value : ndarray
        Shape (rows,): higher is worse; negate figure and limit where lower is worse. NaN lets go.
    limit : array-like
        Threshold, one or one a row.
    fresh : ndarray of bool
        Rows at which a new athlete (or pair) begins.
    quantum : float
        Finest difference that counts.
    """
    bound = np.broadcast_to(np.asarray(limit, float), value.shape)
    on = above(value, bound, quantum)
    off = ~above(value, bound - SLACK * np.abs(bound), quantum)
    row = np.arange(len(value))
    last_decided = np.maximum.accumulate(np.where(on | off | fresh, row, 0))
    return on[last_decided]


def status_levels(
    grid: Grid, value: Floats, steps: Sequence[tuple[npt.ArrayLike, int]], quantum: float = FINE
) -> Levels:
    """Level of each day: that of the highest step held, else ok; NaN is unknown."""
    fresh = grid.age == 0
    level = np.where(np.isnan(value), UNKNOWN, OK).astype(np.int8)
    for limit, name in steps:
        level[held(value, limit, fresh, quantum)] = name
    return level


def begins(group: Ints, day: Ints, kind: npt.NDArray[np.int8]) -> Ints:
    """Rows at which a stretch of neighbouring days of one group and kind begins."""
    if not len(day):
        return np.empty(0, np.int64)
    fresh = np.ones(len(day), bool)
    fresh[1:] = (group[1:] != group[:-1]) | (day[1:] != day[:-1] + 1) | (kind[1:] != kind[:-1])
    return np.flatnonzero(fresh)


def worst_rows(begin: Ints, weight: Floats) -> Ints:
    """Row of the largest weight in each stretch, the first of equals."""
    if not len(begin):
        return begin
    weight = np.where(np.isnan(weight), -np.inf, weight)
    most = np.maximum.reduceat(weight, begin)
    stretch = np.repeat(np.arange(len(begin)), np.diff(begin, append=len(weight)))
    hits = np.flatnonzero(weight == most[stretch])
    return hits[np.searchsorted(stretch[hits], np.arange(len(begin)))]


def stretch_rows(
    grid: Grid,
    level: Levels,
    worst: Floats,
    figures: Mapping[str, object],
    *,
    kept: Flags | None = None,
) -> pd.DataFrame:
    """One row for each unbroken stretch of days at one level.

    Parameters
    ----------
    grid : Grid
        Days; the codes of its blocks become the column ``a``.
    level : ndarray
        Level of each day.
    worst : ndarray
        What makes a day the worst of its stretch (the largest): its figures are the row's.
    figures : Mapping of str to array
        Further columns (``value``, ``limit``, ``baseline``, ``reason``), one value a day.
    kept : ndarray of bool, optional
        Days that are judged at all.
    """
    row = np.arange(grid.size) if kept is None else np.flatnonzero(kept)
    block, day = grid.athlete[row], grid.day[row]
    begin = begins(block, day, level[row])
    pick = row[worst_rows(begin, worst[row])]
    end = np.append(begin[1:], len(row)) - 1 if len(begin) else begin
    rows = {name: pd.Series(values).take(pick).array for name, values in figures.items()}
    return pd.DataFrame(
        {"a": block[begin], "start": day[begin], "end": day[end], "level": level[row][begin],
         **rows}
    )  # fmt: skip
