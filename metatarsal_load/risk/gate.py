"""The 30-minute gate (R30): when a return to running has stood its test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import SECOND, reaches
from metatarsal_load.risk.grid import Flags, Floats, Ints, keys
from metatarsal_load.risk.layoffs import NEVER, in_return_of
from metatarsal_load.risk.symptoms import at, entry_of, forefoot_pain

GATE_RUNS = 4
"""Runs that make the gate (RULES section 4, R30)."""
GATE_BOUT_MIN = 30.0
"""Continuous running each of them holds [min]."""
GATE_GAP_DAYS = 2
"""Most days from one of them to the next."""
LAPSE_DAYS = 28
"""Days after which a return that cannot be judged is over (RULES section 1)."""


@dataclass(frozen=True)
class Gate:
    """What the diary and the bouts say of each return; shape (layoffs,).

    Attributes
    ----------
    passed : numpy.ndarray
        First day after the gate was passed [days]; NEVER where it was not.
    lapsed : numpy.ndarray
        Day on which the return ends because nothing could be judged for 28 days [days].
    judged : numpy.ndarray of bool
        Whether a run with a known bout and known pain lies within the first 28 days.
    """

    passed: Ints
    lapsed: Ints
    judged: Flags


def bout_min(facts: Facts) -> Floats:
    """Longest continuous running of each run [min]: the bout, else the time the run took."""
    return first_known(facts, "longest_bout_min", "running_min", "moving_min", "duration_min")


def first_known(facts: Facts, *columns: str) -> Floats:
    """For each run the first of some columns that is known."""
    known = facts.numbers("runs", columns[0])
    for name in columns[1:]:
        known = np.where(np.isnan(known), facts.numbers("runs", name), known)
    return known


def judge_gate(facts: Facts, found: pd.DataFrame) -> Gate:
    """Judge R30 for each layoff.

    The gate is passed on the morning after the fourth run with a continuous bout of at least
    30:00 min, not hard, without pain on that day and on the next morning, each at most 2 days
    after the one before. Any pain in between begins the count anew; other runs do not count.
    The next morning is the next day's ``pain_morning``, else its ``pain``: without an entry the
    run does not count.
    """
    back = found["back"].to_numpy()
    if facts.diary.empty or not len(back):
        return Gate(np.full(len(back), NEVER), back + LAPSE_DAYS, np.zeros(len(back), bool))
    a, day = facts.runs["a"].to_numpy(), facts.runs["day"].to_numpy()
    episode = in_return_of(found, a, day)
    bout, worst = bout_min(facts), forefoot_pain(facts)
    here, next_day = entry_of(facts, a, day), entry_of(facts, a, day + 1)
    waking = facts.numbers("diary", "pain_morning")
    waking = at(np.where(np.isnan(waking), facts.numbers("diary", "pain"), waking), next_day)
    easy = ~(facts.runs["intensity"] == "hard").to_numpy(dtype=bool, na_value=False)
    good = (episode >= 0) & easy & reaches(bout, GATE_BOUT_MIN, SECOND)
    good &= (at(worst, here) == 0) & (waking == 0)
    judged = (episode >= 0) & ~np.isnan(bout) & ~np.isnan(at(worst, here))
    early = np.zeros(len(back), bool)
    early[episode[judged & (day < back[episode] + LAPSE_DAYS)]] = True
    painful = keys(facts.diary["a"].to_numpy(), facts.diary["day"].to_numpy())[worst > 0]
    pains = np.searchsorted(painful, keys(a, day))
    passed = _passed(episode[good], day[good], pains[good], len(back))
    return Gate(passed, _lapsed(back, episode[judged], day[judged]), early)


def _passed(episode: Ints, day: Ints, pains: Ints, count: int) -> Ints:
    """First day after the fourth good run of an unbroken row of them; NEVER where there is none."""
    fresh = np.ones(len(day), bool)
    fresh[1:] = np.diff(day) > 0
    fresh[1:] |= np.diff(episode) != 0
    episode, day, pains = episode[fresh], day[fresh], pains[fresh]
    breaks = np.ones(len(day), bool)
    breaks[1:] = (np.diff(episode) != 0) | (np.diff(day) > GATE_GAP_DAYS) | (np.diff(pains) != 0)
    place = np.arange(len(day))
    in_row = place - np.maximum.accumulate(np.where(breaks, place, 0)) + 1
    through = in_row == GATE_RUNS
    passed = np.full(count, NEVER)
    np.minimum.at(passed, episode[through], day[through] + 1)
    return passed


def _lapsed(back: Ints, episode: Ints, day: Ints) -> Ints:
    """Day that lies 28 days after the first run back, or after the last of the judged runs.

    Judged runs prolong the return only while they follow each other within 28 days.
    """
    owner = np.concatenate([np.arange(len(back)), episode])
    when = np.concatenate([back, day])
    order = np.lexsort((when, owner))
    owner, when = owner[order], when[order]
    late = np.zeros(len(when), np.int64)
    late[1:] = (np.diff(when) >= LAPSE_DAYS) & (np.diff(owner) == 0)
    breaks = np.cumsum(late)
    unbroken = breaks == breaks[np.searchsorted(owner, np.arange(len(back)))][owner]
    last = back.copy()
    np.maximum.at(last, owner[unbroken], when[unbroken])
    return last + LAPSE_DAYS
