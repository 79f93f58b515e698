"""What rose in a week: each signal is 1, 0 or unknown (NaN) for every week."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, NOTE, SECOND, UNKNOWN, above, reaches
from metatarsal_load.risk.grid import Flags, Floats, Ints
from metatarsal_load.risk.measures.baseline import (
    any_before,
    any_of,
    complete,
    distances,
    highest_before,
    mean_before,
    ran_before,
    run_weeks,
    too_early,
    tri,
    week_sum,
)
from metatarsal_load.risk.measures.pairs import of_pairs, pair_of_runs, worn_pairs
from metatarsal_load.risk.measures.spikes import spike_levels as session_spikes
from metatarsal_load.risk.measures.terrain import new_ground
from metatarsal_load.risk.measures.volume import spike_levels as weekly_spikes

METRE_CLIMB = 1.0
"""Finest difference that counts between climbs [m]."""


def volume_limit(facts: Facts) -> Floats:
    """Distance above which TBOTH calls the week's volume up [km]."""
    grid, km = facts.weeks, distances(facts).low
    before = np.fmax(grid.shift(km, 1), mean_before(grid, km, complete(facts)))
    return facts.limit("TBOTH", "volume", grid.athlete) * before


def volume_up(facts: Facts) -> Floats:
    """W0 above 105 % of the larger of W-1 and the mean of the last four complete weeks."""
    km = distances(facts)
    return tri(
        above(km.low, volume_limit(facts)),
        doubt_if_up=any_before(facts.weeks, km.partial) | too_early(facts),
        doubt_if_not=km.partial | ~complete(facts) | too_early(facts),
    )


def hard_up(facts: Facts) -> Floats:
    """Hard minutes above 110 % of the most of the last four weeks, and 10 min above it."""
    grid, hard = facts.weeks, week_sum(facts, "hard_min")
    return tri(
        above(hard.low, hard_limit(facts), SECOND),
        doubt_if_up=any_before(grid, hard.partial) | too_early(facts),
        doubt_if_not=hard.partial | ~complete(facts) | too_early(facts),
    )


def hard_limit(facts: Facts) -> Floats:
    """Most hard minutes of each week that are not up; 10 min above the most are."""
    grid, a = facts.weeks, facts.weeks.athlete
    most = highest_before(grid, week_sum(facts, "hard_min").low, complete(facts))
    share, plus = (facts.limit("TBOTH", name, a) for name in ("hard", "hard_min"))
    return np.maximum(share * most, most + plus - SECOND)


def hills_up(facts: Facts) -> Floats:
    """Climb or descent above 130 % of its mean, 100 m more, and above 115 % of it per km.

    Athletes whose runs tell the one and never the other are judged by the one.
    """
    a, names = facts.weeks.athlete, ("ascent_m", "descent_m")
    up, down = (_steeper(facts, name) for name in names)
    has_up, has_down = (facts.has(f"runs.{name}")[a] for name in names)
    return any_of(np.where(has_up | ~has_down, up, 0.0), np.where(has_down | ~has_up, down, 0.0))


def _steeper(facts: Facts, column: str) -> Floats:
    """Judge climb or descent; a treadmill has none, and other runs without one leave it open."""
    grid, a, km = facts.weeks, facts.weeks.athlete, distances(facts)
    level_run = (facts.runs["surface"] == "treadmill").to_numpy()
    metres = week_sum(facts, column, instead=np.where(level_run, 0.0, np.nan))
    mean = mean_before(grid, metres.low, complete(facts))
    mean_km = mean_before(grid, km.low, complete(facts))
    per_km = np.divide(mean, mean_km, out=np.full(len(mean), np.nan), where=mean_km > 0)
    up = above(metres.low, facts.limit("TONE", "hills", a) * mean, METRE_CLIMB)
    up &= reaches(metres.low, mean + facts.limit("TONE", "climb_m", a), METRE_CLIMB)
    up &= above(metres.low, facts.limit("TONE", "hills_per_km", a) * per_km * km.low, METRE_CLIMB)
    doubt = ~ran_before(facts) | any_before(grid, metres.partial)
    return tri(
        up,
        doubt_if_up=doubt | km.partial,
        doubt_if_not=doubt | metres.partial | ~complete(facts),
    )


def longer_run(facts: Facts) -> tuple[Floats, Floats]:
    """Whether TSPK marks a run of the week, and by how much its longest run rose [km]."""
    spikes = facts.once(session_spikes)
    row = facts.weeks.row(spikes["a"].to_numpy(), spikes["start"].to_numpy())
    level = spikes["level"].to_numpy()
    up = facts.weeks.add_up(row, (level >= NOTE).astype(float)) > 0
    lost = facts.weeks.add_up(row, (level == UNKNOWN).astype(float)) > 0
    rise = np.zeros(facts.weeks.size)
    over = np.where(level >= NOTE, spikes["value"] - spikes["baseline"], 0.0)
    np.maximum.at(rise, row, over)
    never = np.zeros(len(up), bool)
    return tri(up, doubt_if_up=never, doubt_if_not=lost | ~complete(facts)), rise


def weekly_volume(facts: Facts, rise: Floats) -> Floats:
    """T10 at caution or above, also with the longest run's rise taken off.

    Weeks in return and ramp are unknown: the comeback rules speak for their volume.
    """
    km = distances(facts).low
    level, less = (weekly_spikes(facts, part)["level"].to_numpy() for part in (km, km - rise))
    up = (level >= CAUTION) & ((rise == 0) | (less >= NOTE))
    return np.where(level == UNKNOWN, np.nan, up.astype(float))


def other_ground(facts: Facts) -> Floats:
    """TERR marks one of the surfaces."""
    return any_of(*new_ground(facts).values())


def new_model(facts: Facts) -> Floats:
    """Tell a run in a shoe model never worn before (the pair's name where that is not known).

    A pair that came with kilometres from before the log is not new.
    """
    model, known, lost = _models(facts)
    fresh = known & ~pd.Series(model).duplicated().to_numpy()
    row = facts.once(run_weeks)
    return tri(
        facts.weeks.add_up(row, fresh.astype(float)) > 0,
        doubt_if_up=~ran_before(facts),
        doubt_if_not=~ran_before(facts)
        | (facts.weeks.add_up(row, lost.astype(float)) > 0)
        | ~complete(facts),
    )


def _models(facts: Facts) -> tuple[Ints, Flags, Flags]:
    """Model of each run by a number; which count as possibly new; which have no shoe."""
    spans, pair = facts.once(worn_pairs), facts.once(pair_of_runs)
    model = of_pairs(facts, "model")
    named = pd.DataFrame({"a": spans.a, "model": np.where(pd.isna(model), spans.name, model)})
    number = named.groupby(["a", "model"]).ngroup().to_numpy(np.int64)
    used = np.append(of_pairs(facts, "initial_km") > 0, False)[pair]
    return np.append(number, -1)[pair], (pair >= 0) & ~used, pair < 0


def more_sessions(facts: Facts) -> Floats:
    """Two runs more than the most of the last four weeks."""
    grid, count = facts.weeks, facts.week["runs"]
    most = highest_before(grid, count, complete(facts))
    return tri(
        count >= most + facts.limit("TONE", "sessions", grid.athlete),
        doubt_if_up=~ran_before(facts),
        doubt_if_not=~ran_before(facts) | ~complete(facts) | np.isnan(count) | np.isnan(most),
    )
