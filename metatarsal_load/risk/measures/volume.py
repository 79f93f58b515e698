"""T10: how much the running distance of a week grew."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, OK, UNKNOWN, WARNING, Levels, above, why
from metatarsal_load.risk.grid import Floats, Ints
from metatarsal_load.risk.measures.baseline import (
    TOO_FEW,
    UNFINISHED,
    any_before,
    coming_back,
    complete,
    distances,
    highest_before,
    too_early,
)
from metatarsal_load.risk.words import Units, distance, percent, two_distances, week_of

NO_LINK = "Large studies found no link between week-to-week change and injury."
RUNS_LACK = "a run of this week has no distance, so its sum is a lower bound"


def weekly_spike(facts: Facts) -> pd.DataFrame:
    """Judge each week's distance against the week before and the last four complete weeks (T10).

    Silent (no row) in weeks that end in return or ramp. A lower bound raises: where only the
    largest of the last four weeks is doubtful, a week above the limit stays a note and says so.
    """
    judged = spike_levels(facts, distances(facts).low)
    return judged[~coming_back(facts)]


def weekly_limits(facts: Facts, rule: str = "T10") -> tuple[Floats, Floats, Floats]:
    """Limit, larger limit and steep limit of each week [km], by RULES section 2.

    The first allows 10 % or a mile on the week before, the second the same on M, the largest of
    the last four complete weeks, and the third 30 % on M.
    """
    grid, a, km = facts.weeks, facts.weeks.athlete, distances(facts).low
    before, largest = grid.shift(km, 1), highest_before(grid, km, complete(facts))
    floor, share = facts.limit(rule, "floor_km", a), facts.limit(rule, "rise", a)
    return (
        before + np.maximum(share * before, floor),
        largest + np.maximum(share * largest, floor),
        facts.limit(rule, "steep", a) * largest,
    )


def spike_levels(facts: Facts, distance_km: Floats) -> pd.DataFrame:
    """T10 for any figure of the weeks, so that TONE can take the long run's rise off."""
    grid, km, whole = facts.weeks, distances(facts), complete(facts)
    limit, high, steep = weekly_limits(facts)
    over = above(distance_km, limit)
    level = np.where(over, NOTE, OK).astype(np.int8)
    level[over & above(distance_km, high)] = CAUTION
    level[over & above(distance_km, high) & above(distance_km, steep)] = WARNING
    before, doubtful = grid.shift(km.low, 1), grid.shift(km.partial.astype(float), 1, 0.0) > 0
    reason = why(
        [
            too_early(facts),
            doubtful & (over | (before == 0)),
            before == 0,
            ~over & km.partial,
            ~over & ~whole,
            (level >= CAUTION) & any_before(grid, km.partial & whole),
        ],
        [
            TOO_FEW,
            "a run of the week before has no distance, so its limit is not known",
            "no running in the week before, so there is no week to compare with",
            RUNS_LACK,
            UNFINISHED,
            "a run of the last 4 weeks has no distance, so it may be a rebound",
        ],
    )
    rebound = reason.codes == len(reason.categories) - 1
    level = np.where(reason.codes == 0, level, np.where(rebound, NOTE, UNKNOWN)).astype(np.int8)
    return pd.DataFrame(
        {"a": grid.athlete, "start": grid.day, "end": facts.week_end, "level": level,
         "value": distance_km, "limit": limit, "baseline": before,
         "largest": highest_before(grid, km.low, whole), "reason": reason}
    )  # fmt: skip


def spike_weeks(facts: Facts) -> tuple[Ints, Ints, Levels]:
    """Athlete, first day and level of the weeks T10 marks with note or above."""
    judged = weekly_spike(facts)
    marked = judged[(judged["level"] >= NOTE).to_numpy()]
    return marked["a"].to_numpy(), marked["start"].to_numpy(), marked["level"].to_numpy()


def say_weekly_spike(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a week above the limit."""
    said = []
    for start, level, value, limit, before, most in zip(
        rows["start"], rows["level"], rows["value"], rows["limit"], rows["baseline"],
        rows["largest"], strict=True,
    ):  # fmt: skip
        now, allowed = two_distances(value, limit, units)
        text = (
            f"{week_of(start, opening=True)} was {now}, above the {allowed} that the 10 % rule "
            f"allows after {distance(before, units)}"
        )
        if level == NOTE and most > before:
            text += f"; a rebound, as a recent week held {distance(most, units)}"
        elif level == WARNING:
            text += f", and {percent(value / most - 1)} more than the largest of the last 4 weeks"
        said.append(f"{text}. {NO_LINK}")
    return said
