"""The week rules read again, slowly: one week, one athlete, plain loops (RULES.md section 2, 3)."""

from __future__ import annotations

from functools import cache
from itertools import product

from histories import HARD, SOFT, History, Run

MILE = 1.609344


def kms(runs: list[Run]) -> float:
    """Known distance of some runs."""
    return sum(float(run["km"] or 0) for run in runs)


def gaps(runs: list[Run], figure: str) -> bool:
    """Whether a run lacks a figure."""
    return any(run[figure] is None for run in runs)


def metres(excess_km: float) -> int:
    """Excess in whole metres."""
    return round(excess_km * 1000)


def base(one: History, week: int) -> list[int]:
    """Complete weeks among the four before."""
    return [w for w in range(week - 4, week) if w in one.weeks and one.complete(w)]


def with_runs(one: History, week: int) -> list[int]:
    """Those of them in which there was a run."""
    return [w for w in base(one, week) if one.week(w)]


def before(one: History, week: int) -> list[Run]:
    """Runs of the four weeks before, complete or not."""
    return one.between(7 * (week - 4), 7 * week - 1)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def on(run: Run, ground: str) -> bool | None:
    """Whether a run was on pavement, soft ground or a treadmill; None where unknown."""
    surface = run["surface"]
    if surface in (None, "unknown"):
        return None
    return {"paved": surface in HARD, "soft": surface in SOFT, "treadmill": surface == "treadmill"}[
        ground
    ]


def ground_rose(one: History, week: int, ground: str) -> bool | None:
    """TERR for one ground: tried with all unknown ground being it, and with none, in each week."""
    now, then = one.week(week), with_runs(one, week)
    if len(then) < 2 or gaps(before(one, week), "km") or gaps(now, "km"):
        return None
    unknown = kms([run for run in now if on(run, ground) is None])
    if unknown > 0.4 * kms(now) + 0.0005:
        return None
    bounds = [
        {kms([run for run in one.week(w) if on(run, ground) in told]) for told in ([1], [1, None])}
        for w in [week, *then]
    ]
    total = [kms(one.week(w)) for w in then]
    ends = []
    for part, *parts in product(*bounds):
        share = mean([km / whole for km, whole in zip(parts, total, strict=True)])
        limit = (share + 0.30) * kms(now)
        ends.append(metres(part - limit) >= 1 and metres(part - 5) >= 0)
    if len(set(ends)) > 1:
        return None
    return None if not ends[0] and not one.complete(week) else ends[0]


@cache
def terr(one: History, week: int) -> str:
    rose = [ground_rose(one, week, ground) for ground in ("paved", "soft", "treadmill")]
    return "caution" if True in rose else "unknown" if None in rose else "ok"


def down(one: History, week: int) -> str:
    now, then = one.week(week), with_runs(one, week)
    if len(then) < 2 or gaps(before(one, week), "km") or None in map(falls, before(one, week)):
        return "unknown"
    usual = mean([sum(map(falls, one.week(w))) / kms(one.week(w)) for w in then])
    fell = sum(falls(run) or 0 for run in now)
    if metres(fell - 3 * usual * kms(now)) >= 1 and (usual > 0 or metres(fell - 1) >= 0):
        return "unknown" if gaps(now, "km") else "caution"
    return "ok" if one.complete(week) and None not in map(falls, now) else "unknown"


def falls(run: Run) -> float | None:
    """Downhill km of a run; a treadmill has none."""
    if run["downhill"] is None and run["surface"] == "treadmill":
        return 0.0
    return None if run["downhill"] is None else float(run["downhill"])


def shmin(one: History, week: int) -> str:
    now, then = one.week(week), with_runs(one, week)
    if not any(thin(one, run, unknown_is=True) for run in now):
        return "ok" if one.complete(week) and (len(then) > 1 or not now) else "unknown"
    if len(then) < 2 or gaps([*before(one, week), *now], "km"):
        return "unknown"
    bounds = [
        {
            kms([run for run in one.week(w) if thin(one, run, unknown_is=yes)]) / kms(one.week(w))
            for yes in (False, True)
        }
        for w in [week, *then]
    ]
    ends = set()
    for shares in product(*bounds):
        gain = round(shares[0] - mean(shares[1:]), 6)
        ends.add("warning" if gain > 0.30 else "caution" if gain > 0.10 else "ok")
    level = min(ends, key=["ok", "caution", "warning"].index)
    if level == "ok":
        return "ok" if len(ends) == 1 and one.complete(week) else "unknown"
    return level


def thin(one: History, run: Run, *, unknown_is: bool) -> bool:
    """Whether a run was in minimalist shoes or flats."""
    kind = one.shoes.get(str(run["shoe"]), {}).get("kind")
    return unknown_is if kind is None else kind in ("minimalist", "racing_flat")
