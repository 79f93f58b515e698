"""How far the next run of a plan may go before the rules that judge it would mark it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from metatarsal_load.risk.comeback_runs import Pace, Run
from metatarsal_load.risk.grading import above
from metatarsal_load.risk.grid import Floats
from metatarsal_load.risk.measures.rolling import BACK
from metatarsal_load.risk.rules import default

RISE, FLOOR_KM = default("T10", "rise"), default("T10", "floor_km")
"""Rise from week to week that T10 allows (guide: even slower is fine)."""
LONGER, REFERENCE_DAYS = default("TSPK", "small"), int(default("TSPK", "days"))
"""Longest run against the longest of the days before, and how many days, as TSPK allows."""


@dataclass(frozen=True)
class Log:
    """Runs of a plan so far: day (from 0) and distance [km], as run and as told.

    T7 speaks only once the usual week was reached again (`usual_again`).
    """

    pace: Pace
    days: tuple[int, ...] = ()
    km: tuple[Floats, ...] = ()
    usual_again: bool = False

    def then(self, runs: Mapping[int, Run]) -> Log:
        """Return the log with further runs, by day."""
        more = tuple(self.pace.km(run) for run in runs.values())
        return replace(self, days=self.days + tuple(runs), km=self.km + more)

    def total(self, first: int, last: int) -> Floats:
        """Sum of the runs of some days [km]."""
        return np.asarray(self._between(first, last).sum(axis=0))

    def allows(self, day: int, run: Run, most_km: npt.ArrayLike) -> bool:
        """Whether a run is no longer than that, and neither TSPK nor T7 would mark it."""
        km = self.pace.km(run)
        longest = self._between(day - REFERENCE_DAYS, day).max(axis=0, initial=0.0)
        if not within(km, most_km) or (longest.any() and not within(km, LONGER * longest)):
            return False
        if not self.usual_again:
            return True
        ended = range(max(day - 6 - BACK, 0), day - 6)
        largest = np.max([self.total(on - 6, on) for on in ended], axis=0)
        return within(self.total(day - 6, day) + km, risen(largest))

    def _between(self, first: int, last: int) -> Floats:
        """Distances of the runs of some days, shape (runs, 2) [km]."""
        own = [km for on, km in zip(self.days, self.km, strict=True) if first <= on <= last]
        return np.array(own).reshape(-1, 2)


def risen(km: Floats) -> Floats:
    """T10's limit on a distance [km]."""
    return np.asarray(km + np.maximum(RISE * km, FLOOR_KM))


def within(km: Floats, limit: npt.ArrayLike) -> bool:
    """Whether distances do not exceed a limit, as run and as told."""
    return not above(km, limit).any()
