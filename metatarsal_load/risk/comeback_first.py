"""The first week of a comeback: short walk-runs that make a quarter of the usual week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from metatarsal_load.risk.comeback_limits import Log
from metatarsal_load.risk.comeback_runs import CROSS, FOUR_DAYS, Pace, Run, Week, lengths
from metatarsal_load.risk.rules import default

FIRST_RUN = Run(5, 1.0, 1.0)
"""The first run (guide: 5 x 1/1)."""
JOG_MIN, IN_ONE_GO_MIN, FOURTH_MIN = 2.0, default("RWR", "easy_min"), 30.0
"""Jogs of run 2, most running of run 3 (guide) and of run 4 (convention) [min]."""
AROUND_MIN = (3, 10)
"""Least and most walking before and after the first run [min] (convention)."""
SHORTEST_MIN = 5.0
"""Least running for which week 1 gets a fourth run [min] (convention)."""
FIRST_WEEK = (default("R2550", "least"), default("R2550", "most"))
"""Share of the usual week in week 1 (guide)."""


def first_week(usual_km: float, pace: Pace, *, days: int = 7) -> Week:
    """Lay out week 1: with the least walking around the runs that makes a quarter of U of it.

    Beyond the seventh day, if it has more, it repeats its second run every other day.
    """
    least, most = (share * usual_km for share in FIRST_WEEK)
    fewest, longest = AROUND_MIN
    for around in range(fewest, longest + 1):
        week = _short_runs(most, pace, around)
        if week.km(pace).min() >= least:
            break
    return _stretched(week, days)


def _short_runs(most_km: float, pace: Pace, around: int) -> Week:
    """Lay out three short first runs, none much longer than those before, and perhaps a fourth."""
    first = next(
        (run for run in _times(FIRST_RUN, around) if 3 * pace.km(run).max() <= most_km),
        Run(1, FIRST_RUN.run_min, FIRST_RUN.walk_min),
    )
    log = Log(pace).then({0: first})
    runs = {0: first}
    ways = (
        _times(Run(FIRST_RUN.repeats, JOG_MIN, FIRST_RUN.walk_min), around),
        _in_one_go(IN_ONE_GO_MIN, around),
        _in_one_go(FOURTH_MIN, around),
    )
    for nth, (day, wanted) in enumerate(zip(FOUR_DAYS[1:], ways, strict=True), start=2):
        # What the runs up to the third still take is left for them.
        left = most_km - log.total(0, day) - max(3 - nth, 0) * pace.km(first)
        again = [first] if nth <= 3 else []
        run = next((run for run in [*wanted, *again] if log.allows(day, run, left)), None)
        if run is not None:
            runs[day] = run
            log = log.then({day: run})
    return Week("first", runs, CROSS[FOUR_DAYS])


def _times(run: Run, around: int) -> Iterator[Run]:
    """Give a walk-run with ever fewer repeats, each with ever less walking before and after."""
    for repeats in range(run.repeats, 0, -1):
        for walk in range(around, -1, -1):
            yield replace(run, repeats=repeats, around_min=float(walk))


def _in_one_go(most_min: float, around: int) -> Iterator[Run]:
    """Give a run without a break of ever fewer minutes, each with ever less walking around it."""
    for run_min in lengths(most_min, SHORTEST_MIN):
        for walk in range(around, -1, -1):
            yield Run(1, run_min, 0.0, float(walk))


def _stretched(week: Week, days: int) -> Week:
    """Week 1 with more days: its second run again every other day."""
    *_, second = list(week.runs.values())[:2]
    again = dict.fromkeys(range(8, days, 2), second)
    cross = tuple(day for day in range(7, days, 2))
    return Week(week.kind, week.runs | again, week.cross + cross, days)
