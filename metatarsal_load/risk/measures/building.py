"""RSLOW, R30 and R32: building up behind a layoff, and the 30-minute gate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import RAMP, RETURN, Facts
from metatarsal_load.risk.gate import judge_gate
from metatarsal_load.risk.grading import (
    CAUTION,
    NOTE,
    OK,
    UNKNOWN,
    WARNING,
    above,
    why,
)
from metatarsal_load.risk.grid import Flags, Floats, Ints, keys
from metatarsal_load.risk.layoffs import NEVER, in_return_of
from metatarsal_load.risk.measures.baseline import UNFINISHED, complete, distances, week_states
from metatarsal_load.risk.measures.comebacks import (
    add_up,
    by_cause,
    in_order,
    last_covered,
    run_span,
    unjudged,
)
from metatarsal_load.risk.measures.entries import judged_rows
from metatarsal_load.risk.measures.signals import hard_up, volume_up
from metatarsal_load.risk.measures.volume import RUNS_LACK, spike_levels
from metatarsal_load.risk.states import RAMP_SHARE
from metatarsal_load.risk.words import Units, day, distance, two_distances, week_of
from metatarsal_load.schema import CROSS_TRAINING


def slow_rise(facts: Facts) -> pd.DataFrame:
    """Judge the weeks of return and ramp against T10's limit (RSLOW).

    Above it is a warning after an injury; after a gap without one a caution, and a note while the
    week holds no more than 0.9 U. The week of the first run back is no row (R2550 and TOFF speak);
    where that began in the middle of a week, the week after is compared with the 7 days from the
    first run back if they hold more than the rest of that week.
    """
    week, layoff = _weeks_back(facts, (RETURN, RAMP))
    km, whole = distances(facts), complete(facts)
    value, (before, limit) = km.low[week], _before_and_limit(facts, week, layoff)
    doubtful = facts.weeks.shift(km.partial.astype(float), 1, 0.0)[week] > 0
    over = above(value, limit)
    injury = facts.episodes["injury"].to_numpy(bool)[layoff]
    small = _within_usual(facts, week, layoff)
    level = np.select([over & injury, over & small, over], [WARNING, NOTE, CAUTION], OK)
    reason = why(
        [
            doubtful & (over | (before == 0)),
            before == 0,
            ~over & km.partial[week],
            ~over & ~whole[week],
        ],
        [
            "a run of the week before has no distance, so its limit is not known",
            "no running in the week before, so there is no week to compare with",
            RUNS_LACK,
            UNFINISHED,
        ],
    )
    level = np.where(reason.codes == 0, level, UNKNOWN).astype(np.int8)
    start = facts.weeks.day[week]
    return judged_rows(
        facts.weeks.athlete[week], start, start + 6, level, value=value, limit=limit,
        baseline=before, reason=reason,
    )  # fmt: skip


def _weeks_back(facts: Facts, states: tuple[int, ...]) -> tuple[Ints, Ints]:
    """Weeks that end in some states and begin after the first run back; and their layoffs."""
    week = np.flatnonzero(np.isin(week_states(facts), states))
    a, start = facts.weeks.athlete[week], facts.weeks.day[week]
    layoff = in_return_of(facts.episodes, a, np.minimum(start + 6, last_covered(facts, a)))
    back = np.append(facts.episodes["back"].to_numpy(np.int64), NEVER)[layoff]
    kept = (layoff >= 0) & (start > back)
    return week[kept], layoff[kept]


def _before_and_limit(facts: Facts, week: Ints, layoff: Ints) -> tuple[Floats, Floats]:
    """Distance that weeks on the way back are compared with, and T10's limit on it [km]."""
    a, start = facts.weeks.athlete[week], facts.weeks.day[week]
    back = facts.episodes["back"].to_numpy(np.int64)[layoff]
    cut = back > start - 7
    seven = add_up(facts.numbers("runs", "distance_km"), *run_span(facts, a, back, back + 7))
    before = facts.weeks.shift(distances(facts).low, 1)[week]
    before = np.where(cut, np.fmax(before, seven), before)
    floor, rise = facts.limit("T10", "floor_km", a), facts.limit("T10", "rise", a)
    return before, before + np.maximum(rise * before, floor)


def _within_usual(facts: Facts, week: Ints, layoff: Ints) -> Flags:
    """Whether weeks hold no more than 0.9 U; not where U is unknown."""
    usual = RAMP_SHARE * facts.episodes["usual_km"].to_numpy(float)[layoff]
    return ~above(distances(facts).low[week], usual) & ~np.isnan(usual)


