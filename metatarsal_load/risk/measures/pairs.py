"""Days of each pair of shoes (or route): dense spans from its first day to 28 days past its last.

A pair is a thing of one athlete: codes run athlete after athlete, so that its spans are blocks of
a `Grid` and rolling sums never cross from pair to pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grid import Floats, Grid, Ints

SHOE_DAYS = 28


@dataclass(frozen=True)
class Spans:
    """Pairs and their days.

    Attributes
    ----------
    a : ndarray
        Shape (pairs,): athlete of each pair.
    name : ndarray
        Shape (pairs,): its name.
    grid : Grid
        The days of each pair, inside the coverage; the codes of its blocks are the pairs.
    run : ndarray
        Position of the runs that name a pair.
    row : ndarray
        Row of `grid` for each of these runs.
    """

    a: Ints
    name: np.ndarray
    grid: Grid
    run: Ints
    row: Ints


def spans_of(facts: Facts, names: pd.Series[str], days: int) -> Spans:
    """Lay out the days of each pair the runs name: from its first to `days - 1` past its last."""
    run = np.flatnonzero(names.notna().to_numpy())
    runs_a = facts.runs["a"].to_numpy()[run]
    when = facts.runs["day"].to_numpy()[run]
    word, words = pd.factorize(names.iloc[run], sort=True)
    key, pair = np.unique(runs_a * max(len(words), 1) + word, return_inverse=True)
    a, code = np.divmod(key, max(len(words), 1))
    first = np.full(len(key), np.iinfo(np.int64).max)
    last = np.full(len(key), np.iinfo(np.int64).min)
    np.minimum.at(first, pair, when)
    np.maximum.at(last, pair, when)
    covered = facts.days.first[a] + facts.days.length[a] - 1
    grid = Grid(first, np.minimum(last + days - 1, covered) - first + 1)
    return Spans(a, np.asarray(words, object)[code], grid, run, grid.row(pair, when))


def worn_pairs(facts: Facts) -> Spans:
    """Lay out the days of each pair of shoes, to 28 days from its last run."""
    return spans_of(facts, facts.runs["shoe"], SHOE_DAYS)


def day_total(grid: Grid, row: Ints, values: Floats, days: int) -> Floats:
    """Sum of the values of the `days` days to each row; unknown values count as nothing."""
    total = grid.total(grid.add_up(row, np.where(np.isnan(values), 0.0, values)), days)
    # Running sums leave crumbs below a millimetre where nothing is left in the window.
    return np.where(total < 1e-6, 0.0, total)


def most_of_one(facts: Facts, spans: Spans, values: Floats, days: int) -> Floats:
    """Largest total of one pair in the `days` days to each covered day; 0 where none was used."""
    total = day_total(spans.grid, spans.row, values[spans.run], days)
    most = np.zeros(facts.days.size)
    np.maximum.at(most, facts.days.row(spans.a[spans.grid.athlete], spans.grid.day), total)
    return most


def listed(facts: Facts) -> Ints:
    """Row of the shoe table for each worn pair; -1 where it is not in it."""
    spans = facts.once(worn_pairs)
    if facts.shoes.empty:
        return np.full(len(spans.a), -1)
    known = pd.MultiIndex.from_arrays([facts.shoes["a"], facts.shoes["shoe"].astype(object)])
    return np.asarray(known.get_indexer(pd.MultiIndex.from_arrays([spans.a, spans.name])), np.int64)


def of_pairs(facts: Facts, column: str) -> np.ndarray:
    """Column of the shoe table for each worn pair; NaN where the table does not know it."""
    return facts.shoes[column].reindex(facts.once(listed)).to_numpy()


def pair_of_runs(facts: Facts) -> Ints:
    """Worn pair of each run; -1 where the run names none."""
    spans, pair = facts.once(worn_pairs), np.full(len(facts.runs), -1)
    pair[spans.run] = spans.grid.athlete[spans.row]
    return pair


def by_athlete(rows: pd.DataFrame, spans: Spans) -> pd.DataFrame:
    """Stretches of pairs as rows of their athletes, in order, with the pair's name."""
    pair = rows["a"].to_numpy()
    named = rows.assign(a=spans.a[pair], shoe=spans.name[pair])
    return named.sort_values(["a", "start"], kind="stable", ignore_index=True)
