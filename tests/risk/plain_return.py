"""The rules of the return, and what a return is, read again slowly (RULES.md sections 1, 4)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from histories import History, Run
from plain_status import Judged
from plain_weeks import gaps, kms, metres


@dataclass
class Layoff:
    """A break: its first day, the first run back, U, and the days after return and ramp."""

    injury: bool
    onset: int
    back: int
    usual: float | None
    gate: int | None
    over: int
    ramped: int


LATER = 10_000


def layoff(one: History) -> Layoff | None:
    """Find the one break of a history: 14 run-free days, or the rest behind an injury."""
    runs = sorted({int(run["day"]) for run in one.runs})
    hurt = [number for number, entry in one.diary.items() if entry.get("injury")]
    if hurt:
        onset, back = hurt[0], min(number for number in runs if number > hurt[0])
    else:
        breaks = [(a + 1, b) for a, b in pairwise(runs) if b - a > 14]
        if not breaks:
            return None
        onset, back = breaks[0]
    usual = usual_km(one, onset, back)
    gate = passed(one, back)
    full = [
        7 * w + 7 for w in one.weeks
        if 7 * w > onset and 7 * w + 6 >= back and usual
        and metres(kms(one.week(w)) - 0.9 * usual) >= 0
    ]  # fmt: skip
    # Diary and bouts are there in every drawn comeback.
    lapses = [lapse(one, back)] if hurt else [back + 28, *full[:1]]
    over = min([gate or LATER, *lapses])
    ramped = over if usual is None else min([day for day in full if day >= over], default=LATER)
    return Layoff(bool(hurt), onset, back, usual, gate, over, ramped)


def usual_km(one: History, onset: int, back: int) -> float | None:
    """Median of the last 2 to 8 complete weeks that end before the onset."""
    weeks = [
        kms(one.week(w)) for w in one.weeks
        if one.complete(w) and 7 * w + 6 < onset and not gaps(one.week(w), "km")
    ][-8:]  # fmt: skip
    return median(weeks) if len(weeks) >= 2 and median(weeks) > 0 else None


def painless(one: History, number: int) -> bool:
    return one.diary.get(number, {}).get("pain") == 0


def passed(one: History, back: int) -> int | None:
    """Day after the fourth painless 30-minute run of a row with gaps of up to 2 days (R30)."""
    row: list[int] = []
    for run in one.between(back, one.last):
        number = int(run["day"])
        good = float(run["minutes"]) >= 30 and painless(one, number) and painless(one, number + 1)
        if not good or number in row:
            continue
        follows = row and number - row[-1] <= 2
        hurt = row and any(
            (one.diary.get(n, {}).get("pain") or 0) > 0 for n in range(row[-1], number)
        )
        row = [*row, number] if follows and not hurt else [number]
        if len(row) == 4:
            return number + 1
    return None


def lapse(one: History, back: int) -> int:
    """28 days after the last run whose bout and pain are known; those follow within 28 days."""
    last = back
    for run in one.between(back, one.last):
        if int(run["day"]) in one.diary and int(run["day"]) - last < 28:
            last = int(run["day"])
    return last + 28


def lower(level: str, injury: bool) -> str:
    """One step lower after a gap without an injury."""
    steps = ["note", "caution", "warning", "stop"]
    if injury or level not in steps:
        return level
    return "ok" if level == "note" else steps[steps.index(level) - 1]


def seven_days(one: History, off: Layoff) -> tuple[float, bool, bool]:
    """Distance of the 7 days from the first run back, whether all is known, whether it is over."""
    runs = one.between(off.back, off.back + 6)
    return kms(runs), not gaps(runs, "km"), one.last >= off.back + 6


def toff(one: History) -> Judged:
    off = layoff(one)
    if off is None or off.injury:
        return
    km, known, done = seven_days(one, off)
    if off.usual is None:
        yield off.back, "unknown"
    elif metres(km - off.usual) >= 1:
        yield off.back, "warning"
    elif metres(km - off.usual / 2) >= 1:
        yield off.back, "caution"
    else:
        yield off.back, "ok" if known and done else "unknown"


def r32(one: History) -> Judged:
    off = layoff(one)
    if off is None or off.gate is None or off.over != off.gate:
        return
    runs = one.between(off.gate, off.gate + 6)
    rides = {ride for ride in one.rides if off.gate <= ride <= off.gate + 6}
    if len(runs) > 3:
        yield off.gate, lower("caution", off.injury)
    elif one.last < off.gate + 6:
        yield off.gate, "unknown"
    elif len(rides) >= 2:
        yield off.gate, "ok"
    else:
        yield off.gate, lower("note", off.injury) if one.rides else "unknown"


def on_the_way(one: History, off: Layoff) -> list[Run]:
    """Runs of return and ramp, those of the first 14 days in any case."""
    return one.between(off.back, max(off.ramped, off.back + 14) - 1)


def rhill(one: History) -> Judged:
    """Each run in its turn; several of a day share it."""
    off = layoff(one)
    first = True
    for run in on_the_way(one, off) if off else []:
        number, early = int(run["day"]), int(run["day"]) < off.back + 14
        hilly = run["steep"] is not None and float(run["steep"]) >= 200
        if early and hilly:
            yield number, lower("warning", off.injury)
        elif early:
            flat = run["steep"] is not None or run["surface"] == "treadmill" or small(run)
            yield number, "ok" if flat else "unknown"
        elif hilly and first:
            yield number, lower("note", off.injury)
        first = first and (early or not hilly)


def small(run: Run) -> bool:
    """Whether climb and descent together are too small for 200 m at 6 %."""
    return run["climb"] is not None and 2 * float(run["climb"]) < 12


def rrst(one: History) -> Judged:
    off = layoff(one)
    days = {int(run["day"]) for run in on_the_way(one, off)} if off else set()
    for number in sorted(days if one.diary else ()):
        pains = [one.diary.get(n, {}).get("pain") for n in (number - 1, number)]
        worst = max([float(pain) for pain in pains if pain is not None], default=0.0)
        if worst >= 3:
            yield number, lower("stop" if worst > 5 else "caution", off.injury)
        else:
            yield number, "unknown" if None in pains else "ok"


def rkeep(one: History) -> Judged:
    """Full blocks of 7 days of the return; new minimalist pairs are left to the typed cases."""
    off = layoff(one)
    if off is None:
        return
    last = min(off.over - 1, one.last)
    for start in range(off.back, last - 5, 7):
        told = [one.diary.get(n, {}).get("rehab") for n in range(start, start + 7)]
        done, silent = told.count(1.0), told.count(None)
        yield start, "ok" if done >= 3 else "note" if done + silent < 3 else "unknown"
