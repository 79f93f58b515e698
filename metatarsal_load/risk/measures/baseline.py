"""What a week is compared with: the four weeks before it, and figures that some runs lack."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metatarsal_load.risk.facts import HEALTHY, RAMP, RETURN, Facts
from metatarsal_load.risk.grid import Flags, Floats, Grid, Ints

WEEKS = 4
"""Complete weeks before that make the baseline."""
FEWEST = 2
"""Complete weeks that must lie before a week (RULES section 2)."""
TOO_FEW = "fewer than 2 complete weeks before it"
UNFINISHED = "the week is not finished"


@dataclass(frozen=True)
class WeekSum:
    """A figure of the runs summed by week.

    Attributes
    ----------
    low : ndarray
        Shape (weeks,): sum of what is known, a lower bound.
    partial : ndarray of bool
        Whether a run of the week lacks the figure.
    """

    low: Floats
    partial: Flags


def week_sum(facts: Facts, column: str, *, instead: Floats | None = None) -> WeekSum:
    """Sum a column of the runs by week; `instead` holds, by run, what stands for an unknown."""
    values = facts.numbers("runs", column)
    if instead is not None:
        values = np.where(np.isnan(values), instead, values)
    row, lacks = facts.once(run_weeks), np.isnan(values)
    if not lacks.any():
        return WeekSum(facts.weeks.add_up(row, values), np.zeros(facts.weeks.size, bool))
    return WeekSum(
        facts.weeks.add_up(row, np.where(lacks, 0.0, values)),
        facts.weeks.add_up(row, lacks.astype(float)) > 0,
    )


def run_weeks(facts: Facts) -> Ints:
    """Row of the weeks for each run."""
    return facts.weeks.row(facts.runs["a"].to_numpy(), facts.runs["day"].to_numpy())


def distances(facts: Facts) -> WeekSum:
    """Sum the running distance by week [km]."""
    return WeekSum(
        np.nan_to_num(facts.week["distance_km"]), facts.week["runs_without_distance"] > 0
    )


def complete(facts: Facts) -> Flags:
    """Whether all seven days of each week are covered."""
    return np.asarray(facts.week["complete"] > 0)


def too_early(facts: Facts) -> Flags:
    """Whether fewer than two complete weeks lie before each week."""
    return complete_before(facts.weeks, complete(facts)) < FEWEST


def complete_before(grid: Grid, whole: Flags) -> Floats:
    """How many of the four weeks before each week are complete."""
    return grid.shift(grid.total(whole.astype(float), WEEKS), 1, 0.0)


def highest_before(grid: Grid, values: Floats, whole: Flags) -> Floats:
    """Largest value of the complete ones among the four weeks before."""
    return grid.shift(grid.largest(np.where(whole, values, np.nan), WEEKS), 1)


def mean_before(grid: Grid, values: Floats, whole: Flags) -> Floats:
    """Mean of the complete, known ones among the four weeks before."""
    known = whole & ~np.isnan(values)
    total = grid.shift(grid.total(np.where(known, values, 0.0), WEEKS), 1)
    count = grid.shift(grid.total(known.astype(float), WEEKS), 1, 0.0)
    return total / np.where(count > 0, count, np.nan)


def any_before(grid: Grid, which: Flags) -> Flags:
    """Whether one of the four weeks before is meant."""
    return grid.shift(grid.total(which.astype(float), WEEKS), 1, 0.0) > 0


def tri(up: Flags, *, doubt_if_up: Flags, doubt_if_not: Flags) -> Floats:
    """Whether a figure rose: 1, 0, or NaN where what is missing could decide otherwise.

    A value that is a lower bound makes a "no" doubtful, a limit that is one makes a "yes" so.
    """
    return np.where(np.where(up, doubt_if_up, doubt_if_not), np.nan, up.astype(float))


def any_of(*risen: Floats) -> Floats:
    """Whether one of several rose: 1, 0 where none did, else NaN."""
    table = np.stack(risen)
    unsure = np.isnan(table).any(axis=0)
    return np.where((table == 1).any(axis=0), 1.0, np.where(unsure, np.nan, 0.0))


def ran_before(facts: Facts) -> Flags:
    """Whether two or more of the four weeks before are complete and hold a run."""
    ran = complete(facts) & ((facts.week["runs"] > 0) | (distances(facts).low > 0))
    return complete_before(facts.weeks, ran) >= FEWEST


def week_states(facts: Facts) -> npt.NDArray[np.int8]:
    """State of the athlete at the end of each week, or on its last covered day."""
    a = facts.weeks.athlete
    last = facts.days.first[a] + facts.days.length[a] - 1
    return facts.state_at(a, np.minimum(facts.week_end, last))


def coming_back(facts: Facts) -> Flags:
    """Whether each week ends in return or ramp, where the comeback rules speak for volume."""
    return np.isin(week_states(facts), (RETURN, RAMP))


def unwell(facts: Facts) -> Flags:
    """Whether each week ends in another state than healthy."""
    return np.asarray(week_states(facts) != HEALTHY)
