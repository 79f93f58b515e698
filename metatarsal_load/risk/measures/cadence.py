"""CAD and OVER: cadence and step length of level, easy running."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, OK, UNKNOWN, why
from metatarsal_load.risk.grid import Floats
from metatarsal_load.risk.measures.easyruns import WINDOW, easy_figures
from metatarsal_load.risk.stretches import held, stretch_rows
from metatarsal_load.risk.words import Units, from_to, pace

STEP_M = 1e-4
"""Finest difference that counts between step lengths [m]."""
FEW = "fewer than 3 level, easy runs of 10 min with a cadence in 28 days"
NO_BASELINE = "no own baseline: fewer than 5 runs at this speed in the 56 days before"


def low_cadence(facts: Facts) -> pd.DataFrame:
    """Judge the median cadence of level, easy runs of 28 days, as stretches of days (CAD).

    The figure is renewed with each such run and stands while 3 of them lie in the 28 days to a
    day. A run is easy unless it is known to be moderate, hard or a race, level unless climb and
    descent are known to exceed 20 m per km together; a run of unknown length counts.
    """
    grid, a = facts.days, facts.days.athlete
    figures = facts.once(easy_figures)
    spm, speed, baseline = figures.cadence_spm, figures.speed_mps, figures.own_cadence_spm
    band = facts.limit("CAD", "band_spm", a)
    by_speed = (
        facts.limit("CAD", "at_3_8_spm", a)
        + facts.limit("CAD", "per_mps", a) * (speed - 3.8)
        - facts.limit("CAD", "below_spm", a)
    )
    own = baseline * (1 - facts.limit("CAD", "drop", a))
    fresh = grid.age == 0
    low, slow, fell = (held(-spm, -limit, fresh) for limit in (band, by_speed, own))
    level = np.select([np.isnan(spm), slow | fell, low], [UNKNOWN, CAUTION, NOTE], OK)
    which = np.select([slow, fell], [1, 2], 0)
    reason = why(
        [level == UNKNOWN, np.isnan(speed), np.isnan(baseline)],
        [FEW, "judged by the band alone: the runs have no speed", NO_BASELINE],
    )
    limit = np.select([which == 1, which == 2], [by_speed, own], band)
    return stretch_rows(
        grid, level.astype(np.int8), -spm,
        {"value": spm, "limit": limit, "baseline": baseline, "speed": speed, "which": which,
         "reason": reason},
    )  # fmt: skip


def overstriding(facts: Facts) -> pd.DataFrame:
    """Judge the step length of 28 days against the own one at the same speed (OVER).

    Step length = 60 v / spm [m]; baseline as CAD's: runs within 0.2 m/s in the 56 days before.
    """
    grid = facts.days
    figures = facts.once(easy_figures)
    length, baseline = figures.step_m, figures.own_step_m
    limit: Floats = baseline * (1 + facts.limit("OVER", "longer", grid.athlete))
    long_steps = held(length, limit, grid.age == 0, STEP_M)
    unknown = np.isnan(length) | np.isnan(baseline)
    level = np.select([unknown, long_steps], [UNKNOWN, NOTE], OK).astype(np.int8)
    reason = why([np.isnan(length), unknown], [f"{FEW} and a speed", NO_BASELINE])
    row = {"value": length, "limit": limit, "baseline": baseline, "reason": reason}
    return stretch_rows(grid, level, length, row)


def say_low_cadence(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a stretch, with the comparison that decided."""
    said = []
    for start, end, value, limit, baseline, speed, which in zip(
        rows["start"], rows["end"], rows["value"], rows["limit"], rows["baseline"], rows["speed"],
        rows["which"], strict=True,
    ):  # fmt: skip
        digits = int(round(value) == round(limit))
        against = (
            f"below the guide's band from {limit:.{digits}f} spm",
            f"below {limit:.{digits}f} spm, 10 under what is usual at "
            f"{pace(speed, units) if speed > 0 else 'this pace'}",
            f"more than 5 % below the own {baseline:.0f} spm at the same speed",
        )[int(which)]
        said.append(
            f"{from_to(start, end)} cadence was down to {value:.{digits}f} spm in easy, level "
            f"running ({WINDOW}-day median), {against}. Cohorts disagree whether cadence tells who "
            "is hurt."
        )
    return said


def say_overstriding(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001
    """One message a stretch."""
    return [
        f"{from_to(start, end)} steps were {value:.2f} m long, against {baseline:.2f} m at the "
        "same speed in the weeks before."
        for start, end, value, baseline in zip(
            rows["start"], rows["end"], rows["value"], rows["baseline"], strict=True
        )
    ]
