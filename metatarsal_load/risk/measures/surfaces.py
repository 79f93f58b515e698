"""SURF1, SURF2 and TMIX: how often soft ground, whether always one hard loop, and what on it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import HEALTHY, Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, OK, UNKNOWN, WARNING, why
from metatarsal_load.risk.grid import Flags
from metatarsal_load.risk.measures.baseline import UNFINISHED, complete, run_weeks
from metatarsal_load.risk.measures.known import runs_too_little_known
from metatarsal_load.risk.measures.pairs import day_total, most_of_one, spans_of
from metatarsal_load.risk.measures.spikes import spike_levels
from metatarsal_load.risk.measures.worn import GENTLE
from metatarsal_load.risk.stretches import begins, status_levels, stretch_rows
from metatarsal_load.risk.words import Units, day, distance, from_to, percent
from metatarsal_load.schema import HARD_SURFACES, SOFT_SURFACES

SOFT = (*SOFT_SURFACES, "track")
"""Surfaces of a soft session: a rubber track is soft ground."""
SOFT_SHARE = 0.5
"""Share of a run's distance from which it is a soft session (convention)."""
WINDOW = 28


def soft_sessions(facts: Facts) -> pd.DataFrame:
    """Judge the soft sessions of each week, as stretches of weeks at one level (SURF1).

    A soft session is a run with at least half of its distance on soft ground; whether a run is
    one is open where too little of its ground is known, or the unknown part could decide. Weeks
    without a run owe none and are not judged; an unfinished week counts only once it holds one.
    """
    grid, row = facts.weeks, run_weeks(facts)
    soft, blank = (grid.add_up(row, which.astype(float)) for which in _soft_and_open(facts))
    ran = np.flatnonzero(facts.week["runs"] > 0)
    none = (soft == 0).astype(float)
    again = grid.shift(none * (facts.week["runs"] > 0), 1, 0.0) > 0
    level = np.where(soft > 0, OK, np.where(again, CAUTION, NOTE)).astype(np.int8)
    lost = (soft == 0) & ((blank > 0) | ~complete(facts))
    before = grid.shift(((soft == 0) & (blank > 0)).astype(float), 1, 0.0) > 0
    level[lost] = UNKNOWN
    level[(level == CAUTION) & before] = NOTE
    reason = why(
        [lost & (blank > 0), lost], ["needs surface: a run is on unknown ground", UNFINISHED]
    )
    begin = begins(grid.athlete[ran], grid.day[ran] // 7, level[ran])
    last = np.append(begin[1:], len(ran)) - 1 if len(begin) else begin
    weeks = (grid.day[ran][last] - grid.day[ran][begin]) / 7 + 1
    return pd.DataFrame(
        {"a": grid.athlete[ran][begin], "start": grid.day[ran][begin],
         "end": grid.day[ran][last] + 6, "level": level[ran][begin], "value": soft[ran][begin],
         "limit": 1.0, "baseline": np.nan, "weeks": weeks, "reason": reason[ran][begin]}
    )  # fmt: skip


def _soft_and_open(facts: Facts) -> tuple[Flags, Flags]:
    """Whether half or more of each run lies on soft ground, and whether that cannot be told.

    The word of its surface tells of a run without a distance.
    """
    names = ("distance_km", "soft_km", "unknown_surface_km")
    km, part, unknown = (facts.numbers("runs", name) for name in names)
    surface = facts.runs["surface"]
    told = np.isnan(km) & surface.isin((*HARD_SURFACES, *GENTLE)).to_numpy()
    soft = (part > 0) & (part >= SOFT_SHARE * km)
    soft |= told & surface.isin(SOFT).to_numpy()
    perhaps = ~soft & (unknown > 0) & (part + unknown >= SOFT_SHARE * km)
    lacking = (np.isnan(km) | np.isnan(part) | np.isnan(unknown)) & ~told
    return soft, lacking | perhaps | (runs_too_little_known(facts, "SURF1") & ~soft)


def same_loop(facts: Facts) -> pd.DataFrame:
    """Judge the share of 28 days' runs on the commonest route, where that is hard (SURF2).

    Needs at least 6 runs in the 28 days. A run whose route, or too much of whose ground, is not
    known counts as another one, so a share below the limit is unknown where there are such runs.
    """
    grid, runs = facts.days, facts.runs
    row = grid.row(runs["a"].to_numpy(), runs["day"].to_numpy())
    count = day_total(grid, row, np.ones(len(runs)), WINDOW)
    route = runs["route"] if "route" in runs else pd.Series(None, index=runs.index, dtype=object)
    little = runs_too_little_known(facts, "SURF2")
    hard = runs["surface"].isin(HARD_SURFACES).to_numpy() & ~little
    spans = spans_of(facts, route.where(hard), WINDOW)
    most = most_of_one(facts, spans, np.ones(len(runs)), WINDOW)
    enough = count >= facts.limit("SURF2", "runs", grid.athlete)
    share = np.where(enough, most / np.where(count > 0, count, np.nan), np.nan)
    limit = facts.limit("SURF2", "share", grid.athlete)
    level = status_levels(grid, share, [(limit - 1e-9, NOTE)], 1e-9)
    blank = route.isna().to_numpy() | (runs["surface"] == "unknown").to_numpy() | little
    open_runs = day_total(grid, row, blank.astype(float), WINDOW) > 0
    level[(level == OK) & open_runs] = UNKNOWN
    reason = why(
        [(level == UNKNOWN) & ~enough, level == UNKNOWN],
        ["fewer than 6 runs in 28 days", "needs the route and the surface of every run"],
    )
    figures = {"value": share, "limit": limit, "baseline": np.nan * share, "reason": reason}
    return stretch_rows(grid, level, share, figures)


def hard_on_pavement(facts: Facts) -> pd.DataFrame:
    """Judge long runs (marked by TSPK) and hard sessions on asphalt, concrete or paving (TMIX).

    Note for a healthy athlete, warning in every other state. Other runs are no rows.
    """
    spikes = facts.once(spike_levels)
    runs = facts.runs
    long_run = np.zeros(len(runs), bool)
    long_run[spikes["run"].to_numpy()[spikes["level"].to_numpy() >= NOTE]] = True
    hard = (runs["intensity"] == "hard").to_numpy()
    position = np.flatnonzero(long_run | hard)
    a, when = runs["a"].to_numpy()[position], runs["day"].to_numpy()[position]
    surface = runs["surface"].iloc[position]
    paved = surface.isin(HARD_SURFACES).to_numpy()
    little = runs_too_little_known(facts, "TMIX")[position]
    blank = surface.isin(("unknown", "mixed")).to_numpy() | little
    told = np.where(facts.state_at(a, when) == HEALTHY, NOTE, WARNING)
    level = np.where(blank, UNKNOWN, np.where(paved, told, OK)).astype(np.int8)
    return pd.DataFrame(
        {"a": a, "start": when, "end": when, "level": level,
         "value": facts.numbers("runs", "distance_km")[position], "limit": np.nan,
         "baseline": np.nan, "run": position, "hard": hard[position],
         "reason": why([level == UNKNOWN], ["needs surface: that of a long or hard run"])}
    )  # fmt: skip


def say_soft_sessions(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001
    """One message a stretch of weeks without a soft session."""
    return [
        f"No soft session in the {weeks + 1:.0f} weeks to {day(end)}."
        if level == CAUTION
        else f"No soft session in the week to {day(end)}."
        for level, weeks, end in zip(rows["level"], rows["weeks"], rows["end"], strict=True)
    ]


def say_same_loop(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001
    """One message a stretch."""
    return [
        f"{from_to(start, end)} up to {percent(value)} of 28 days' runs shared one "
        f"route on a hard surface (limit {percent(limit)})."
        for start, end, value, limit in zip(
            rows["start"], rows["end"], rows["value"], rows["limit"], strict=True
        )
    ]


def say_hard_on_pavement(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a run."""
    return [
        f"The {'hard' if hard else 'long'} run "
        f"{'' if np.isnan(km) else f'of {distance(km, units)} '}on {day(start)} was on pavement"
        + (", while the foot is not fully well." if level == WARNING else ".")
        for start, km, level, hard in zip(
            rows["start"], rows["value"], rows["level"], rows["hard"], strict=True
        )
    ]
