"""Simulated seasons of healthy runners who train sensibly: what the rules should leave in peace.

A season is three weeks of slow building and one of recovery, over and over, as a plan of a club
would have it; life adds noise to every run, cancels some, and takes a week now and then. Runners
have habits: each weekday has its ground, left now and then, and pairs are replaced before they
wear out. Where ground is drawn anew for every run (``habit=0``) TERR alone speaks about once a
month.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

FIRST_MONDAY = pd.Timestamp("2025-01-06")
WEEK_DAYS = {3: (1, 3, 6), 4: (1, 2, 4, 6), 5: (0, 1, 3, 4, 6), 6: (0, 1, 2, 3, 4, 6)}
EASY_SURFACES = ("asphalt", "asphalt", "asphalt", "trail", "grass")
REPLACED_KM = 700.0


def healthy_seasons(
    count: int = 100, *, weeks: int = 40, seed: int = 2026, habit: float = 0.88
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sessions and shoes of so many runners; each a season of so many weeks."""
    rng = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    shoes: list[dict[str, object]] = []
    for number in range(count):
        runner = _Runner(f"runner {number:03}", habit, rng)
        for week in range(weeks):
            rows += runner.week(week)
        shoes += runner.shoes
    table = pd.DataFrame(rows)
    table["start"] = FIRST_MONDAY + pd.to_timedelta(table.pop("minute"), unit="min")
    return table, pd.DataFrame(shoes)


class _Runner:
    """A base, a slow rise to at most a third above it, habits, and every week's life."""

    def __init__(self, name: str, habit: float, rng: np.random.Generator) -> None:
        self.name, self.habit, self.rng = name, habit, rng
        self.base = float(np.clip(rng.lognormal(np.log(35), 0.35), 15, 80))
        self.days = WEEK_DAYS[int(np.clip(round(self.base / 9), 3, 6))]
        self.speed, self.cadence = rng.uniform(2.6, 3.4), rng.uniform(172, 180)
        self.climb, self.hard = rng.uniform(4, 14), rng.uniform(12, 25)
        self.cross, self.rise = rng.uniform(0.4, 0.9), rng.uniform(0.0, 0.05)
        self.level = 1.0
        self.ground = [self._draw_ground() for _ in self.days]
        self.ground[1] = "asphalt"  # the faster session
        self.shoes: list[dict[str, object]] = []
        self.on: dict[str, float] = {}
        for letter in "ABC"[: int(rng.integers(2, 4))]:
            self._buy(letter, float(rng.uniform(0, 500)))

    def week(self, week: int) -> list[dict[str, object]]:
        """A long run, a faster session, easy ones; some missed; perhaps a ride."""
        rng, count = self.rng, len(self.days)
        target = self.base * self.level
        if week % 4 == 3:
            target *= rng.uniform(0.70, 0.80)
        else:
            self.level = min(self.level * (1 + self.rise), 1.33)
        if rng.random() < 0.03:
            target *= rng.uniform(0.3, 0.7)  # a cold, a journey
        longest = {3: 0.42, 4: 0.34, 5: 0.30, 6: 0.27}[count]
        rows = []
        for place, weekday in enumerate(self.days):
            share = longest if place == count - 1 else (1 - longest) / (count - 1)
            if rng.random() >= 0.06:
                km = target * share * rng.lognormal(0, 0.05)
                rows.append(self._run(week * 7 + weekday, km, place))
        if rng.random() < self.cross:
            free = next(day for day in (2, 5) if day not in self.days)
            rows.append(
                {"athlete": self.name, "minute": self._minute(week * 7 + free), "sport": "cycling",
                 "distance_km": rng.uniform(15, 40), "duration_min": 75.0}
            )  # fmt: skip
        return rows

    def _run(self, day: int, km: float, place: int) -> dict[str, object]:
        """One run; the faster session has most of its hard minutes by plan."""
        rng, fast = self.rng, place == 1
        speed = self.speed * (1.06 if fast else 1.0) * rng.lognormal(0, 0.02)
        minutes = km * 1000 / speed / 60
        hard = min(self.hard * rng.lognormal(0, 0.15), minutes * 0.6) if fast else 0.0
        climb = km * self.climb * rng.lognormal(0, 0.25)
        usual = fast or rng.random() < self.habit
        return {
            "athlete": self.name, "minute": self._minute(day), "sport": "running",
            "distance_km": round(km, 3), "duration_min": minutes, "running_min": minutes,
            "hard_min": hard, "moderate_min": 0.0, "easy_min": minutes - hard,
            "intensity": "hard" if hard >= 10 else "easy", "ascent_m": climb, "descent_m": climb,
            "downhill_km": 0.02 * km * rng.lognormal(0, 0.3),
            "cadence_spm": self.cadence + 3 * (speed - 3) + rng.normal(0, 1.2),
            "surface": self.ground[place] if usual else self._draw_ground(),
            "shoe": self._wear(km),
        }  # fmt: skip

    def _wear(self, km: float) -> str:
        """Take one of the pairs, and replace it by the same model once it is worn."""
        letter = list(self.on)[int(self.rng.integers(len(self.on)))]
        shoe = str(self.shoes[self._last(letter)]["shoe"])
        self.on[letter] += km
        if self.on[letter] > REPLACED_KM:
            self._buy(letter, 0.0)
        return shoe

    def _last(self, letter: str) -> int:
        """Position of the newest pair of a model."""
        return max(i for i, pair in enumerate(self.shoes) if pair["model"] == letter)

    def _buy(self, letter: str, km: float) -> None:
        number = sum(pair["model"] == letter for pair in self.shoes) + 1
        self.on[letter] = km
        self.shoes.append(
            {"athlete": self.name, "shoe": f"{letter}{number}", "model": letter,
             "kind": "conventional", "initial_km": km}
        )  # fmt: skip

    def _draw_ground(self) -> str:
        return EASY_SURFACES[int(self.rng.integers(len(EASY_SURFACES)))]

    def _minute(self, day: int) -> int:
        """Begin in the early morning or at six in the evening, give or take."""
        hour = 6.5 if self.rng.random() < 0.5 else 18.0
        return round((day * 24 + hour + self.rng.uniform(0, 1.5)) * 60)
