"""T10 and T7: how much the running distance of a week grew."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import RAMP, RETURN, Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, OK, UNKNOWN, WARNING, Levels, above
from metatarsal_load.risk.grid import Flags, Floats, Grid, Ints
from metatarsal_load.risk.words import Units, day, distance, percent, two_distances, week_of

NO_LINK = "Trials have not shown that the 10 % rule prevents injury."


def weekly_spike(facts: Facts) -> pd.DataFrame:
    """Judge each week's distance against the week before and the last four complete weeks (T10)."""
    judged = pd.DataFrame(spike_levels(facts, facts.week["distance_km"]))
    silent = np.isin(facts.state_at(facts.weeks.athlete, facts.week_end), (RETURN, RAMP))
    return judged[~silent]


def spike_levels(facts: Facts, distance_km: Floats) -> dict[str, Floats | Ints | Levels]:
    """T10 for any figure of the weeks, so that TONE can take the long run's rise off."""
    grid, a = facts.weeks, facts.weeks.athlete
    km, complete = facts.week["distance_km"], facts.week["complete"] > 0
    partial = facts.week["runs_without_distance"] > 0
    before = grid.shift(km, 1)
    largest = highest_complete(grid, km, complete)
    floor, share = facts.limit("T10", "floor_km", a), facts.limit("T10", "rise", a)
    limit = before + np.maximum(share * before, floor)
    high = largest + np.maximum(share * largest, floor)
    steep = facts.limit("T10", "steep", a) * largest
    level = np.full(len(km), OK, np.int8)
    over = above(distance_km, limit)
    level[over] = NOTE
    level[over & above(distance_km, high)] = CAUTION
    level[over & above(distance_km, high) & above(distance_km, steep)] = WARNING
    reason = _why_unknown(grid, km, complete, partial, level)
    return {
        "a": a,
        "start": grid.day,
        "end": grid.day + 6,
        "level": np.where(reason == "", level, UNKNOWN).astype(np.int8),
        "value": distance_km,
        "limit": limit,
        "baseline": before,
        "largest": largest,
        "reason": reason,
    }


def complete_before(grid: Grid, complete: Flags) -> Floats:
    """How many of the four weeks before each week are complete."""
    return grid.shift(grid.total(complete.astype(float), 4), 1, 0.0)


def highest_complete(grid: Grid, values: Floats, complete: Flags) -> Floats:
    """Largest value of the complete ones among the four weeks before."""
    return grid.shift(grid.largest(np.where(complete, values, np.nan), 4), 1)


def mean_complete(grid: Grid, values: Floats, complete: Flags) -> Floats:
    """Mean of the complete, known ones among the four weeks before."""
    known = complete & ~np.isnan(values)
    total = grid.shift(grid.total(np.where(known, values, 0.0), 4), 1)
    count = grid.shift(grid.total(known.astype(float), 4), 1, 0.0)
    return np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0)


def _why_unknown(
    grid: Grid, km: Floats, complete: Flags, partial: Flags, level: Levels
) -> np.ndarray:
    """Reason for each week that cannot be judged; "" for those that can."""
    before = grid.shift(km, 1)
    doubtful = grid.shift(partial.astype(float), 1, 0.0) > 0
    return np.select(
        [
            complete_before(grid, complete) < 2,
            before == 0,
            (level >= NOTE) & doubtful,
            (level == OK) & partial,
            (level == OK) & ~complete,
        ],
        [
            "fewer than 2 complete weeks before it",
            "no running in the week before, so there is no week to compare with",
            "a run of the week before has no distance, so its limit is not known",
            "a run of this week has no distance, so its sum is a lower bound",
            "the week is not finished",
        ],
        "",
    )


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


def rolling_spike(facts: Facts) -> pd.DataFrame:
    """Judge every 7-day window, keeping the peak of each unbroken run of windows (T7)."""
    windows = _windows(facts)
    quiet = facts.state_at(windows["a"].to_numpy(), windows["end"].to_numpy())
    windows = windows[~np.isin(quiet, (RETURN, RAMP))]
    peaks = _peaks(windows)
    weeks = weekly_spike(facts)
    marked = weeks[weeks["level"] >= NOTE]
    hidden = np.zeros(len(peaks), bool)
    if len(marked) and len(peaks):
        hidden = (peaks["level"] >= NOTE).to_numpy() & _overlaps(peaks, marked)
    return peaks[~hidden]


def _windows(facts: Facts) -> pd.DataFrame:
    """Level of the 7 days that end on each covered day."""
    grid, runs = facts.days, facts.runs
    row = grid.row(runs["a"].to_numpy(), runs["day"].to_numpy())
    km = facts.numbers("runs", "distance_km")
    daily = grid.add_up(row, np.nan_to_num(km))
    gaps = grid.add_up(row, np.isnan(km).astype(float))
    seven, missing = grid.total(daily, 7), grid.total(gaps, 7)
    whole = np.where(grid.age >= 6, seven, np.nan)
    before = grid.shift(whole, 7)
    largest = grid.shift(grid.largest(whole, 28), 7)
    a = grid.athlete
    floor, share = facts.limit("T7", "floor_km", a), facts.limit("T7", "rise", a)
    limit = np.maximum(
        before + np.maximum(share * before, floor), largest + np.maximum(share * largest, floor)
    )
    level = np.full(len(seven), OK, np.int8)
    level[above(seven, limit)] = CAUTION
    level[above(seven, limit) & above(seven, facts.limit("T7", "steep", a) * largest)] = WARNING
    doubtful = grid.shift(grid.total(gaps, 34), 7, 0.0) > 0
    reason = np.select(
        [grid.age < 20, (level >= NOTE) & doubtful, (level == OK) & (missing > 0)],
        [
            "fewer than 14 covered days before the 7 days",
            "a run of the weeks before has no distance, so the limit is not known",
            "a run of these 7 days has no distance, so their sum is a lower bound",
        ],
        "",
    )
    level = np.where(reason == "", level, UNKNOWN).astype(np.int8)
    return pd.DataFrame(
        {"a": a, "start": grid.day - 6, "end": grid.day, "level": level, "value": seven,
         "limit": limit, "baseline": largest, "reason": reason}
    )  # fmt: skip


def _peaks(windows: pd.DataFrame) -> pd.DataFrame:
    """Keep the window with the largest excess of each unbroken run of flagged windows."""
    flagged = (windows["level"] >= NOTE).to_numpy()
    a, end = windows["a"].to_numpy(), windows["end"].to_numpy()
    fresh = np.ones(len(windows), bool)
    fresh[1:] = ~flagged[1:] | ~flagged[:-1] | (a[1:] != a[:-1]) | (np.diff(end) != 1)
    ordered = windows.assign(
        run=np.cumsum(fresh), excess=(windows["value"] / windows["limit"]).fillna(0.0)
    ).sort_values(["run", "level", "excess"], ascending=[True, False, False], kind="stable")
    return ordered.drop_duplicates("run").drop(columns=["run", "excess"])


def _overlaps(spans: pd.DataFrame, others: pd.DataFrame) -> Flags:
    """Whether each span shares a day with one of the (sorted) weeks of its athlete."""
    low = min(int(spans["start"].min()), int(others["start"].min())) - 6
    stride = max(int(spans["end"].max()), int(others["end"].max())) - low + 1
    key = others["a"].to_numpy() * stride + others["start"].to_numpy() - low
    own = spans["a"].to_numpy() * stride - low
    first = np.searchsorted(key, own + spans["start"].to_numpy() - 6, side="left")
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
