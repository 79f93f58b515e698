"""PSHP, DREST, DSWL, DNUM, DSTEP, DTOE and DWALK: signs that call for a professional."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import NOTE, SCORE, STOP, WARNING, reaches
from metatarsal_load.risk.grid import Floats, Ints, keys
from metatarsal_load.risk.measures.entries import entry_rows, flag_levels, lacking, ran, score
from metatarsal_load.risk.symptoms import at, entry_of
from metatarsal_load.risk.words import Units, day


def sharp_pain(facts: Facts) -> pd.DataFrame:
    """Mark sharp pain, or pain that rises by 2 or more during a run (PSHP).

    Without ``sharp`` an entry cannot be cleared; the rise alone can still mark it.
    """
    sharp = facts.numbers("diary", "sharp")
    rise = facts.numbers("diary", "pain_during") - facts.numbers("diary", "pain")
    limit = facts.limit("PSHP", "rise", facts.diary["a"].to_numpy())
    known = ~np.isnan(sharp)
    level = flag_levels((sharp > 0) | reaches(rise, limit, SCORE), known, STOP)
    reason = lacking(known | (level == STOP), "needs sharp in the diary")
    by_rise = np.where(sharp > 0, np.nan, rise)
    return entry_rows(facts, level, value=by_rise, limit=limit, reason=reason, sharp=sharp > 0)


def say_sharp_pain(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [
        f"Sharp, knife-like pain on {day(start)}: do not run on it."
        if sharp
        else f"Pain rose by {score(rise)} during the run of {day(start)}: do not run on it."
        for start, rise, sharp in zip(rows["start"], rows["value"], rows["sharp"], strict=True)
    ]


def rest_pain(facts: Facts) -> pd.DataFrame:
    """Mark pain at rest or at night (DREST); cleared only where both are written."""
    rest, night = facts.numbers("diary", "pain_rest"), facts.numbers("diary", "pain_night")
    value = np.asarray(np.fmax(rest, night), float)
    known = ~np.isnan(rest) & ~np.isnan(night)
    level = flag_levels(value > 0, known, STOP)
    reason = lacking(known | (level == STOP), "needs pain_rest and pain_night in the diary")
    return entry_rows(facts, level, value=value, limit=0.0, reason=reason, night=night > 0)


def say_rest_pain(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [
        f"Pain {'at night' if night else 'at rest'} on {day(start)} ({score(value)} out of 10), "
        "when the foot carries nothing."
        for start, value, night in zip(rows["start"], rows["value"], rows["night"], strict=True)
    ]


def swelling(facts: Facts) -> pd.DataFrame:
    """Mark swelling, heat or redness (DSWL)."""
    return _flagged(facts, "swelling", STOP)


def say_swelling(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [f"Swelling, heat or redness on {day(start)}." for start in rows["start"]]


def deformity(facts: Facts) -> pd.DataFrame:
    """Mark toes that drift or a new shape of the foot (DTOE)."""
    return _flagged(facts, "new_deformity", WARNING)


def say_deformity(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [f"Toes that drift or a new shape of the foot, {day(start)}." for start in rows["start"]]


def _flagged(facts: Facts, column: str, raised: int) -> pd.DataFrame:
    """Mark every entry that says yes to one question."""
    flag = facts.numbers("diary", column)
    known = ~np.isnan(flag)
    level = flag_levels(flag > 0, known, raised)
    return entry_rows(facts, level, value=flag, reason=lacking(known, f"needs {column}"))


def numbness(facts: Facts) -> pd.DataFrame:
    """Mark numbness: on 3 of 7 days or 2 days running it stays, a single day is a note (DNUM)."""
    a, when = facts.diary["a"].to_numpy(), facts.diary["day"].to_numpy()
    numb = facts.numbers("diary", "numbness")
    days = _days_with(a, when, numb > 0)
    limit = facts.limit("DNUM", "days", a)
    yesterday = at(numb, entry_of(facts, a, when - 1)) > 0
    level = flag_levels(numb > 0, ~np.isnan(numb), NOTE)
    level[(numb > 0) & ((days >= limit) | yesterday)] = STOP
    reason = lacking(~np.isnan(numb), "needs numbness")
    return entry_rows(facts, level, value=days, limit=limit, reason=reason, running=yesterday)


def _days_with(a: Ints, when: Ints, flag: np.ndarray) -> Floats:
    """How many of the 7 days up to each entry say yes."""
    yes = keys(a, when)[flag]
    upto = np.searchsorted(yes, keys(a, when), side="right")
    return (upto - np.searchsorted(yes, keys(a, when - 6))).astype(float)


def say_numbness(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [
        f"Numbness or tingling on {day(start)}"
        + (
            "; a single day, so watch whether it comes back."
            if level == NOTE
            else ", for the second day running."
            if running
            else f", on {value:.0f} of 7 days."
        )
        for start, level, value, running in zip(
            rows["start"], rows["level"], rows["value"], rows["running"], strict=True
        )
    ]


def one_step(facts: Facts) -> pd.DataFrame:
    """Mark a sudden onset with one step that is sharp or swollen (DSTEP)."""
    sudden, sharp, swollen = (
        facts.numbers("diary", name) for name in ("sudden_step", "sharp", "swelling")
    )
    raised = (sudden > 0) & ((sharp > 0) | (swollen > 0))
    known = (sudden == 0) | ((sudden > 0) & (sharp == 0) & (swollen == 0))
    level = flag_levels(raised, known, STOP)
    reason = lacking(known | raised, "needs sudden_step, sharp and swelling")
    return entry_rows(facts, level, value=sudden, reason=reason)


def say_one_step(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [
        f"One painful step on {day(start)}, sharp or swollen since: it needs an image."
        for start in rows["start"]
    ]


def walking_pain(facts: Facts) -> pd.DataFrame:
    """Mark a run on a day on which walking hurts (DWALK); days without a run are no row."""
    walking, on_run = facts.numbers("diary", "pain_walking"), ran(facts)
    known = ~np.isnan(walking)
    level = flag_levels(walking > 0, known, STOP)
    rows = entry_rows(
        facts, level, value=walking, limit=0.0, reason=lacking(known, "needs pain_walking")
    )
    return rows[on_run].reset_index(drop=True)


def say_walking_pain(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [
        f"It hurt to walk on {day(start)} ({score(value)} out of 10), and there was a run."
        for start, value in zip(rows["start"], rows["value"], strict=True)
    ]
