"""DDUR and DWRS: whether it gets better with time and with rest."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, OK, SCORE, STOP, UNKNOWN, reaches
from metatarsal_load.risk.grid import Flags, Floats, Ints
from metatarsal_load.risk.measures.entries import entry_rows, joined, lacking, last_run, score
from metatarsal_load.risk.symptoms import at, entry_of, worst
from metatarsal_load.risk.words import Units, day

QUIET_DAYS = 7
"""Days without pain that end an episode of pain (RULES section 5)."""
HOLE_DAYS = 28
"""Days without any entry after which pain begins anew (convention)."""


def duration(facts: Facts) -> pd.DataFrame:
    """Judge pain that has not improved a week and ten days after its onset (DDUR).

    The onset (day 0) is the first entry with pain above 0 after 7 days without. Days without an
    entry are no painless ones: without at least one entry of no pain in between the episode goes
    on, unless more than 28 days hold no entry. Pain is the higher of before and during activity.
    Rows are unbroken stretches of entries at one level; entries more than 7 days after the last
    pain are none.
    """
    return joined(*duration_by_entry(facts))


def duration_by_entry(facts: Facts) -> tuple[pd.DataFrame, Ints]:
    """DDUR for each entry with known pain of an episode, and the number of its episode."""
    known = ~np.isnan(worst(facts, "pain", "pain_during"))
    a, when = facts.diary["a"].to_numpy()[known], facts.diary["day"].to_numpy()[known]
    pain = worst(facts, "pain", "pain_during")[known]
    begin, aching = _episodes(a, when, pain)
    since, place = when - when[begin], np.arange(len(a)) - begin
    first_caution = facts.limit("DDUR", "caution_days", a)
    refer = facts.limit("DDUR", "stop_days", a)
    first, last, gone = _course(pain, begin, place)
    lasting = ~gone & ~reaches(first - last, facts.limit("DDUR", "fall", a), SCORE)
    level = np.full(len(a), OK, np.int8)
    level[lasting & (since >= first_caution)] = CAUTION
    level[lasting & (since >= refer)] = STOP
    few = (place < 2) & (since >= first_caution)
    level[few] = UNKNOWN
    rows = pd.DataFrame(
        {"a": a, "start": when, "end": when, "level": level, "value": since.astype(float),
         "limit": np.where(level == STOP, refer, first_caution), "baseline": np.nan,
         "reason": lacking(~few, "fewer than 3 entries since it began"),
         "onset": when[begin], "first": first, "last": last}
    )  # fmt: skip
    return rows[aching].reset_index(drop=True), begin[aching]


def _episodes(a: Ints, when: Ints, pain: Floats) -> tuple[Ints, Flags]:
    """Entry at which each entry's episode of pain began, and whether the entry belongs to one."""
    rows = np.arange(len(a))
    first = np.append(True, a[1:] != a[:-1])[: len(a)]
    block = np.maximum.accumulate(np.where(first, rows, 0))
    hurts = pain > 0
    latest = np.maximum.accumulate(np.where(hurts, rows, -1))
    before = np.append(-1, latest[:-1])[: len(a)]
    has_before = before >= block
    quiet = when - when[np.maximum(before, 0)]
    painless_between = has_before & (rows - before > 1)
    again = (quiet > QUIET_DAYS) & (painless_between | (quiet > HOLE_DAYS))
    onset = hurts & (~has_before | again)
    begin = np.maximum.accumulate(np.where(onset, rows, -1))
    aching = (begin >= block) & (when - when[np.maximum(latest, 0)] <= QUIET_DAYS)
    return np.where(begin >= block, begin, rows), aching


def _course(pain: Floats, begin: Ints, place: Ints) -> tuple[Floats, Floats, Flags]:
    """Pain at first and at last, medians of 3 from 6 entries on; whether the last 3 are all 0."""
    rows = np.arange(len(pain))
    last = np.stack([pain[np.maximum(rows - back, 0)] for back in range(3)])
    first = np.stack([pain[np.minimum(begin + on, rows)] for on in range(3)])
    many = place >= 5
    now = np.where(many, np.median(last, axis=0), pain)
    then = np.where(many, np.median(first, axis=0), pain[begin])
    return then, now, (place >= 2) & (last == 0).all(axis=0)


def say_duration(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a stretch."""
    return [
        f"Forefoot pain since {day(onset)}, {value:.0f} days by {day(end)}, is "
        + (
            f"not improving ({score(last)} out of 10 now, {score(first)} at first)"
            if last > 0
            else "not gone for sure: three entries of 0 in a row would show it"
        )
        + (f". Past {limit:.0f} days it should be looked at." if level == STOP else ".")
        for onset, end, value, first, last, limit, level in zip(
            rows["onset"], rows["end"], rows["value"], rows["first"], rows["last"],
            rows["limit"], rows["level"], strict=True,
        )
    ]  # fmt: skip


def worse_at_rest(facts: Facts) -> pd.DataFrame:
    """Mark pain that grows by 1 or more over three or more run-free days (DWRS).

    Each entry from the third run-free day on is held against the entry of the first one. Rows are
    unbroken stretches at one level; where the first day has no entry, pain below 1 is ok and
    the rest unknown.
    """
    return joined(*worse_by_entry(facts))


def worse_by_entry(facts: Facts) -> tuple[pd.DataFrame, Ints]:
    """DWRS for each entry from the third run-free day on, and the number of its rest."""
    a, when = facts.diary["a"].to_numpy(), facts.diary["day"].to_numpy()
    pain = facts.numbers("diary", "pain")
    begin = np.maximum(last_run(facts, a, when) + 1, facts.days.first[a])
    first = at(pain, entry_of(facts, a, begin))
    rise, limit = pain - first, facts.limit("DWRS", "rise", a)
    level: npt.NDArray[np.int8] = np.where(reaches(rise, limit, SCORE), STOP, OK).astype(np.int8)
    open_end = np.isnan(pain) | (np.isnan(first) & (pain >= limit))
    level[open_end] = UNKNOWN
    rows = entry_rows(
        facts, level, value=pain, limit=first + limit, baseline=first,
        reason=lacking(~open_end, "needs pain on the first of the run-free days and now"),
        rest=begin,
    )  # fmt: skip
    kept = when - begin >= facts.limit("DWRS", "rest_days", a) - 1
    return rows[kept].reset_index(drop=True), begin[kept]


def say_worse_at_rest(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a stretch."""
    return [
        f"Pain grew from {score(first)} to {score(now)} out of 10 between {day(rest)} and "
        f"{day(end)} although there was no run."
        for first, now, rest, end in zip(
            rows["baseline"], rows["value"], rows["rest"], rows["end"], strict=True
        )
    ]
