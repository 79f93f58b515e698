"""What each run was run on and in: ground and pair."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grid import Floats, Ints
from metatarsal_load.risk.measures.pairs import listed, pair_of_runs
from metatarsal_load.schema import HARD_SURFACES, SOFT_SURFACES

GENTLE = (*SOFT_SURFACES, "track", "treadmill")
FLAT_KINDS = ("minimalist", "racing_flat")


def hard_ground(facts: Facts, run: Ints) -> Floats:
    """Whether each of some runs was on hard ground: 1, 0, NaN where unknown.

    By the word of its surface; for mixed and unknown ones by more than half of its kilometres.
    """
    names = ("distance_km", "paved_km", "soft_km", "treadmill_km")
    km, paved, soft_km, belt = (facts.numbers("runs", name)[run] for name in names)
    surface, gentle = facts.runs["surface"].take(run), soft_km + belt
    hard = surface.isin(HARD_SURFACES).to_numpy() | (paved > km / 2)
    soft = surface.isin(GENTLE).to_numpy() | (gentle >= km / 2)
    return np.select([hard, soft & ((gentle > 0) | np.isnan(gentle))], [1.0, 0.0], np.nan)


def pair_of(facts: Facts, run: Ints) -> Ints:
    """Row of the shoe table for some runs; -1 where the pair is unknown or not in the table."""
    return np.append(facts.once(listed), -1)[facts.once(pair_of_runs)[run]]


def kind_of(facts: Facts, run: Ints) -> npt.NDArray[np.object_]:
    """Kind of the pair of some runs; "" where unknown."""
    kinds = np.append(facts.shoes["kind"].astype(object).fillna("").to_numpy(object), "")
    return np.asarray(kinds[pair_of(facts, run)], object)
