"""Random histories as plain lists and dicts, for the slow readings of the rules to walk through.

Distances are half kilometres and figures round, so that many land on a threshold exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from typed import day

Run = dict[str, object]
SOFT = ("grass", "trail", "dirt", "track")
HARD = ("asphalt", "concrete")
SURFACES = (*HARD, "asphalt", "asphalt", *SOFT, "treadmill", "unknown", None)
FLAGS = ("walk_ok", "stairs_ok", "hops_ok", "calf_raise_ok")


@dataclass(eq=False)
class History:
    """One athlete's days, numbered from the first Monday of the season; unknown is None."""

    name: str
    runs: list[Run]
    rides: list[int]
    shoes: dict[str, dict[str, object]]
    diary: dict[int, dict[str, object]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """First covered day."""
        return min([*(int(run["day"]) for run in self.runs), *self.rides])

    @property
    def last(self) -> int:
        """Last covered day."""
        days = [*(int(run["day"]) for run in self.runs), *self.rides, *self.diary]
        return max(days)

    @property
    def weeks(self) -> range:
        """Number of every week with a covered day; week 0 begins on day 0."""
        return range(self.first // 7, self.last // 7 + 1)

    def complete(self, week: int) -> bool:
        """Whether all seven days of a week are covered."""
        return self.first <= 7 * week and 7 * week + 6 <= self.last

    def between(self, first: int, last: int) -> list[Run]:
        """Runs from one day to another, both included."""
        return [run for run in self.runs if first <= int(run["day"]) <= last]

    def week(self, week: int) -> list[Run]:
        """Runs of a week."""
        return self.between(7 * week, 7 * week + 6)


def some(rng: np.random.Generator, value: object, unknown: float = 0.04) -> object:
    """Return the value, or None now and then."""
    return None if rng.random() < unknown else value


def one_run(rng: np.random.Generator, number: int) -> Run:
    """Draw a run of a day; every figure may be unknown."""
    km = float(rng.integers(4, 25)) / 2
    speed = float(rng.choice([2.8, 3.0, 3.2]))
    hard = some(rng, float(rng.choice([0, 0, 0, 10, 20, 35])), 0.02)
    hills = rng.random() < 0.3
    return {
        "day": number,
        "km": some(rng, km, 0.01),
        "surface": SURFACES[int(rng.integers(len(SURFACES)))] if rng.random() < 0.5 else "asphalt",
        "route": some(rng, "loop" if rng.random() < 0.85 else "other", 0.02),
        "shoe": some(rng, str(rng.choice(["A", "A", "A", "B", "C", "D"])), 0.05),
        "spm": some(rng, float(rng.choice([164, 168, 170, 172, 176])) - 8 * (number > 70), 0.1),
        "speed": speed,
        "hard_min": hard,
        "intensity": None if hard is None else "hard" if hard else "easy",
        "race": float(rng.random() < 0.05),
        "climb": some(rng, float(rng.integers(0, 30)) * (10.0 if hills else 1.0), 0.02),
        "downhill": some(rng, round(0.05 * km * float(rng.choice([0, 1, 1, 4])), 3), 0.02),
        "minutes": float(rng.choice([9, 12, 16, 25, 30, 31, 40])),
        "steep": some(rng, float(rng.choice([0, 0, 199, 200, 400])), 0.1),
    }


def history(seed: int, *, often: float = 0.55, off: tuple[int, int] | None = None) -> History:
    """Draw a season of 105 days; `off` is a span of days without a run."""
    rng = np.random.default_rng(seed)
    begin = int(rng.integers(0, 6))
    days = [n for n in range(begin, 105) if rng.random() < often]
    free = range(*off) if off else range(0)
    runs = [one_run(rng, n) for n in days if n not in free]
    twice = [one_run(rng, int(run["day"])) for run in runs if rng.random() < 0.05]
    shoes: dict[str, dict[str, object]] = {
        name: {
            "kind": some(rng, str(rng.choice(["conventional", "minimalist", "racing_flat"])), 0.1),
            "initial_km": some(rng, float(rng.choice([0, 0, 400, 760, 1100])), 0.2),
            "model": str(rng.choice(["Swift", "Pace"])),
        }
        for name in "ABC"
    }
    rides = [n for n in range(begin, 105) if rng.random() < 0.1]
    runs = sorted([*runs, *twice], key=lambda run: (int(run["day"]), float(run["km"] or 0)))
    return History(f"h{seed:03}", runs, rides, shoes)


def tables(histories: list[History]) -> dict[str, pd.DataFrame]:
    """Put histories into the tables that `assess` takes."""
    sessions = [
        {"athlete": one.name, "start": day(int(run["day"])), "distance_km": run["km"],
         "surface": run["surface"], "route": run["route"], "shoe": run["shoe"],
         "cadence_spm": run["spm"], "speed_mps": run["speed"], "hard_min": run["hard_min"],
         "intensity": run["intensity"], "race": run["race"], "ascent_m": run["climb"],
         "descent_m": run["climb"], "downhill_km": run["downhill"],
         "duration_min": run["minutes"], "steep_m": run["steep"], "steep_down_m": 0.0,
         "sport": "running"}
        for one in histories for run in one.runs
    ] + [
        {"athlete": one.name, "start": day(ride), "distance_km": 30.0, "sport": "cycling"}
        for one in histories for ride in one.rides
    ]  # fmt: skip
    shoes = [
        {"athlete": one.name, "shoe": name, **pair}
        for one in histories
        for name, pair in one.shoes.items()
    ]
    diary = [
        {"athlete": one.name, "date": day(number), **entry}
        for one in histories
        for number, entry in one.diary.items()
    ]
    made = {"sessions": pd.DataFrame(sessions), "shoes": pd.DataFrame(shoes)}
    return made | ({"diary": pd.DataFrame(diary)} if diary else {})


def comeback(seed: int) -> History:
    """Draw eight weeks of running, a break with or without an injury, and a return."""
    rng = np.random.default_rng(seed)
    one = history(seed, often=0.5)
    hurt, broke = rng.random() < 0.6, int(rng.integers(54, 60))
    back = broke + int(rng.integers(8 if hurt else 15, 22))
    number, back_runs = back, []
    while number < back + 42:
        back_runs.append(one_run(rng, number))
        number += int(rng.choice([1, 2, 2, 2, 2, 2, 2, 3]))
    for run in back_runs:
        run["minutes"] = float(rng.choice([15, 29.5, 30, 32, 32, 32]))
        run["intensity"], run["hard_min"] = "easy", 0.0
        run["km"] = float(rng.integers(4, 14)) / 2
    one.runs = [run for run in one.runs if int(run["day"]) < broke] + back_runs
    one.rides = [ride for ride in one.rides if ride < back] + list(range(back, back + 42, 4))
    one.rides = one.rides if rng.random() < 0.7 else []
    if hurt:
        one.diary[broke] = {"pain": 0.0, "injury": 1.0}
    for entry in range(back - 2, back + 43):
        if rng.random() < 0.95:
            one.diary[entry] = {
                "pain": float(rng.choice([0, 1, 3, 5.5], p=[0.88, 0.04, 0.04, 0.04])),
                "pain_during": 0.0,
                "rehab": some(rng, float(rng.random() < 0.4), 0.05),
            }
    return one
