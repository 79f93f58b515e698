"""RHILL and RSURF: hills and ground in the first two weeks of a return."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, OK, UNKNOWN, WARNING, reaches, why
from metatarsal_load.risk.grid import Flags, Floats
from metatarsal_load.risk.measures.comebacks import (
    EARLY_DAYS,
    add_up,
    by_cause,
    last_covered,
    run_span,
    runs_back,
)
from metatarsal_load.risk.measures.entries import judged_rows, lacking
from metatarsal_load.risk.measures.known import too_little_known
from metatarsal_load.risk.words import Units, climb, day, percent

METRES = 1.0
"""Finest difference that counts between stretches of hill [m]."""


def steep_hills(facts: Facts) -> pd.DataFrame:
    """Judge steep hills in the first two weeks of a return, and the first after them (RHILL).

    Days 0 to 13: at least 200 m at 6 % or steeper either way, or 300 m at -5 % or steeper
    (``steep_m``, ``steep_down_m``; without the latter ``downhill_km``) is a warning. From day 14,
    in return or ramp, the first such run is a note. Unknown without altitude; a treadmill and a
    climb too small for such a hill are ok. One step lower after a gap without an injury.
    """
    steep, down, known = _hills(facts)
    runs = runs_back(facts, ramp=bool(known.any()))
    run, since = runs["run"].to_numpy(), runs["since"].to_numpy()
    steep, down, known = steep[run], down[run], known[run]
    a = runs["a"].to_numpy()
    hilly = reaches(steep, facts.limit("RHILL", "steep_m", a), METRES)
    hilly |= reaches(down, facts.limit("RHILL", "down_m", a), METRES)
    early = since < EARLY_DAYS
    late = hilly & ~early
    first_late = np.zeros(len(run), bool)
    first_late[np.flatnonzero(late)[~runs["layoff"][late].duplicated().to_numpy()]] = True
    level = np.select(
        [hilly & early, first_late, ~known], [WARNING, NOTE, UNKNOWN], OK
    ).astype(np.int8)  # fmt: skip
    kept, when = early | first_late, runs["day"].to_numpy()
    rows = judged_rows(
        a, when, when, by_cause(level, runs["injury"].to_numpy()), run=run,
        value=np.fmax(steep, down), limit=facts.limit("RHILL", "steep_m", a), since=since,
        reason=lacking(level != UNKNOWN, "no usable altitude: needs steep_m and steep_down_m"),
    )  # fmt: skip
    return rows[kept].reset_index(drop=True)


def _hills(facts: Facts) -> tuple[Floats, Floats, Flags]:
    """Metres of steep ground and of steep descent of each run, and whether both are known."""
    steep, down = facts.numbers("runs", "steep_m"), facts.numbers("runs", "steep_down_m")
    down = np.where(np.isnan(down), 1000 * facts.numbers("runs", "downhill_km"), down)
    fall = facts.numbers("runs", "descent_m")
    height = facts.numbers("runs", "ascent_m") + fall
    # 200 m at 6 % climb or fall 12 m, 300 m at 5 % fall 15 m: less than that holds no such hill.
    indoors = (facts.runs["surface"] == "treadmill").to_numpy(dtype=bool, na_value=False)
    steep = np.where(np.isnan(steep) & ((height < 12) | indoors), 0.0, steep)
    down = np.where(np.isnan(down) & ((fall < 15) | indoors), 0.0, down)
    return steep, down, ~np.isnan(steep) & ~np.isnan(down)


def say_steep_hills(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a run."""
    return [
        f"The run of {day(start)}, day {since:.0f} of the return, had {climb(value, units)} of "
        "steep hill"
        + (
            "; the first couple of weeks stay flat."
            if since < EARLY_DAYS
            else ": the first since the layoff, so look how the next morning feels."
        )
        for start, since, value in zip(rows["start"], rows["since"], rows["value"], strict=True)
    ]


def soft_ground(facts: Facts) -> pd.DataFrame:
    """Judge the share of soft ground in the first two weeks of a return (RSURF).

    Soft are trail, dirt, grass, rubber track and treadmill. Below half of the distance of days 0
    to 13 is a caution; where unknown ground could decide, or too little is known, it is a note.
    Days that are not over raise, but do not clear. One row a layoff; one step lower after a gap
    without an injury.
    """
    table = facts.episodes
    a, back = table["a"].to_numpy(np.int64), table["back"].to_numpy(np.int64)
    span = run_span(facts, a, back, back + EARLY_DAYS)
    names = ("soft_km", "treadmill_km", "paved_km", "unknown_surface_km", "distance_km")
    soft, belt, paved, blank, total = (add_up(facts.numbers("runs", name), *span) for name in names)
    lost = add_up(np.isnan(facts.numbers("runs", "distance_km")).astype(float), *span) > 0
    gentle = soft + belt
    half = facts.limit("RSURF", "share", a) * total
    hard = paved > total - half + 5e-4
    enough = reaches(gentle, half) & (total > 0) & ~lost
    open_end = enough & (last_covered(facts, a) < back + EARLY_DAYS - 1)
    little = too_little_known(facts, "RSURF", a, blank, total)
    told = [NOTE, CAUTION, UNKNOWN, OK]
    level = np.select([little, hard, open_end, enough], told, NOTE).astype(np.int8)
    share = np.divide(gentle, total, out=np.full(len(total), np.nan), where=total > 0)
    end = np.minimum(back + EARLY_DAYS - 1, last_covered(facts, a))
    injury = table["injury"].to_numpy(bool)
    return judged_rows(
        a, back, end, by_cause(level, injury), value=share,
        limit=facts.limit("RSURF", "share", a), unknown=level == NOTE,
        reason=why([open_end], ["the first 14 days are not over"]),
    )  # fmt: skip


def say_soft_ground(rows: pd.DataFrame, _: Units) -> list[str]:
    """One message a layoff."""
    return [
        f"In the first two weeks from {day(start)} the ground is not known well enough to say "
        "whether half of it was soft."
        if unknown
        else f"In the first two weeks from {day(start)} {percent(share)} of the distance was on "
        f"soft ground, track or treadmill; at least {percent(least)} is asked for."
        for start, share, least, unknown in zip(
            rows["start"], rows["value"], rows["limit"], rows["unknown"], strict=True
        )
    ]
