"""RRDY, RNXT and RRST: what the diary says before, after and between the runs of a return."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, OK, STOP, UNKNOWN, WARNING, why
from metatarsal_load.risk.grid import Flags, Floats, Ints, keys
from metatarsal_load.risk.measures.comebacks import (
    by_cause,
    in_order,
    keeps_diary,
    last_covered,
    return_ends,
    runs_back,
    without_diary,
)
from metatarsal_load.risk.measures.entries import judged_rows, lacking, pain_at, score
from metatarsal_load.risk.symptoms import at, entry_of, forefoot_pain, worst
from metatarsal_load.risk.words import Units, day, listing

QUESTIONS = ("walk_ok", "stairs_ok", "hops_ok", "calf_raise_ok")
ASKED = ("walking barefoot", "stairs", "light hops", "a calf raise")


def readiness(facts: Facts) -> pd.DataFrame:
    """Judge the four readiness answers of the 48 h before the runs of a return (RRDY).

    The latest answer of the day of the run and the two days before it counts. A run of the return
    with any "no" is a stop; the first run back without all four answers is a caution (later runs
    are rows only where there is a "no"). One step lower after a gap without an injury.
    """
    runs = _diary_runs(facts)
    a, when = runs["a"].to_numpy(), runs["day"].to_numpy()
    hours = facts.limit("RRDY", "hours", a)
    answers = np.stack([_latest(facts, name, a, when, hours) for name in QUESTIONS])
    no, open_ones = answers == 0, np.isnan(answers)
    level = np.select([no.any(axis=0), open_ones.any(axis=0)], [STOP, CAUTION], OK).astype(np.int8)
    bits = 2 ** np.arange(len(QUESTIONS))[:, None]
    rows = judged_rows(
        a, when, when, by_cause(level, runs["injury"].to_numpy()), run=runs["run"],
        value=(answers == 1).sum(axis=0), limit=float(len(QUESTIONS)),
        no=(no * bits).sum(axis=0), open=(open_ones * bits).sum(axis=0),
    )  # fmt: skip
    kept = no.any(axis=0) | (runs["nth"].to_numpy() == 0)
    return in_order(rows[kept], without_diary(facts))


def _diary_runs(facts: Facts, *, ramp: bool = False) -> pd.DataFrame:
    """Lay out the runs of returns (and ramps) of athletes who keep a diary."""
    runs = runs_back(facts, ramp=ramp, of=keeps_diary(facts)[facts.episodes["a"].to_numpy()])
    if ramp:
        return runs
    kept = runs["day"].to_numpy() <= return_ends(facts)[runs["layoff"].to_numpy()]
    within: pd.DataFrame = runs[kept]
    return within.reset_index(drop=True)


def _latest(facts: Facts, column: str, a: Ints, when: Ints, hours: Floats) -> Floats:
    """Latest answer within some hours, by whole days; NaN without one."""
    values, found = facts.numbers("diary", column), np.full(len(a), np.nan)
    days = int(hours.max(initial=0.0) // 24)
    for back in range(days, -1, -1):
        answer = at(values, entry_of(facts, a, when - back))
        found = np.where(np.isnan(answer) | (back * 24 > hours), found, answer)
    return found


def say_readiness(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a run."""
    return [
        f"There was a run on {day(start)} although the check of {_asked(no)} was answered with no."
        if no
        else f"Before the first run back on {day(start)} the check of {_asked(left)} was left out."
        for start, no, left in zip(rows["start"], rows["no"], rows["open"], strict=True)
    ]


def _asked(bits: int) -> str:
    return listing([word for place, word in enumerate(ASKED) if int(bits) >> place & 1])


