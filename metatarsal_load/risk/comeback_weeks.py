"""The weeks of a comeback: how much, in which steps, on which days."""

from __future__ import annotations

from dataclasses import dataclass

from metatarsal_load.risk.words import MILE_KM

START = ((5, 1.0, 1.0), (5, 2.0, 1.0), (1, 15.0, 0.0))
"""The first three runs: repeats, jog and walk [min] (guide: 5 x 1/1; at most 15 min of running)."""
BLOCKS_MIN = {2: 5.0, 3: 10.0}
"""Weeks of the plan in which 1 min of walking follows each block of so many minutes of running."""
FOURTH_MIN = (15.0, 30.0)
"""Shortest and longest running of the fourth run of week 1 [min] (convention)."""
GATE_MIN = 30.0
"""Continuous running of each run of the gate [min] (guide)."""
FIRST_WEEK = (0.25, 0.50)
"""Share of the usual week in week 1 (guide)."""
RISE, FLOOR_KM = 0.10, MILE_KM
"""Rise from week to week, by T10's limit (guide: even slower is fine)."""
HOLD_EVERY = 4
"""Every so many weeks the distance is held (convention)."""
FULL = 0.9
"""Share of the usual week at which the comeback is complete."""
WALK_MPS = 1.4
"""Speed of walking, for the distance of the breaks (convention)."""
MOST_WEEKS = 60
"""Weeks after which a plan ends in any case."""
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
    """One planned run: so many times jogging, then walking [min]."""

    repeats: int
    run_min: float
    walk_min: float

    @property
    def running_min(self) -> float:
        """Running in all [min]."""
        return self.repeats * self.run_min

    def km(self, speed_mps: float) -> float:
        """Distance with the walking breaks [km]."""
        walked = self.repeats * self.walk_min * WALK_MPS
        return (self.running_min * speed_mps + walked) * 60 / 1000


@dataclass(frozen=True)
class Week:
    """One week of the plan: what kind it is, its runs and its cross-training by day.

    Only the first may have more than 7 days.
    """

    kind: str
    runs: dict[int, Run]
    cross: tuple[int, ...]
    days: int = 7

    def km(self, speed_mps: float) -> float:
        """Distance of the (last) seven days [km]."""
        return sum(run.km(speed_mps) for day, run in self.runs.items() if day >= self.days - 7)


def comeback_weeks(usual_km: float, speed_mps: float, *, days: int = 7) -> list[Week]:
    """Lay out the weeks from the first walk-run to 0.9 of the usual week.

    Week 1 is a quarter to half of the usual week, as far as its first three runs of at most
    15 min allow; each week after it rises by T10's limit at most, and every fourth is held. The
    first week with room for three runs of 30 min is the gate, with the fourth on the first day of
    the next week; then come 3 runs and 2 days of cross-training, then 4 and 1.

    Parameters
    ----------
    usual_km : float
        Usual weekly distance [km], above 0.
    speed_mps : float
        Speed of easy running [m/s].
    days : int
        Days of week 1, 7 to 13: those to the last day of a calendar week, so that the weeks after
        it are the weeks that the rules judge. Beyond the seventh it repeats its second run.
    """
    weeks = [_stretched(first_week(usual_km, speed_mps), days)]
    km = weeks[0].km(speed_mps)
    while len(weeks) < MOST_WEEKS:
        number = len(weeks) + 1
        if weeks[-1].kind == "4 + 1" and km >= FULL * usual_km:
            break
        hold = number % HOLD_EVERY == 0 or weeks[-1].kind == "gate"
        most = km if hold else km + max(RISE * km, FLOOR_KM)
        week = _next_week(weeks, number, min(most, _target(usual_km, speed_mps)), speed_mps)
        weeks.append(week)
        km = week.km(speed_mps)
    return weeks


def _target(usual_km: float, speed_mps: float) -> float:
    """Distance the plan rises to [km]: the usual week, and at least what the gate takes."""
    return max(usual_km, Run(4, GATE_MIN, 0.0).km(speed_mps))


def first_week(usual_km: float, speed_mps: float) -> Week:
    """Lay out week 1: three short first runs, and a fourth that fills it up to a quarter of U."""
    least, most = (share * usual_km for share in FIRST_WEEK)
    runs: dict[int, Run] = {}
    for day, (repeats, run_min, walk_min) in zip(FOUR_DAYS, START, strict=False):
        run = Run(repeats, run_min, walk_min)
        if runs and sum(r.km(speed_mps) for r in runs.values()) + run.km(speed_mps) > most:
            run = runs[0]
        runs[day] = run
    done = sum(run.km(speed_mps) for run in runs.values())
    wanted = (least - done) * 1000 / 60 / speed_mps
    fourth = Run(1, float(round(min(max(wanted, FOURTH_MIN[0]), FOURTH_MIN[1]))), 0.0)
    if done + fourth.km(speed_mps) <= most:
        runs[FOUR_DAYS[3]] = fourth
    return Week("first", runs, CROSS[FOUR_DAYS])


def _stretched(week: Week, days: int) -> Week:
    """Week 1 with more days: its second run again every other day."""
    again = dict.fromkeys(range(8, days, 2), week.runs[FOUR_DAYS[1]])
    cross = tuple(day for day in range(7, days, 2))
    return Week(week.kind, week.runs | again, week.cross + cross, days)


def _next_week(weeks: list[Week], number: int, km: float, speed_mps: float) -> Week:
    """Lay out one week of at most so many km."""
    minutes = km * 1000 / 60 / speed_mps
    if weeks[-1].kind == "gate":
        first, *others = FOUR_DAYS
        runs = {first: Run(1, GATE_MIN, 0.0)}
        runs |= _share_out(tuple(others), minutes - GATE_MIN, 0.0)
        return Week("3 + 2", runs, CROSS[FOUR_DAYS])
    if weeks[-1].kind in ("3 + 2", "4 + 1"):
        return Week("4 + 1", _share_out(FULL_DAYS, minutes, 0.0), CROSS[FULL_DAYS])
    days = FOUR_DAYS if number % 2 == 1 else THREE_DAYS
    if days == THREE_DAYS and minutes >= len(days) * GATE_MIN:
        return Week("gate", _share_out(days, minutes, 0.0), CROSS[days])
    return Week("build", _share_out(days, minutes, BLOCKS_MIN.get(number, 0.0)), CROSS[days])


def _share_out(days: tuple[int, ...], minutes: float, block_min: float) -> dict[int, Run]:
    """Share the minutes of a week out evenly, in blocks with 1 min of walking or in one go."""
    each = minutes / len(days)
    if block_min and each >= 2 * block_min:
        # The walking adds distance too: one block less keeps the week within its limit.
        repeats = int((each - 1) // (block_min + 0.5))
        return {day: Run(repeats, block_min, 1.0) for day in days}
    return {day: Run(1, float(int(each + 1e-9)), 0.0) for day in days}
