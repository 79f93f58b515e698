"""How much of the ground must be known before a rule on surfaces speaks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import above
from metatarsal_load.risk.grid import Flags, Floats, Ints


def too_little_known(facts: Facts, rule: str, a: Ints, unknown_km: Floats, km: Floats) -> Flags:
    """Whether less than the rule's share ``known`` of some distances lies on known ground.

    Parameters
    ----------
    facts : Facts
        For the threshold of each athlete.
    rule : str
        Id of a rule with the threshold ``known``.
    a : ndarray of int
        Shape (n,): athlete codes.
    unknown_km, km : ndarray
        Shape (n,): distance on unknown ground and in all [km].

    Returns
    -------
    ndarray of bool
        Shape (n,); False where a distance is NaN.
    """
    return above(unknown_km, (1 - facts.limit(rule, "known", a)) * km)


def runs_too_little_known(facts: Facts, rule: str) -> Flags:
    """Say the same of every run; also where its surface is not known at all; shape (runs,)."""
    names = ("unknown_surface_km", "distance_km")
    unknown_km, km = (facts.numbers("runs", name) for name in names)
    nothing: npt.NDArray[np.bool_] = (facts.runs["surface"] == "unknown").to_numpy(
        dtype=bool, na_value=True
    )
    little = too_little_known(facts, rule, facts.runs["a"].to_numpy(), unknown_km, km)
    return little | (nothing & (np.isnan(unknown_km) | np.isnan(km)))