def morning_after(facts: Facts) -> pd.DataFrame:
    """Judge how the foot feels in the night and on the morning after each day of running (RNXT).

    After is the higher of ``pain_night`` of the day and ``pain_morning`` (else ``pain``) of the
    next day. Without the latter it is a note: the entry is missing. 3 or more, or more than the
    ``pain`` before the run, is a warning. Unknown where the next day is not covered yet, or
    where some pain follows a run without an entry before it. One step lower after a gap.
    """
    runs = _diary_runs(facts).drop_duplicates(["a", "day"])
    a, when = runs["a"].to_numpy(), runs["day"].to_numpy()
    here, following = entry_of(facts, a, when), entry_of(facts, a, when + 1)
    before = at(facts.numbers("diary", "pain"), here)
    waking, pain = facts.numbers("diary", "pain_morning"), facts.numbers("diary", "pain")
    morning = at(np.where(np.isnan(waking), pain, waking), following)
    after = np.fmax(at(facts.numbers("diary", "pain_night"), here), morning)
    worse = pain_at(after, 3.0) | (after > before)
    later = when >= last_covered(facts, a)
    unsure = (after > 0) & np.isnan(before)
    level = np.select(
        [worse, np.isnan(morning) & later, np.isnan(morning), unsure],
        [WARNING, UNKNOWN, NOTE, UNKNOWN], OK,
    ).astype(np.int8)  # fmt: skip
    lost = level == UNKNOWN
    reason = why(
        [lost & unsure, lost],
        ["needs pain before the run", "the next morning is not covered yet"],
    )
    rows = judged_rows(
        a, when, when + (~later), by_cause(level, runs["injury"].to_numpy()), run=runs["run"],
        value=after, limit=np.fmin(before, 3.0), baseline=before,
        reason=reason, missing=level == NOTE,
    )  # fmt: skip
    return in_order(rows, without_diary(facts))


def say_morning_after(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a day of running."""
    return [
        f"After the run of {day(start)} nothing is written about the next morning."
        if missing
        else f"After the run of {day(start)} the foot hurt {score(after)} out of 10 by the next "
        "morning" + ("." if np.isnan(before) else f", {score(before)} before the run.")
        for start, after, before, missing in zip(
            rows["start"], rows["value"], rows["baseline"], rows["missing"], strict=True
        )
    ]


def rest_after_pain(facts: Facts) -> pd.DataFrame:
    """Judge runs of a return or ramp within 24 h of pain of 3 or more (RRST).

    Pain is the highest of ``pain`` and ``pain_morning`` of the day of the run and of any score of
    the day before (whole days). 3 to 5 is a caution, above 5 a stop; unknown without both days.
    One step lower after a gap without an injury.
    """
    runs = _diary_runs(facts, ramp=True).drop_duplicates(["a", "day"])
    a, when = runs["a"].to_numpy(), runs["day"].to_numpy()
    today = at(worst(facts, "pain", "pain_morning"), entry_of(facts, a, when))
    yesterday = at(forefoot_pain(facts), entry_of(facts, a, when - 1))
    pain = np.asarray(np.fmax(today, yesterday), float)
    mild, real = facts.limit("RRST", "caution", a), facts.limit("RRST", "stop", a)
    level = np.select(
        [pain > real, pain >= mild, np.isnan(today) | np.isnan(yesterday)],
        [STOP, CAUTION, UNKNOWN], OK,
    ).astype(np.int8)  # fmt: skip
    rows = judged_rows(
        a, when, when, by_cause(level, runs["injury"].to_numpy()), run=runs["run"], value=pain,
        limit=np.where(level == STOP, real, mild), again=_flares(facts, a, when),
        reason=lacking(level != UNKNOWN, "needs pain of the run's day and the day before"),
    )  # fmt: skip
    return in_order(rows, without_diary(facts))


def _flares(facts: Facts, a: Ints, when: Ints) -> Flags:
    """Whether there was pain of 3 or more in the 28 days before, other than the last two days."""
    sore = pain_at(forefoot_pain(facts), 3.0)
    days = keys(facts.diary["a"].to_numpy(), facts.diary["day"].to_numpy())[sore]
    return np.searchsorted(days, keys(a, when - 1)) > np.searchsorted(days, keys(a, when - 28))


def say_rest_after_pain(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a day of running."""
    return [
        f"There was a run on {day(start)} within a day of pain of {score(pain)} out of 10"
        + ("; it came back within 28 days, so reduce for 7 to 14 days." if again else ".")
        for start, pain, again in zip(rows["start"], rows["value"], rows["again"], strict=True)
    ]
