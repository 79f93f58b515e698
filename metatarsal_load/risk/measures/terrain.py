"""TERR and DOWN: a week's ground and its descents against the weeks before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, OK, UNKNOWN, Levels, above, reaches, why
from metatarsal_load.risk.grid import Floats
from metatarsal_load.risk.measures.baseline import (
    UNFINISHED,
    any_before,
    any_of,
    complete,
    distances,
    mean_before,
    ran_before,
    tri,
    week_sum,
)
from metatarsal_load.risk.measures.known import too_little_known
from metatarsal_load.risk.words import Units, distance, percent, week_of

GROUNDS = {"paved_km": "pavement", "soft_km": "soft ground", "treadmill_km": "treadmill"}
LACKING = "needs surface: part of the distance is on unknown ground"
NO_RUN_WEEKS = "fewer than 2 complete weeks with a run among the 4 before it"


def new_ground(facts: Facts) -> Mapping[str, Floats]:
    """Whether the share of each ground rose by 30 points: 1, 0, or NaN, for each week.

    A distance on unknown ground could be on any: the share lies between the known distance and
    the known plus the unknown one, and only what holds at both ends is said.
    """
    return {column: share[0] for column, share in facts.once(_shares).items()}


def _shares(facts: Facts) -> Mapping[str, tuple[Floats, Floats, Floats]]:
    """`_share` of each ground."""
    return {column: _share(facts, column) for column in GROUNDS}


def _share(facts: Facts, column: str) -> tuple[Floats, Floats, Floats]:
    """Tri-state rise of a ground, its least share of the week, its mean share of four weeks."""
    grid, a, km = facts.weeks, facts.weeks.athlete, distances(facts)
    ground, blank = week_sum(facts, column), week_sum(facts, "unknown_surface_km")
    total = np.where(km.low > 0, km.low, np.nan)
    low, high = ground.low / total, np.minimum((ground.low + blank.low) / total, 1.0)
    whole = complete(facts)
    least, most = mean_before(grid, low, whole), mean_before(grid, high, whole)
    points, floor = facts.limit("TERR", "points", a), facts.limit("TERR", "floor_km", a)
    surely = _risen(ground.low, most + points, km.low, floor)
    maybe = _risen(np.minimum(ground.low + blank.low, km.low), least + points, km.low, floor)
    little = too_little_known(facts, "TERR", a, blank.low, km.low)
    no_base = ~ran_before(facts) | any_before(grid, km.partial)
    still = tri(
        surely,
        doubt_if_up=no_base | km.partial | little,
        doubt_if_not=maybe | no_base | km.partial | ~whole | little,
    )
    return still, low, least


def _risen(part: Floats, share: Floats, whole: Floats, floor: Floats) -> np.ndarray:
    return above(part, share * whole) & reaches(part, floor)


def surface_change(facts: Facts) -> pd.DataFrame:
    """Judge each week's ground against the mean share of the last four complete weeks (TERR).

    Weeks without a run count for no mean; two of the four must hold one.
    """
    parts = list(facts.once(_shares).values())
    rose = np.stack([part[0] for part in parts])
    gain = np.stack([np.where(part[0] == 1, part[1] - part[2], -1.0) for part in parts])
    which = gain.argmax(axis=0)
    row = np.arange(facts.weeks.size)
    share, mean = (np.stack([part[i] for part in parts])[which, row] for i in (1, 2))
    up = any_of(*rose)
    level = _level(up == 1, np.isnan(up))
    return pd.DataFrame(
        {"a": facts.weeks.athlete, "start": facts.weeks.day, "end": facts.week_end, "level": level,
         "value": share, "limit": mean + facts.limit("TERR", "points", facts.weeks.athlete),
         "baseline": mean, "which": which,
         "reason": _why(facts, level, LACKING)}
    )  # fmt: skip


def _level(up: np.ndarray, unsure: np.ndarray) -> Levels:
    return np.where(up, CAUTION, np.where(unsure, UNKNOWN, OK)).astype(np.int8)


def _why(facts: Facts, level: Levels, lacking: str) -> pd.Categorical[Any]:
    lost = level == UNKNOWN
    return why(
        [lost & ~ran_before(facts), lost & ~complete(facts), lost],
        [NO_RUN_WEEKS, UNFINISHED, lacking],
    )


def downhill_share(facts: Facts) -> pd.DataFrame:
    """Judge the share of steep downhill kilometres against its 4-week mean (DOWN).

    A runner without any downhill in the four weeks is marked from 1 km on (convention).
    """
    grid, a, km = facts.weeks, facts.weeks.athlete, distances(facts)
    level_run = (facts.runs["surface"] == "treadmill").to_numpy()
    down = week_sum(facts, "downhill_km", instead=np.where(level_run, 0.0, np.nan))
    total = np.where(km.low > 0, km.low, np.nan)
    mean = mean_before(grid, down.low / total, complete(facts))
    limit_km = facts.limit("DOWN", "times", a) * mean * km.low
    first = facts.limit("DOWN", "first_km", a)
    up = above(down.low, limit_km) & ((mean > 0) | reaches(down.low, first))
    no_base = ~ran_before(facts) | any_before(grid, down.partial | km.partial)
    rose = tri(
        up,
        doubt_if_up=no_base | km.partial,
        doubt_if_not=no_base | down.partial | ~complete(facts),
    )
    level = _level(rose == 1, np.isnan(rose))
    lacking = "needs downhill_km (altitude) of every run of these weeks"
    return pd.DataFrame(
        {"a": a, "start": grid.day, "end": facts.week_end, "level": level,
         "value": down.low / total, "limit": facts.limit("DOWN", "times", a) * mean,
         "baseline": mean, "km": down.low, "reason": _why(facts, level, lacking)}
    )  # fmt: skip


def say_surface_change(rows: pd.DataFrame, units: Units) -> list[str]:  # noqa: ARG001
    """One message a week."""
    names = list(GROUNDS.values())
    return [
        f"{week_of(start, opening=True)} had {percent(value)} of its distance on "
        f"{names[int(which)]}, "
        f"against {percent(mean)} in the 4 weeks before. No study links the change to injury."
        for start, value, mean, which in zip(
            rows["start"], rows["value"], rows["baseline"], rows["which"], strict=True
        )
    ]


def say_downhill(rows: pd.DataFrame, units: Units) -> list[str]:
    """One message a week, with what was measured downhill."""
    return [
        f"{week_of(start, opening=True)} had {distance(km, units)} of steep downhill "
        f"({percent(value)} of its distance, against {percent(mean)} in the 4 weeks before). "
        "The guide warns of it; measured forefoot pressure falls downhill."
        for start, value, mean, km in zip(
            rows["start"], rows["value"], rows["baseline"], rows["km"], strict=True
        )
    ]
