"""TSPK: a run against the longest of the 30 days before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, OK, UNKNOWN, WARNING, above, why
from metatarsal_load.risk.grid import Flags, Floats, Ints
from metatarsal_load.risk.words import Units, day, distance, listing, percent, two_distances

SIZES = ("small", "moderate", "large")


def session_spike(facts: Facts) -> pd.DataFrame:
    """Judge each run; of marked runs less than a week apart only the highest is a row (TSPK)."""
    return highest_of_week(facts.once(spike_levels))


def spike_levels(facts: Facts) -> pd.DataFrame:
    """Level of each run against the longest of the 30 calendar days before.

    Recordings that are one run are one row, that of the first (``run``: position among the runs).
    """
    runs = merged_runs(facts)
    a, km = runs["a"].to_numpy(), runs["km"].to_numpy()
    row = facts.days.row(a, runs["day"].to_numpy())
    longest, doubtful = longest_before(facts, runs, row)
    small, moderate = facts.limit("TSPK", "small", a), facts.limit("TSPK", "moderate", a)
    large = facts.limit("TSPK", "large", a)
    level = np.full(len(km), OK, np.int8)
    level[above(km, small * longest)] = CAUTION
    level[above(km, large * longest)] = WARNING
    size = np.where(above(km, moderate * longest), 1, 0) + np.where(
        above(km, large * longest), 1, 0
    )
    reason = why(
        [
            np.isnan(km),
            facts.days.age[row] < facts.limit("TSPK", "days", a),
            np.isnan(longest) & ~doubtful,
            doubtful & (np.isnan(longest) | (level >= NOTE)),
        ],
        [
            "the run has no distance",
            "insufficient history: fewer than 30 days are covered before the run",
            "no reference: no run in the 30 days before",
            "a run of the 30 days before has no distance, so the longest is not known",
        ],
    )
    return pd.DataFrame(
        {"a": a, "start": runs["day"], "end": runs["day"],
         "level": np.where(reason.codes == 0, level, UNKNOWN).astype(np.int8),
         "value": km, "limit": small * longest, "baseline": longest, "size": size,
         "run": runs["run"], "parts": runs["parts"], "reason": reason}
    )  # fmt: skip


def merged_runs(facts: Facts) -> pd.DataFrame:
    """Join recordings whose pause is under the limit; distances add up, NaN stays NaN."""
    runs = facts.runs
    a, day_number = runs["a"].to_numpy(), runs["day"].to_numpy()
    start = runs["start"].to_numpy().astype("datetime64[us]").astype(np.int64) / 60e6
    end = start + facts.numbers("runs", "duration_min")
    known = runs["has_clock"].to_numpy(dtype=bool)
    pause = np.full(len(runs), np.inf)
    pause[1:] = np.where(known[1:] & (a[1:] == a[:-1]), start[1:] - end[:-1], np.inf)
    joined = np.nan_to_num(pause, nan=np.inf) < facts.limit("TSPK", "merge_min", a)
    group = np.cumsum(~joined) - 1
    first = np.flatnonzero(~joined)
    km = facts.numbers("runs", "distance_km")
    return pd.DataFrame(
        {"a": a[first], "day": day_number[first], "begin": start[first], "run": first,
         "km": np.bincount(group, weights=km, minlength=len(first)),
         "parts": np.bincount(group, minlength=len(first)).astype(float)}
    )  # fmt: skip


def longest_before(facts: Facts, runs: pd.DataFrame, row: Ints) -> tuple[Floats, Flags]:
    """Longest run of the days before and of earlier the same day; whether one has no distance.

    Runs of one start (bare dates) are in no known order: none is earlier than the others.
    """
    grid, km = facts.days, runs["km"].to_numpy()
    daily = np.full(grid.size, -np.inf)
    np.maximum.at(daily, row, np.nan_to_num(km, nan=-np.inf))
    daily[np.isneginf(daily)] = np.nan
    gaps = grid.add_up(row, np.isnan(km).astype(float))
    window = facts.limit("TSPK", "days", runs["a"].to_numpy()).astype(np.int64)
    longest, missing = _earlier_same_day(row, runs["begin"].to_numpy(), km)
    for days in np.unique(window).tolist():
        own = window == days
        reach = grid.shift(grid.largest(daily, days), 1)[row[own]]
        longest[own] = np.fmax(longest[own], reach)
        missing[own] |= (grid.shift(grid.total(gaps, days), 1, 0.0) > 0)[row[own]]
    return longest, missing


def _earlier_same_day(row: Ints, begin: Floats, km: Floats) -> tuple[Floats, Flags]:
    """Longest run that began earlier the same day, else NaN; whether one has no distance."""
    longest, missing = np.full(len(km), np.nan), np.zeros(len(km), bool)
    later = np.flatnonzero(np.diff(row, prepend=-1) == 0)
    back = 1
    while len(later):
        earlier = later[begin[later - back] < begin[later]]
        longest[earlier] = np.fmax(longest[earlier], km[earlier - back])
        missing[earlier] |= np.isnan(km[earlier - back])
        back += 1
        later = later[(later >= back)]
        later = later[row[later] == row[later - back]]
    return longest, missing


def highest_of_week(judged: pd.DataFrame, *, within_days: int = 7) -> pd.DataFrame:
    """Keep only the highest of the marked runs that lie less than a week apart; name the others."""
    marked = (judged["level"] >= NOTE).to_numpy()
    spikes = judged[marked]
    kept, near = _thin(
        spikes["a"].to_numpy(),
        spikes["start"].to_numpy(),
        (spikes["level"] * 1e6 + spikes["value"] / spikes["baseline"]).to_numpy(),
        spikes["value"].to_numpy(),
        within_days,
    )
    stays = ~marked
    stays[np.flatnonzero(marked)[kept]] = True
    others = np.full(len(judged), None, object)
    for place, runs in zip(np.flatnonzero(marked)[kept], near, strict=True):
        others[place] = runs
    rows = np.flatnonzero(stays)
    return judged.take(rows).assign(others=others[rows])


def _thin(
    a: Ints, start: Ints, weight: Floats, km: Floats, within_days: int
) -> tuple[list[int], list[list[tuple[int, float]]]]:
    """Pick the heaviest of each neighbourhood; return their indices and what each stands for."""
    who, when, far, taken = a.tolist(), start.tolist(), km.tolist(), [False] * len(a)
    kept: dict[int, list[tuple[int, float]]] = {}
    for index in np.argsort(-weight, kind="stable").tolist():
        if taken[index]:
            continue
        low, high, own, on = index, index, who[index], when[index]
        while low > 0 and who[low - 1] == own and on - when[low - 1] < within_days:
            low -= 1
        while high + 1 < len(who) and who[high + 1] == own and when[high + 1] - on < within_days:
            high += 1
        near = [i for i in range(low, high + 1) if i != index and not taken[i]]
        kept[index] = [(when[i], far[i]) for i in near]
        taken[low : high + 1] = [True] * (high + 1 - low)
    order = sorted(kept)
    return order, [kept[index] for index in order]


def say_session_spike(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a run."""
    said = []
    for start, value, limit, longest, size, parts, others in zip(
        rows["start"], rows["value"], rows["limit"], rows["baseline"], rows["size"],
        rows["parts"], rows["others"], strict=True,
    ):  # fmt: skip
        close = value - limit < 0.1
        now, allowed = two_distances(value, limit, units)
        now = now if close else distance(value, units)
        text = f"The run of {now} on {day(start)} was {percent(value / longest - 1)} longer than "
        text += f"the longest of the 30 days before ({distance(longest, units)}): "
        text += f"a {SIZES[int(size)]} spike"
        text += f", just above the {allowed} limit" if close else ""
        if parts > 1:
            text += "; recordings less than 30 min apart count as one run"
        if others:
            near = [f"{day(when)} ({distance(km, units)})" for when, km in others]
            text += f". Also marked within the week: {listing(near)}"
        said.append(text + ".")
    return said