def say_slow_rise(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a week."""
    said = []
    for start, value, limit, before in zip(
        rows["start"], rows["value"], rows["limit"], rows["baseline"], strict=True
    ):
        now, allowed = two_distances(value, limit, units)
        said.append(
            f"{week_of(start, opening=True)} was {now} on the way back, above the {allowed} that "
            f"follow from {distance(before, units)} the week before; holding a week is fine."
        )
    return said


def gate_first(facts: Facts) -> pd.DataFrame:
    """Mark a rise of volume, or of volume and intensity, before the 30-minute gate (R30).

    Each week that ends in the return and begins after the first run back is judged: above T10's
    limit, or TBOTH's volume and intensity both up, is a warning; one step lower after a gap
    without an injury, and there, as with RSLOW, a rise of the volume alone is a note while the
    week holds no more than 0.9 U. A return without a diary or bouts is unknown.
    """
    lack = "needs a symptom diary with pain on the day of runs, and their running or moving time"
    judged = judge_gate(facts, facts.episodes).judged
    if not judged.any():
        return unjudged(facts, ~judged, lack)
    week, layoff = _weeks_back(facts, (RETURN,))
    week, layoff = week[judged[layoff]], layoff[judged[layoff]]
    volume = np.asarray(spike_levels(facts, distances(facts).low)["level"])[week]
    both = volume_up(facts)[week] * hard_up(facts)[week]
    value, (before, limit) = distances(facts).low[week], _before_and_limit(facts, week, layoff)
    rise = ((volume >= NOTE) & above(value, limit)) | (both > 0)
    level = np.select([rise, volume == UNKNOWN], [WARNING, UNKNOWN], OK).astype(np.int8)
    injury = facts.episodes["injury"].to_numpy(bool)[layoff]
    calm = rise & ~injury & ~(both > 0) & _within_usual(facts, week, layoff)
    level = np.where(calm, NOTE, by_cause(level, injury)).astype(np.int8)
    start = facts.weeks.day[week]
    reason = why(
        [level == UNKNOWN, np.isnan(both)],
        ["the weeks before do not tell T10's limit", "the intensity is not known"],
    )
    rows = judged_rows(
        facts.weeks.athlete[week], start, start + 6, level,
        value=value, limit=limit, baseline=before, reason=reason, both=both > 0,
    )  # fmt: skip
    return in_order(rows, unjudged(facts, ~judged, lack))


def say_gate_first(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a week."""
    return [
        f"{week_of(start, opening=True)} rose to {distance(value, units)}, from "
        f"{distance(before, units)} the week before"
        + (", with more hard minutes" if both else "")
        + ", although four runs of 30 min without pain, every other day, were not done yet."
        for start, value, before, both in zip(
            rows["start"], rows["value"], rows["baseline"], rows["both"], strict=True
        )
    ]


def week_after_gate(facts: Facts) -> pd.DataFrame:
    """Judge the 7 days after the gate: 3 runs and 2 days of cross-training (R32).

    More runs is a caution; fewer days of cross-training a note, once the days are over. Without
    a single session of another sport in the log cross-training is unknown. One step lower after
    a gap without an injury. Returns that ended without passing the gate are no row.
    """
    table = facts.episodes
    passed = judge_gate(facts, table).passed
    through = (passed == table["gate"].to_numpy(float)) & (passed < NEVER)
    a, gate = table["a"].to_numpy(np.int64)[through], passed[through]
    low, high = run_span(facts, a, gate, gate + 7)
    runs, others = (high - low).astype(float), _cross_days(facts, a, gate)
    logged = np.bincount(
        facts.sessions["a"].to_numpy()[(facts.sessions["sport"] != "running").to_numpy()],
        minlength=len(facts.names),
    )[a]  # fmt: skip
    most, least = facts.limit("R32", "runs", a), facts.limit("R32", "cross_days", a)
    ended = last_covered(facts, a) >= gate + 6
    level = np.select([runs > most, others >= least], [CAUTION, OK], NOTE)
    reason = why(
        [(level != CAUTION) & ~ended, (level == NOTE) & (logged == 0)],
        ["the 7 days are not over", "needs cross-training in the log: it holds runs only"],
    )
    level = np.where(reason.codes == 0, level, UNKNOWN).astype(np.int8)
    return judged_rows(
        a, gate, gate + 6, by_cause(level, table["injury"].to_numpy(bool)[through]), value=runs,
        limit=most, baseline=others, reason=reason, few=level == NOTE,
    )  # fmt: skip


def _cross_days(facts: Facts, a: Ints, first: Ints) -> np.ndarray:
    """Days with cross-training among the 7 from a day on."""
    other = facts.sessions[facts.sessions["sport"].isin(CROSS_TRAINING).to_numpy()]
    days = np.unique(keys(other["a"].to_numpy(), other["day"].to_numpy()))
    return (
        np.searchsorted(days, keys(a, first + 7)) - np.searchsorted(days, keys(a, first))
    ).astype(float)


def say_week_after_gate(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a layoff."""
    return [
        f"The week after the gate, from {day(start)}, had "
        + (
            f"{others:.0f} days of cross-training; 2 go with 3 runs."
            if few
            else f"{runs:.0f} runs; {most:.0f} are enough."
        )
        for start, runs, most, others, few in zip(
            rows["start"], rows["value"], rows["limit"], rows["baseline"], rows["few"], strict=True
        )
    ]
