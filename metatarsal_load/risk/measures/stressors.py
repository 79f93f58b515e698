"""TBOTH, TTRIO and TONE: more than one new stressor in the same week."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, OK, UNKNOWN, WARNING, Levels, reasons, why
from metatarsal_load.risk.grid import Floats
from metatarsal_load.risk.measures import signals
from metatarsal_load.risk.measures.baseline import (
    TOO_FEW,
    UNFINISHED,
    coming_back,
    complete,
    distances,
    too_early,
    unwell,
    week_sum,
)
from metatarsal_load.risk.words import Units, listing, minutes, two_distances, week_of

STRESSORS = {
    "weekly volume": "distance_km",
    "a longer long run": "30 days of runs with distance_km",
    "hard minutes": "intensity",
    "hills": "ascent_m or descent_m",
    "another surface": "surface",
    "a new shoe model": "shoe",
    "more sessions": "weeks with runs",
}
"""Each stressor of TONE, and what judging it takes."""
_HARD_LACKS = "needs the intensity (hard_min) of every run of these weeks"
_HILLS_LACK = "needs the climb (ascent_m or descent_m) of every run of these weeks"


def both_up(facts: Facts) -> pd.DataFrame:
    """Judge volume and intensity rising in the same week (TBOTH).

    Warning in every state but healthy. A week in which one of the two did not rise is ok, whatever
    the other did.
    """
    volume, hard = facts.once(signals.volume_up), facts.once(signals.hard_up)
    level = _all_up(volume, hard, at=np.where(unwell(facts), WARNING, CAUTION))
    reason = why(
        [(level == UNKNOWN) & too_early(facts), (level == UNKNOWN) & ~complete(facts),
         (level == UNKNOWN) & np.isnan(hard), level == UNKNOWN],
        [TOO_FEW, UNFINISHED, _HARD_LACKS, "a run of these weeks has no distance"],
    )  # fmt: skip
    return _weeks(
        facts, level, distances(facts).low, signals.volume_limit(facts), reason,
        hard=week_sum(facts, "hard_min").low,
    )  # fmt: skip


def all_three_up(facts: Facts) -> pd.DataFrame:
    """Judge volume, intensity and hills rising in the same week (TTRIO)."""
    volume, hard = facts.once(signals.volume_up), facts.once(signals.hard_up)
    hills = facts.once(signals.hills_up)
    level = _all_up(volume, hard, hills, at=np.full(len(hills), WARNING))
    reason = why(
        [(level == UNKNOWN) & too_early(facts), (level == UNKNOWN) & ~complete(facts),
         (level == UNKNOWN) & np.isnan(hard), (level == UNKNOWN) & np.isnan(hills),
         level == UNKNOWN],
        [TOO_FEW, UNFINISHED, _HARD_LACKS, _HILLS_LACK, "a run of these weeks has no distance"],
    )  # fmt: skip
    return _weeks(
        facts, level, distances(facts).low, signals.volume_limit(facts), reason,
        hard=week_sum(facts, "hard_min").low,
    )  # fmt: skip


def _all_up(*risen: Floats, at: np.ndarray) -> Levels:
    """Level `at` where all rose, ok where one did not, else unknown."""
    every = np.minimum.reduce([np.where(np.isnan(one), 2.0, one) for one in risen])
    unsure = np.isnan(np.stack(risen)).any(axis=0)
    return np.where(every == 0, OK, np.where(unsure, UNKNOWN, at)).astype(np.int8)


def stacked(facts: Facts) -> pd.DataFrame:
    """Count the new stressors of each week (TONE).

    Known ones are judged and unknown ones named in `reason`; with fewer than two known, the week
    is unknown. Stressors that compare with the weeks before need two of them with a run.
    """
    risen = stressors(facts)
    table = np.stack(list(risen.values()))
    bits = 2 ** np.arange(len(risen))
    up = (table == 1).sum(axis=0)
    two, three = (facts.limit("TONE", name, facts.weeks.athlete) for name in ("two", "three"))
    level = np.where(up >= three, WARNING, np.where(up >= two, CAUTION, OK))
    early = too_early(facts)
    lost = early | ((~np.isnan(table)).sum(axis=0) < 2)
    level = np.where(lost, UNKNOWN, level).astype(np.int8)
    unknown = (np.isnan(table).T * bits).sum(axis=1)
    return _weeks(
        facts, level, up.astype(float), two, _left_out(facts, unknown, early, lost),
        which=((table == 1).T * bits).sum(axis=1),
    )  # fmt: skip


def stressors(facts: Facts) -> Mapping[str, Floats]:
    """Whether each stressor is new in each week: 1, 0 or NaN; keys as STRESSORS."""
    long_run, rise = signals.longer_run(facts)
    volume = np.where(coming_back(facts), np.nan, signals.weekly_volume(facts, rise))
    sessions = signals.more_sessions(facts)
    found = (
        volume, long_run, facts.once(signals.hard_up), facts.once(signals.hills_up),
        facts.once(signals.other_ground), facts.once(signals.new_model),
        np.where(volume == 1, 0.0, sessions),
    )  # fmt: skip
    return dict(zip(STRESSORS, found, strict=True))


def _left_out(
    facts: Facts, unknown: np.ndarray, early: np.ndarray, lost: np.ndarray
) -> pd.Categorical[Any]:
    """Name the stressors that could not be judged; the code holds one bit for each."""
    count = 2 ** len(STRESSORS)
    named = [_named(code) for code in range(count)]
    few = [f"fewer than 2 stressors could be judged; {text}" for text in named]
    code = np.where(early, 2 * count, np.where(lost, count + unknown, unknown))
    code = np.where(lost & ~early & ~complete(facts), 2 * count + 1, code)
    return reasons(code, [*named, *few, TOO_FEW, UNFINISHED])


def _named(code: int) -> str:
    words = [
        f"{name} (needs {need})"
        for bit, (name, need) in enumerate(STRESSORS.items())
        if code >> bit & 1
    ]
    return f"not judged: {listing(words)}" if words else ""


def _weeks(
    facts: Facts, level: Levels, value: Floats, limit: Floats, reason: pd.Categorical[Any],
    **more: np.ndarray,
) -> pd.DataFrame:  # fmt: skip
    return pd.DataFrame(
        {"a": facts.weeks.athlete, "start": facts.weeks.day, "end": facts.week_end, "level": level,
         "value": value, "limit": limit, "baseline": np.nan, "reason": reason, **more}
    )  # fmt: skip


def say_both(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a week in which distance and hard minutes rose."""
    return [
        f"{week_of(start, opening=True)} raised both distance and intensity: {now}, above "
        f"{usual}, with {minutes(hard)} hard, more than in any of the 4 weeks before. One study "
        "found no difference between raising either; raising both is untested."
        for start, hard, (now, usual) in _risen(rows, units)
    ]


def say_three(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a week in which distance, hard minutes and hills rose."""
    return [
        f"{week_of(start, opening=True)} raised distance ({now}, above {usual}), intensity "
        f"({minutes(hard)} hard) and hills all at once."
        for start, hard, (now, usual) in _risen(rows, units)
    ]


def _risen(rows: pd.DataFrame, units: Units) -> list[tuple[int, float, tuple[str, str]]]:
    return [
        (start, hard, two_distances(value, limit, units))
        for start, hard, value, limit in zip(
            rows["start"], rows["hard"], rows["value"], rows["limit"], strict=True
        )
    ]


def say_stacked(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001 - no figure has a unit
    """One message a week, naming what was new."""
    said = []
    for start, value, which in zip(rows["start"], rows["value"], rows["which"], strict=True):
        names = [name for bit, name in enumerate(STRESSORS) if int(which) >> bit & 1]
        said.append(
            f"{week_of(start, opening=True)} brought {value:.0f} new stressors at once: "
            f"{listing(names)}. One at a time is the guide's rule; no trial has tested it."
        )
    return said
