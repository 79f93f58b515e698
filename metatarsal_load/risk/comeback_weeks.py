"""The weeks of a comeback: how much, in which steps, on which days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from metatarsal_load.risk.comeback_first import first_week
from metatarsal_load.risk.comeback_limits import Log, risen
from metatarsal_load.risk.comeback_runs import (
    CROSS,
    FOUR_DAYS,
    FULL_DAYS,
    THREE_DAYS,
    Pace,
    Run,
    Week,
    lengths,
)
from metatarsal_load.risk.gate import GATE_BOUT_MIN
from metatarsal_load.risk.grid import Floats
from metatarsal_load.risk.states import RAMP_SHARE

PARTS = {2: 3, 3: 2}
"""Weeks of the plan whose runs come in so many parts, each with 1 min of walking (convention)."""
GATE_RUN = Run(1, GATE_BOUT_MIN, 0.0)
HOLD_EVERY = 4
"""Every so many weeks the distance is held (convention)."""
MOST_WEEKS = 60
"""Weeks after which a plan ends in any case."""


@dataclass(frozen=True)
class Room:
    """What a week has to keep to: its distance [km], the runs before it and its first day."""

    most_km: Floats
    log: Log
    begin: int


def comeback_weeks(usual_km: float, pace: Pace, *, days: int = 7) -> list[Week]:
    """Lay out the weeks from the first walk-run to 0.9 of the usual week.

    Week 1 is a quarter to half of the usual week, as far as its first three runs of at most
    15 min allow; each week after it rises by T10's limit at most, and every fourth is held. No
    run is more than 10 % longer than the longest of the 30 days before it. The first week with
    room for three runs of 30 min is the gate, with the fourth on the first day of the next week;
    then come 3 runs and 2 days of cross-training, then 4 and 1.

    Parameters
    ----------
    usual_km : float
        Usual weekly distance [km], above 0.
    pace : Pace
        Speed of easy running, and the unit that distances are told in.
    days : int
        Days of week 1, 7 to 13: those to the last day of a calendar week, so that the weeks after
        it are the weeks that the rules judge. Beyond the seventh it repeats its second run.
    """
    weeks = [first_week(usual_km, pace, days=days)]
    log, begin = Log(pace).then(weeks[0].runs), days
    while len(weeks) < MOST_WEEKS:
        km, before = weeks[-1].km(pace), weeks[-1].kind
        if before == "4 + 1" and km.min() >= RAMP_SHARE * usual_km:
            break
        number = len(weeks) + 1
        hold = number % HOLD_EVERY == 0 or before == "gate"
        most = np.minimum(km if hold else risen(km), _target(usual_km, pace))
        weeks.append(_next_week(before, number, Room(most, log, begin)))
        log = log.then({begin + day: run for day, run in weeks[-1].runs.items()})
        log = replace(
            log, usual_again=log.usual_again or weeks[-1].km(pace).max() >= RAMP_SHARE * usual_km
        )
        begin += 7
    return weeks


def _target(usual_km: float, pace: Pace) -> float:
    """Distance the plan rises to [km]: the usual week, and at least what the gate takes."""
    return max(usual_km, float(4 * pace.km(GATE_RUN).max()))


def _next_week(before: str, number: int, room: Room) -> Week:
    """Lay out the week after one of a kind."""
    if before == "gate":
        last = {FOUR_DAYS[0]: GATE_RUN}
        return Week("3 + 2", _share_out(FOUR_DAYS[1:], room, done=last), CROSS[FOUR_DAYS])
    if before in ("3 + 2", "4 + 1"):
        return Week("4 + 1", _share_out(FULL_DAYS, room), CROSS[FULL_DAYS])
    days = FOUR_DAYS if number % 2 == 1 else THREE_DAYS
    if days == THREE_DAYS and _gate_fits(room):
        return Week("gate", dict.fromkeys(days, GATE_RUN), CROSS[days])
    return Week("build", _share_out(days, room, parts=PARTS.get(number, 1)), CROSS[days])


def _gate_fits(room: Room) -> bool:
    """Whether four runs of the gate, the last on the first day of the week after, are allowed."""
    log, each = room.log, room.most_km / len(THREE_DAYS)
    for day in (*THREE_DAYS, 7 + FOUR_DAYS[0]):
        if not log.allows(room.begin + day, GATE_RUN, each):
            return False
        log = log.then({room.begin + day: GATE_RUN})
    return True


def _share_out(
    days: tuple[int, ...], room: Room, *, parts: int = 1, done: Mapping[int, Run] | None = None
) -> dict[int, Run]:
    """Share the distance of a week out evenly, each run in one go or in parts with some walking."""
    runs = dict(done or {})
    for nth, day in enumerate(days):
        log = room.log.then({room.begin + on: run for on, run in runs.items()})
        share = (room.most_km - log.total(room.begin, room.begin + 6)) / (len(days) - nth)
        each = share.min() / 0.06 / log.pace.speed_mps / parts
        walk_min = 1.0 if parts > 1 else 0.0
        ways = (Run(parts, run_min, walk_min) for run_min in lengths(each))
        fitting = (run for run in ways if log.allows(room.begin + day, run, share))
        runs[day] = next(fitting, Run(1, 1.0, 0.0))
    return runs
