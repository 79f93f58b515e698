"""TOFF: the first week back after time off that was not an injury."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, OK, UNKNOWN, WARNING, climb, one_higher, why
from metatarsal_load.risk.grid import Flags, Floats, Ints
from metatarsal_load.risk.words import Units, day, percent, two_distances


def first_week_back(facts: Facts) -> pd.DataFrame:
    """Judge the 7 days from the first run after a gap against U (TOFF).

    One row a gap without an injury. An illness in the diary between the last run before and the
    first run back raises the level by one, at most to warning; ok stays ok.
    """
    gaps = facts.episodes[~facts.episodes["injury"].to_numpy(bool)]
    a, back = gaps["a"].to_numpy(np.int64), gaps["back"].to_numpy(np.int64)
    usual = gaps["usual_km"].to_numpy(float)
    km, partial = _seven_days(facts, a, back)
    half, full = (facts.limit("TOFF", name, a) for name in ("half", "full"))
    level = climb(km, [(half * usual, CAUTION), (full * usual, WARNING)])
    ill = _illness(facts, a, gaps["onset"].to_numpy(np.int64) - 1, back)
    level = np.where(ill, one_higher(level), level).astype(np.int8)
    last = facts.days.first[a] + facts.days.length[a] - 1
    reason = why(
        [np.isnan(usual), (level == OK) & partial, (level == OK) & (last < back + 6)],
        ["needs the usual weekly distance: 2 complete weeks of running before the gap, or "
         "usual_km in the table of athletes",
         "a run of these 7 days has no distance", "the 7 days are not over"],
    )  # fmt: skip
    return pd.DataFrame(
        {"a": a, "start": back, "end": back + 6,
         "level": np.where(reason.codes == 0, level, UNKNOWN).astype(np.int8),
         "value": km, "limit": half * usual, "baseline": usual, "ill": ill, "reason": reason}
    )  # fmt: skip


def _seven_days(facts: Facts, a: Ints, back: Ints) -> tuple[Floats, Flags]:
    """Distance of the 7 days from a day on [km], and whether a run among them has none."""
    grid, km = facts.days, facts.numbers("runs", "distance_km")
    row = grid.row(facts.runs["a"].to_numpy(), facts.runs["day"].to_numpy())
    edge = np.minimum(back + 6, grid.first[a] + grid.length[a] - 1)
    here = grid.row(a, edge)
    early = (back + 6 - edge).astype(np.int64)
    daily, gaps = grid.add_up(row, np.nan_to_num(km)), grid.add_up(row, np.isnan(km).astype(float))
    total = np.zeros(len(a))
    lost = np.zeros(len(a))
    for cut in np.unique(early).tolist():
        own = early == cut
        total[own] = grid.total(daily, 7 - cut)[here[own]]
        lost[own] = grid.total(gaps, 7 - cut)[here[own]]
    return total, lost > 0


def _illness(facts: Facts, a: Ints, first: Ints, back: Ints) -> Flags:
    """Whether the diary notes an illness from a day to the first run back."""
    diary = facts.diary[(facts.numbers("diary", "illness") == 1)]
    grid = facts.days
    row = grid.row(diary["a"].to_numpy(), diary["day"].to_numpy())
    ill = np.concatenate([[0.0], np.cumsum(grid.add_up(row, np.ones(len(diary))))])
    return np.asarray(ill[grid.row(a, back) + 1] > ill[np.maximum(grid.row(a, first), 0)])


def say_first_week_back(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a gap."""
    said = []
    for start, value, limit, usual, ill, level in zip(
        rows["start"], rows["value"], rows["limit"], rows["baseline"], rows["ill"], rows["level"],
        strict=True,
    ):  # fmt: skip
        now, allowed = two_distances(value, limit, units)
        text = (
            f"The 7 days from the first run back on {day(start)} held {now}, "
            f"{percent(value / usual)} of the usual week; half of it is {allowed}"
        )
        said.append(text + (", and there was an illness." if ill and level >= NOTE else "."))
    return said
