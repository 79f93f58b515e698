"""States of the athlete, day by day: healthy, symptomatic, rest, return, ramp."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import (
    HEALTHY,
    NO_EPISODES,
    RAMP,
    REST,
    RETURN,
    SYMPTOMATIC,
    Facts,
)
from metatarsal_load.risk.gate import LAPSE_DAYS, Gate, judge_gate
from metatarsal_load.risk.grading import reaches
from metatarsal_load.risk.grid import Flags, Floats, Ints
from metatarsal_load.risk.layoffs import NEVER, in_return_of, layoffs, usual_distance
from metatarsal_load.risk.symptoms import symptomatic

RAMP_SHARE = 0.9
"""Share of the usual weekly distance at which a comeback is complete (RULES section 1)."""


def with_states(facts: Facts) -> Facts:
    """Return the facts with the state of every covered day and the table of layoffs.

    States are those of RULES section 1, in order of force: rest, return and ramp before
    symptomatic (pain within 7 days) before healthy. `return` begins with the first run back and
    ends when the gate R30 is passed; where diary or bouts leave R30 unjudged, 28 days after the
    first run back or with the week that holds 0.9 U, whichever comes first; and where they stop
    to tell, 28 days after the last run they told of. After a gap without an injury those 28 days
    and that week end it too, gate or none: the gate asks for pain-free easy runs every other day,
    and a runner back from a holiday who runs as before, hard sessions and all, would never pass
    it (convention). `ramp` ends with the week that holds 0.9 U; where U is unknown there is none.

    A layoff that begins before an earlier return is over keeps that one's U, and after an injury
    it stays the injury's (convention).

    Returns
    -------
    Facts
        With ``state``, shape (covered days,), and ``episodes``: ``gate`` and ``ramp_end`` are
        the first days after the return and after the ramp, NaN while they last.
    """
    state = np.where(symptomatic(facts), SYMPTOMATIC, HEALTHY).astype(np.int8)
    found = layoffs(facts)
    if found.empty:
        return replace(facts, state=state, episodes=NO_EPISODES)
    spans = layoff_spans(facts, found)
    for code, first, past in (
        (REST, "rest", "back"),
        (RETURN, "back", "return_past"),
        (RAMP, "return_past", "ramp_past"),
    ):
        a, begin, end = (spans[name].to_numpy() for name in ("a", first, past))
        state[facts.days.covered_by(a, begin, end) > 0] = code
    begun = spans[spans["back"] < NEVER]
    return replace(facts, state=state, episodes=_episodes(facts, begun))


def layoff_spans(facts: Facts, found: pd.DataFrame) -> pd.DataFrame:
    """Add U and the ends of return and ramp to layoffs, cut where the next layoff begins.

    Adds ``usual_km``, ``gate``, ``ramp_end`` (NEVER where it does not come before the next
    layoff), ``return_past`` and ``ramp_past`` (first days after, cut at the next layoff).
    """
    passed = judge_gate(facts, found)
    until = _next_rest(found)
    usual, injury = usual_distance(facts, found), found["injury"].to_numpy(bool)
    while True:
        over, ramped = _ends(facts, found, usual, passed, injury)
        over = np.where(over <= until, over, NEVER)
        kept, still = _carried(found, usual, injury, over)
        if np.array_equal(kept, usual, equal_nan=True) and np.array_equal(still, injury):
            break
        usual, injury = kept, still
    ramped = np.where(ramped <= until, ramped, NEVER)
    return found.assign(
        injury=injury, usual_km=usual, gate=over, ramp_end=ramped,
        return_past=np.minimum(over, until), ramp_past=np.minimum(ramped, until),
    )  # fmt: skip


def _next_rest(found: pd.DataFrame) -> Ints:
    """First day of rest of the athlete's next layoff; NEVER behind the last."""
    a, rest = found["a"].to_numpy(), found["rest"].to_numpy()
    until = np.full(len(found), NEVER)
    until[:-1] = np.where(a[1:] == a[:-1], rest[1:], NEVER)
    return until


def _ends(
    facts: Facts, found: pd.DataFrame, usual: Floats, gate: Gate, injury: Flags
) -> tuple[Ints, Ints]:
    """First day after the return and after the ramp of each layoff; NEVER where it lasts."""
    back = found["back"].to_numpy()
    owner, past = _full_weeks(facts, found, usual)
    first_full = _first(owner, past, len(back), back)
    anyway = np.minimum(first_full, back + LAPSE_DAYS)
    lapsed = np.where(gate.judged & injury, gate.lapsed, anyway)
    over = np.minimum(gate.passed, lapsed)
    ramped = np.where(np.isnan(usual), over, _first(owner, past, len(back), over))
    lasting = back >= NEVER
    return np.where(lasting, NEVER, over), np.where(lasting, NEVER, ramped)


def _full_weeks(facts: Facts, found: pd.DataFrame, usual: Floats) -> tuple[Ints, Ints]:
    """Weeks of 0.9 U since the first run back: their layoff and the first day after them.

    A week that began before the layoff's onset was over is left out: it holds runs from before.
    """
    grid = facts.weeks
    owner = in_return_of(found, grid.athlete, grid.day + 6)
    onset = np.append(found["onset"].to_numpy(np.int64), 0)[owner]
    share = RAMP_SHARE * np.append(usual, np.nan)[owner]
    full = (owner >= 0) & (grid.day > onset) & reaches(facts.week["distance_km"], share)
    return owner[full], grid.day[full] + 7


def _first(owner: Ints, past: Ints, count: int, since: Ints) -> Ints:
    """Earliest `past` of each layoff that is not before a day; NEVER where there is none."""
    kept = past >= since[owner]
    first = np.full(count, NEVER)
    np.minimum.at(first, owner[kept], past[kept])
    return first


def _carried(found: pd.DataFrame, usual: Floats, injury: Flags, over: Ints) -> tuple[Floats, Flags]:
    """U and injury of each layoff, taken from the one before where that return was not over."""
    a = found["a"].to_numpy()
    within = np.append(False, (a[1:] == a[:-1]) & (over[:-1] >= NEVER))
    usual_before, injury_before = np.append(np.nan, usual[:-1]), np.append(False, injury[:-1])
    keeps = within & ~np.isnan(usual_before)
    return np.where(keeps, usual_before, usual), injury | (within & injury_before)


def _episodes(facts: Facts, begun: pd.DataFrame) -> pd.DataFrame:
    """Layoffs that ended in a run, as `Facts.episodes` promises them."""
    a = begun["a"].to_numpy()
    last = facts.days.first[a] + facts.days.length[a] - 1
    table = begun[["a", "injury", "onset", "back", "usual_km"]].reset_index(drop=True)
    for name in ("gate", "ramp_end"):
        day = begun[name].to_numpy()
        table[name] = np.where(day <= last + 1, day, np.nan)
    return table
