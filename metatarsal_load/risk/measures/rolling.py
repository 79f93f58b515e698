"""T7: any seven days in a row against the largest seven days of the weeks before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import RAMP, RETURN, Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, OK, UNKNOWN, WARNING, Levels, above, why
from metatarsal_load.risk.grid import Flags, Floats, Ints
from metatarsal_load.risk.measures.volume import NO_LINK, spike_weeks
from metatarsal_load.risk.stretches import begins, worst_rows
from metatarsal_load.risk.words import Units, day, distance, two_distances

WINDOW = 7
BACK = 28


def rolling_spike(facts: Facts) -> pd.DataFrame:
    """Judge every 7-day window, keeping the peak of each unbroken run of marked windows (T7).

    M is the largest whole 7-day sum that ended in the 28 days before the window; the sum right
    before the window is one of them, so T10's two limits are one here. Windows that end in return
    or ramp are silent; peaks that share a day with a T10 row of note or above are dropped.
    Neighbouring windows that are ok (or unknown) are one row.
    """
    seven, limit, largest = rolling_limits(facts)
    steep = facts.limit("T7", "steep", facts.days.athlete) * largest
    over = above(seven, limit)
    level = np.where(over, CAUTION, OK).astype(np.int8)
    level[over & above(seven, steep)] = WARNING
    reason = why_unknown(facts, over, largest)
    level = np.where(reason.codes == 0, level, UNKNOWN).astype(np.int8)
    peaks = _peaks(facts, level, seven, limit)
    rows = pd.DataFrame(
        {"a": facts.days.athlete[peaks["row"]], "start": peaks["start"], "end": peaks["end"],
         "level": level[peaks["row"]], "value": seven[peaks["row"]], "limit": limit[peaks["row"]],
         "baseline": largest[peaks["row"]], "reason": reason.take(peaks["row"])}
    )  # fmt: skip
    marked = (rows["level"] >= NOTE).to_numpy()
    return rows[~(marked & _touched(rows, *spike_weeks(facts)))]


def rolling_limits(facts: Facts) -> tuple[Floats, Floats, Floats]:
    """Sum of the 7 days to each covered day, its limit, and M [km]; sums lacking a run are low."""
    grid, a = facts.days, facts.days.athlete
    seven = grid.total(_daily(facts)[0], WINDOW)
    whole = np.where(grid.age >= WINDOW - 1, seven, np.nan)
    largest = grid.shift(grid.largest(whole, BACK), WINDOW)
    floor, share = facts.limit("T7", "floor_km", a), facts.limit("T7", "rise", a)
    return seven, largest + np.maximum(share * largest, floor), largest


def _daily(facts: Facts) -> tuple[Floats, Floats]:
    """Sum the running distance of each day [km] and count its runs without one."""
    grid, km = facts.days, facts.numbers("runs", "distance_km")
    row = grid.row(facts.runs["a"].to_numpy(), facts.runs["day"].to_numpy())
    return grid.add_up(row, np.nan_to_num(km)), grid.add_up(row, np.isnan(km).astype(float))


def why_unknown(facts: Facts, over: Flags, largest: Floats) -> pd.Categorical[Any]:
    """Tell why the 7 days to each day cannot be judged, where they are over the limit or not."""
    grid = facts.days
    gaps = _daily(facts)[1]
    doubtful = grid.shift(grid.total(gaps, BACK + WINDOW - 1), WINDOW, 0.0) > 0
    return why(
        [
            grid.age < 3 * WINDOW - 1,
            over & doubtful,
            ~above(largest, 0.0) & ~np.isnan(largest),
            ~over & (grid.total(gaps, WINDOW) > 0),
        ],
        [
            "fewer than 14 covered days before the 7 days",
            "a run of the weeks before has no distance, so the limit is not known",
            "no running in the weeks before to compare with",
            "a run of these 7 days has no distance, so their sum is a lower bound",
        ],
    )


def _peaks(facts: Facts, level: Levels, seven: Floats, limit: Floats) -> dict[str, Ints]:
    """Find the days ending the worst window of each stretch of loud windows, and what it spans."""
    grid = facts.days
    loud = np.flatnonzero(~np.isin(facts.state, (RETURN, RAMP)))
    kind = np.minimum(level[loud], NOTE).astype(np.int8)
    begin = begins(grid.athlete[loud], grid.day[loud], kind)
    excess = np.nan_to_num(seven[loud] - limit[loud]) + 10_000.0 * level[loud]
    row = loud[worst_rows(begin, excess)]
    last = loud[np.append(begin[1:], len(loud)) - 1] if len(begin) else begin
    marked = level[row] >= NOTE
    start = np.where(marked, grid.day[row] - WINDOW + 1, grid.day[loud[begin]])
    return {"row": row, "start": start, "end": np.where(marked, grid.day[row], grid.day[last])}


def _touched(spans: pd.DataFrame, a: Ints, monday: Ints, _: Levels) -> Flags:
    """Whether each span shares a day with one of the (sorted) weeks of its athlete."""
    if not len(a) or not len(spans):
        return np.zeros(len(spans), bool)
    low = min(int(spans["start"].min()), int(monday.min())) - WINDOW
    stride = max(int(spans["end"].max()), int(monday.max())) - low + WINDOW
    key = a * stride + monday - low
    own = spans["a"].to_numpy() * stride - low
    first = np.searchsorted(key, own + spans["start"].to_numpy() - WINDOW + 1, side="left")
    last = np.searchsorted(key, own + spans["end"].to_numpy(), side="right")
    return np.asarray(last > first)


def say_rolling_spike(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a peak."""
    said = []
    for end, value, limit, largest in zip(
        rows["end"], rows["value"], rows["limit"], rows["baseline"], strict=True
    ):
        now, allowed = two_distances(value, limit, units)
        said.append(
            f"The 7 days to {day(end)} held {now}, above the {allowed} that follow from the "
            f"largest 7 days of the 4 weeks before ({distance(largest, units)}). {NO_LINK}"
        )
    return said
