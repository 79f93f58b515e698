"""What a comeback plan is made of: runs, weeks, and the days that they fall on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from metatarsal_load.risk.grid import Floats

WALK_MPS = 1.4
"""Speed of walking, for the distance of the breaks (convention)."""
FOUR_DAYS, THREE_DAYS = (0, 2, 4, 6), (1, 3, 5)
"""Days of the week with a run up to the gate: every other day, across the weeks too."""
FULL_DAYS = (1, 2, 4, 6)
"""Days of the week with a run once there are four each week."""
CROSS = {
    FOUR_DAYS: (3, 5),
    THREE_DAYS: (0, 4),
    FULL_DAYS: (3,),
}
"""Days of the week with cross-training, by the days with a run."""


@dataclass(frozen=True)
class Run:
    """One planned run: so many times jogging, then walking, and walking before and after [min]."""

    repeats: int
    run_min: float
    walk_min: float
    around_min: float = 0.0

    @property
    def running_min(self) -> float:
        """Running in all [min]."""
        return self.repeats * self.run_min

    @property
    def walking_min(self) -> float:
        """Walking in all [min]: the breaks, before and after."""
        return self.repeats * self.walk_min + 2 * self.around_min


@dataclass(frozen=True)
class Pace:
    """Speed of easy running [m/s], and the unit that distances are told in [km]."""

    speed_mps: float
    unit_km: float = 1.0

    def km(self, run: Run) -> Floats:
        """Distance of a run with its walking [km]: as run, and as told.

        The plan keeps the rules with either, whichever of them ends up in the log.
        """
        km = 0.06 * (run.running_min * self.speed_mps + run.walking_min * WALK_MPS)
        told = round(km / self.unit_km, self.digits(km)) * self.unit_km
        return np.array([km, round(told, 3)])

    def digits(self, km: float) -> int:
        """Digits to tell a distance with: hundredths below two units, where a tenth is much."""
        return 2 if km < 2 * self.unit_km else 1


@dataclass(frozen=True)
class Week:
    """One week of the plan: what kind it is, its runs and its cross-training by day.

    Only the first may have more than 7 days.
    """

    kind: str
    runs: dict[int, Run]
    cross: tuple[int, ...]
    days: int = 7

    def km(self, pace: Pace) -> Floats:
        """Distance of the (last) seven days [km], as run and as told."""
        own = [pace.km(run) for day, run in self.runs.items() if day >= self.days - 7]
        return np.asarray(np.sum(own, axis=0), float)


def lengths(most_min: float, least_min: float = 0.25) -> Iterator[float]:
    """Lengths of running, longest first: whole minutes, below 15 halves, below 7.5 quarters."""
    for quarter in range(int(4 * most_min), int(4 * least_min) - 1, -1):
        if quarter % (4 if quarter >= 60 else 2 if quarter >= 30 else 1) == 0:
            yield quarter / 4
