"""RWR and R2550: the first runs and the first week of a return."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.gate import first_known
from metatarsal_load.risk.grading import (
    CAUTION,
    NOTE,
    OK,
    SECOND,
    UNKNOWN,
    WARNING,
    above,
    climb,
    reaches,
    why,
)
from metatarsal_load.risk.measures.comebacks import (
    add_up,
    by_cause,
    last_covered,
    run_span,
    runs_back,
)
from metatarsal_load.risk.measures.entries import judged_rows
from metatarsal_load.risk.measures.worn import hard_ground
from metatarsal_load.risk.words import Units, day, minutes, percent, two_distances


def walk_run(facts: Facts) -> pd.DataFrame:
    """Judge the running minutes of the first three runs of a return (RWR).

    Up to 16:00 min is ok, up to 30:00 a caution, more a warning; on hard ground one level higher
    (ok becomes note), at most warning; then one step lower after a gap without an injury. Running
    time is ``running_min``, else the time in motion, else the duration.
    """
    runs = runs_back(facts)
    runs = runs[runs["nth"] < facts.limit("RWR", "runs", runs["a"].to_numpy())]
    run, a = runs["run"].to_numpy(), runs["a"].to_numpy()
    value = first_known(facts, "running_min", "moving_min", "duration_min")[run]
    easy = facts.limit("RWR", "easy_min", a) + facts.limit("RWR", "slack_min", a)
    long = facts.limit("RWR", "long_min", a)
    level = climb(value, [(easy, CAUTION), (long, WARNING)], SECOND)
    hard = hard_ground(facts, run)
    level[(hard == 1) & (level != UNKNOWN)] += 1
    level = np.minimum(level, WARNING).astype(np.int8)
    reason = why(
        [np.isnan(value), np.isnan(hard)],
        ["needs running_min or duration_min", "the surface is unknown"],
    )
    when = runs["day"].to_numpy()
    return judged_rows(
        a, when, when, by_cause(level, runs["injury"].to_numpy()), run=run, value=value,
        limit=easy, reason=reason, hard=hard == 1,
    )  # fmt: skip


def say_walk_run(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a run."""
    return [
        f"One of the first runs back, on {day(start)}, held {minutes(value)} of running"
        + (" on hard ground" if hard else "")
        + "; 10 to 15 min on soft ground, or 1 min jog and 1 min walk five times, is the start."
        for start, value, hard in zip(rows["start"], rows["value"], rows["hard"], strict=True)
    ]


def first_week(facts: Facts) -> pd.DataFrame:
    """Judge the 7 days from the first run after an injury against the usual week U (R2550).

    Above 50 % is a warning, below 25 % a note. Days that are not over and runs without a distance
    can raise, not clear; U must be known from 2 to 8 complete weeks before the injury.
    """
    table = facts.episodes[facts.episodes["injury"].to_numpy(bool)]
    a, back = table["a"].to_numpy(np.int64), table["back"].to_numpy(np.int64)
    usual = table["usual_km"].to_numpy(float)
    span = run_span(facts, a, back, back + 7)
    km = facts.numbers("runs", "distance_km")
    value, missing = add_up(km, *span), add_up(np.isnan(km).astype(float), *span) > 0
    most, least = facts.limit("R2550", "most", a) * usual, facts.limit("R2550", "least", a) * usual
    level = np.select([above(value, most), reaches(value, least)], [WARNING, OK], NOTE)
    reason = why(
        [
            np.isnan(usual),
            (level != WARNING) & missing,
            (level != WARNING) & (last_covered(facts, a) < back + 6),
        ],
        [
            "needs the usual weekly distance: 2 complete weeks of running before the injury, or "
            "usual_km in the table of athletes",
            "a run of these 7 days has no distance",
            "the 7 days are not over",
        ],
    )
    level = np.where(reason.codes == 0, level, UNKNOWN).astype(np.int8)
    return judged_rows(
        a, back, back + 6, level, value=value, limit=np.where(level == NOTE, least, most),
        baseline=usual, reason=reason,
    )  # fmt: skip


def say_first_week(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message an injury."""
    said = []
    for start, value, limit, usual, level in zip(
        rows["start"], rows["value"], rows["limit"], rows["baseline"], rows["level"], strict=True
    ):
        now, bound = two_distances(value, limit, units)
        side = f"{'below' if level == NOTE else 'above'} the {percent(limit / usual)}"
        said.append(
            f"The 7 days from the first run back on {day(start)} held {now}, "
            f"{percent(value / usual)} of the usual week: {side} ({bound}) of it to come back with."
        )
    return said
