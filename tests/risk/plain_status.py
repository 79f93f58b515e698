"""The status rules read again, slowly, day by day (RULES.md sections 1, 2 and 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from statistics import median

from histories import HARD, SOFT, History, Run
from plain_weeks import kms

Judged = Iterator[tuple[int, str]]


class Held:
    """A limit that lets go only once the figure has moved 2 % beyond it."""

    def __init__(self) -> None:
        self.on = False

    def __call__(self, figure: float | None, limit: float) -> bool:
        if figure is None:
            self.on = False
        elif figure - limit > 5e-7:
            self.on = True
        elif figure - (limit - 0.02 * abs(limit)) <= 5e-7:
            self.on = False
        return self.on


def recent(one: History, number: int) -> list[Run]:
    """Runs of the 28 days to a day."""
    return one.between(number - 27, number)


def days(one: History) -> range:
    return range(one.first, one.last + 1)


def surf1(one: History) -> Judged:
    """By week, on its first day; weeks without a run owe nothing."""
    hard_week, asked = -2, -2
    for week in one.weeks:
        surfaces = [run["surface"] for run in one.week(week)]
        known = [surface for surface in surfaces if surface not in (None, "unknown")]
        if not surfaces:
            continue
        if any(surface in SOFT for surface in known):
            yield 7 * week, "ok"
            continue
        if len(known) < len(surfaces) or not one.complete(week):
            yield 7 * week, "unknown"
        elif hard_week == week - 1:
            yield 7 * week, "caution"
        else:
            yield 7 * week, "note"
        hard_week = week if len(known) == len(surfaces) else asked


def surf2(one: History) -> Judged:
    most = Held()
    for number in days(one):
        runs = recent(one, number)
        loops = Counter(run["route"] for run in runs if run["route"] and run["surface"] in HARD)
        share = max(loops.values(), default=0) / len(runs) if len(runs) >= 6 else None
        marked = most(share, 0.80 - 1e-6)
        blank = [r for r in runs if not r["route"] or r["surface"] in (None, "unknown")]
        if share is None or (not marked and blank):
            yield number, "unknown"
        else:
            yield number, "note" if marked else "ok"


def easy(run: Run) -> bool:
    """Level, easy, 10 min or more, with a cadence."""
    level = run["climb"] is None or run["km"] is None
    level = level or 2 * float(run["climb"]) <= 20 * float(run["km"])
    calm = run["intensity"] != "hard" and not run["race"]
    return level and calm and run["spm"] is not None and float(run["minutes"]) >= 10


def renewed(
    one: History, figure: Callable[[Run], float]
) -> Iterator[tuple[int, float, float, float | None]]:
    """Each day: medians of a figure and of the speed, 28 days to the last easy run; baseline."""
    runs = [run for run in one.runs if easy(run)]
    for number in days(one):
        if len([run for run in runs if number - 27 <= int(run["day"]) <= number]) < 3:
            yield number, float("nan"), float("nan"), None
            continue
        last = max(int(run["day"]) for run in runs if int(run["day"]) <= number)
        near = [run for run in runs if last - 27 <= int(run["day"]) <= last]
        speed = median(float(run["speed"]) for run in near)
        older = [run for run in runs if last - 83 <= int(run["day"]) <= last - 28]
        far = [figure(run) for run in older if abs(float(run["speed"]) - speed) < 0.2001]
        own = median(far) if len(far) >= 5 else None
        yield number, median(map(figure, near)), speed, own


def cad(one: History) -> Judged:
    low, slow, fell = Held(), Held(), Held()
    for number, spm, speed, own in renewed(one, lambda run: float(run["spm"])):
        known = None if spm != spm else -spm
        in_band = not low(known, -170)
        by_speed = slow(known, -(171.3 + 5.6 * (speed - 3.8) - 10))
        by_self = fell(None if own is None else known, -0.95 * (own or 0))
        if known is None:
            yield number, "unknown"
        else:
            yield number, "caution" if by_speed or by_self else "ok" if in_band else "note"


def over(one: History) -> Judged:
    longer = Held()
    for number, step, _, own in renewed(
        one, lambda run: 60 * float(run["speed"]) / float(run["spm"])
    ):
        known = own is not None and step == step
        marked = longer(round(step, 4) if known else None, 1.05 * (own or 0) + 5e-5)
        yield number, "unknown" if not known else "note" if marked else "ok"


def shun_share(one: History) -> Judged:
    much = Held()
    for number in days(one):
        runs = recent(one, number)
        bare = [run for run in runs if run["shoe"] is None]
        share = kms(bare) / kms(runs) if kms(runs) else 0.0
        marked = much(share, 0.20)
        if runs:
            yield number, "caution" if marked else "note" if bare else "ok"


def shun_pair(one: History, pair: str) -> Judged:
    unsure = one.shoes.get(pair, {}).get("initial_km") is None
    for number in days(one):
        if any(run["shoe"] == pair for run in recent(one, number)):
            yield number, "caution" if unsure else "ok"


def shrot(one: History) -> Judged:
    much, single = Held(), Held()
    for number in days(one):
        runs = recent(one, number)
        worn = {run["shoe"] for run in runs if run["shoe"] is not None}
        share = None
        if len(runs) >= 6 and kms(runs) > 0:
            most = max([kms([r for r in runs if r["shoe"] == pair]) for pair in worn], default=0.0)
            share = most / kms(runs)
        marked, one_pair = much(share, 0.90), single(share, 1 - 1e-5)
        if share is None or (not marked and any(run["shoe"] is None for run in runs)):
            yield number, "unknown"
        else:
            yield number, "caution" if one_pair else "note" if marked else "ok"
