"""PSCL, PFADE and PHOT: how much it hurts, whether it fades, where."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, OK, STOP, UNKNOWN, WARNING, why
from metatarsal_load.risk.grid import Ints
from metatarsal_load.risk.measures.entries import (
    entry_rows,
    flag_levels,
    judged_rows,
    lacking,
    ran,
    score,
)
from metatarsal_load.risk.symptoms import at, entry_of, worst
from metatarsal_load.risk.words import Units, day

NO_ENTRY = "no diary entry: a missing day is unknown, not painless"


def pain_scale(facts: Facts) -> pd.DataFrame:
    """Judge the higher of pain before and during activity of each entry (PSCL).

    Below 3 is ok, 3 to 5 caution, above 5 stop. Where only one of the two is written, it is
    judged. Every covered day without an entry is unknown here, once, and not again under each
    symptom: the other rules of the diary judge the entries there are.
    """
    a, when = facts.diary["a"].to_numpy(), facts.diary["day"].to_numpy()
    value = worst(facts, "pain", "pain_during")
    mild, real = facts.limit("PSCL", "caution", a), facts.limit("PSCL", "stop", a)
    level = np.select(
        [np.isnan(value), value > real, value >= mild], [UNKNOWN, STOP, CAUTION], OK
    ).astype(np.int8)
    lost_a, lost_day = _without_entry(facts)
    empty = np.full(len(lost_a), np.nan)
    days, limit = np.append(when, lost_day), np.where(level == STOP, real, mild)
    return judged_rows(
        np.append(a, lost_a), days, days, np.append(level, np.zeros(len(lost_a), np.int8)),
        value=np.append(value, empty), limit=np.append(limit, empty),
        reason=why(
            [np.arange(len(days)) >= len(a), np.append(level, lost_a * 0) == UNKNOWN],
            [NO_ENTRY, "the entry has no pain"],
        ),
    )  # fmt: skip


def _without_entry(facts: Facts) -> tuple[Ints, Ints]:
    """Covered days without an entry, of athletes who keep a diary."""
    a, when = facts.diary["a"].to_numpy(), facts.diary["day"].to_numpy()
    written = facts.days.covered_by(a, when, when + 1) > 0
    keeps = np.bincount(a, minlength=len(facts.names)) > 0
    lost = ~written & keeps[facts.days.athlete]
    return facts.days.athlete[lost], facts.days.day[lost]


def say_pain_scale(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [
        f"Pain of {score(value)} out of 10 on {day(start)}: "
        + (
            f"above {score(limit)}, so do not run on it."
            if level == STOP
            else f"{score(limit)} or more is real pain, no ache."
        )
        for start, value, limit, level in zip(
            rows["start"], rows["value"], rows["limit"], rows["level"], strict=True
        )
    ]


def fading(facts: Facts) -> pd.DataFrame:
    """Judge whether soreness has faded by the morning after a run, and whether it moves (PFADE).

    Each entry on a day with a run: warning where the next day's ``pain_morning`` is above 0 and
    at least the ``pain`` before the run; unknown without those two. Any entry that names another
    ``place`` than the last one named before it: caution.
    """
    a, when = facts.diary["a"].to_numpy(), facts.diary["day"].to_numpy()
    before = facts.numbers("diary", "pain")
    waking = at(facts.numbers("diary", "pain_morning"), entry_of(facts, a, when + 1))
    on_run, elsewhere = ran(facts), _place_before(facts)
    moved = elsewhere != ""
    lingers = on_run & (waking > 0) & (waking >= before)
    known = (waking == 0) | (~np.isnan(waking) & ~np.isnan(before))
    level = flag_levels(lingers, known | ~on_run, WARNING)
    level = np.where(moved & (level < CAUTION), CAUTION, level).astype(np.int8)
    kept = on_run | moved
    return judged_rows(
        a[kept], when[kept], (when + (on_run & ~np.isnan(waking)))[kept], level[kept],
        value=waking[kept], baseline=before[kept], elsewhere=elsewhere[kept],
        place=facts.diary["place"].to_numpy(object)[kept],
        reason=lacking(
            level[kept] != UNKNOWN, "needs pain before the run and pain_morning of the next day"
        ),
    )  # fmt: skip


def _place_before(facts: Facts) -> npt.NDArray[np.object_]:
    """Place that the athlete named last before each entry that names another one; else ""."""
    named = np.flatnonzero(facts.diary["place"].notna().to_numpy())
    before = np.full(len(facts.diary), "", object)
    said = facts.diary["place"].iloc[named].str.strip()
    a, place = facts.diary["a"].to_numpy()[named], said.to_numpy(object)
    word = said.str.casefold().to_numpy(object)
    moved = np.flatnonzero((a[1:] == a[:-1]) & (word[1:] != word[:-1]))
    before[named[moved + 1]] = place[moved]
    return before


def say_fading(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry: that it lingers, or that it moved."""
    return [
        f"The morning after the run of {day(start)} it still hurt ({score(value)} out of 10; "
        f"{score(before)} before the run): soreness that fades is fine, soreness that stays is not."
        if level == WARNING
        else f"On {day(start)} it hurt in another place than before: {place}, not {elsewhere}."
        for start, value, before, level, place, elsewhere in zip(
            rows["start"],
            rows["value"],
            rows["baseline"],
            rows["level"],
            rows["place"],
            rows["elsewhere"],
            strict=True,
        )
    ]


def hot_spot(facts: Facts) -> pd.DataFrame:
    """Mark any forefoot pain during a run (PHOT); entries without a run and a score are no row."""
    during, on_run = facts.numbers("diary", "pain_during"), ran(facts)
    known = ~np.isnan(during)
    level = flag_levels(during > 0, known, CAUTION)
    reason = lacking(known, "needs pain_during on days with a run")
    rows = entry_rows(facts, level, value=during, limit=0.0, reason=reason)
    return rows[known | on_run].reset_index(drop=True)


def say_hot_spot(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message an entry."""
    return [
        f"The ball of the foot hurt during the run of {day(start)} ({score(value)} out of 10): "
        "a hot spot is an early sign."
        for start, value in zip(rows["start"], rows["value"], strict=True)
    ]
