"""TONE read again, slowly, with the week and session rules it counts (RULES.md section 2)."""

from __future__ import annotations

from histories import History, Run
from plain_weeks import MILE, base, before, gaps, kms, mean, metres, terr, with_runs


def weekly_volume(one: History, week: int, km: float) -> str | None:
    """T10 for a distance in place of the week's own."""
    then, last = base(one, week), one.week(week - 1) if week - 1 in one.weeks else []
    if len(then) < 2:
        return None
    limit = kms(last) + max(0.1 * kms(last), MILE)
    over = metres(km - limit) >= 1
    if gaps(last, "km") and (over or kms(last) == 0):
        return None
    if kms(last) == 0 or (not over and (gaps(one.week(week), "km") or not one.complete(week))):
        return None
    largest = max(kms(one.week(w)) for w in then)
    if not over:
        return "ok"
    if metres(km - largest - max(0.1 * largest, MILE)) < 1:
        return "note"
    if any(gaps(one.week(w), "km") for w in then):
        return "note"
    return "warning" if metres(km - 1.3 * largest) >= 1 else "caution"


def spikes_on(one: History, runs: list[Run]) -> tuple[list[bool | None], float]:
    """TSPK for some runs (bare dates: no run of a day is earlier), and the largest rise [km]."""
    spikes: list[bool | None] = []
    rise = 0.0
    for run in runs:
        number = int(run["day"])
        then = one.between(number - 30, number - 1)
        known = [float(other["km"]) for other in then if other["km"] is not None]
        if run["km"] is None or number - one.first < 30 or not known:
            spikes.append(None)
        elif metres(float(run["km"]) - 1.1 * max(known)) < 1:
            spikes.append(False)
        elif gaps(then, "km"):
            spikes.append(None)
        else:
            spikes.append(True)
            rise = max(rise, float(run["km"]) - max(known))
    return spikes, rise


def volume(one: History, week: int) -> bool | None:
    _, rise = spikes_on(one, one.week(week))
    level = weekly_volume(one, week, kms(one.week(week)))
    if level is None:
        return None
    if level not in ("caution", "warning"):
        return False
    return not rise or weekly_volume(one, week, kms(one.week(week)) - rise) != "ok"


def longer_run(one: History, week: int) -> bool | None:
    spikes, _ = spikes_on(one, one.week(week))
    if True in spikes:
        return True
    return None if None in spikes or not one.complete(week) else False


def hard_minutes(one: History, week: int) -> bool | None:
    now, then = one.week(week), base(one, week)
    if len(then) < 2:
        return None
    most = max(sum(float(run["hard_min"] or 0) for run in one.week(w)) for w in then)
    hard = sum(float(run["hard_min"] or 0) for run in now)
    if round((hard - 1.1 * most) * 60) >= 1 and round((hard - most - 10) * 60) >= 0:
        return None if gaps(before(one, week), "hard_min") else True
    return None if gaps(now, "hard_min") or not one.complete(week) else False


def rises(run: Run) -> float | None:
    """Climb of a run [m]; a treadmill has none."""
    if run["climb"] is None and run["surface"] == "treadmill":
        return 0.0
    return None if run["climb"] is None else float(run["climb"])


def hills(one: History, week: int) -> bool | None:
    now, then = one.week(week), base(one, week)
    if len(with_runs(one, week)) < 2 or None in map(rises, before(one, week)):
        return None
    usual = mean([sum(map(rises, one.week(w))) for w in then])
    usual_km = mean([kms(one.week(w)) for w in then])
    climb = sum(rises(run) or 0 for run in now)
    up = round(climb - 1.3 * usual) >= 1 and round(climb - usual - 100) >= 0
    up = up and usual_km > 0 and round(climb - 1.15 * usual / usual_km * kms(now)) >= 1
    if up:
        return None if gaps(now, "km") else True
    return None if None in map(rises, now) or not one.complete(week) else False


def new_model(one: History, week: int) -> bool | None:
    def model(run: Run) -> object:
        return one.shoes.get(str(run["shoe"]), {}).get("model", run["shoe"])

    seen = {model(run) for run in one.between(0, 7 * week - 1) if run["shoe"] is not None}
    now = [run for run in one.week(week) if run["shoe"] is not None]
    fresh = [run for run in now if model(run) not in seen and not used_before(one, run)]
    if len(with_runs(one, week)) < 2:
        return None
    if fresh:
        return True
    return None if gaps(one.week(week), "shoe") or not one.complete(week) else False


def used_before(one: History, run: Run) -> bool:
    """Whether the pair came with kilometres from before the log."""
    return (one.shoes.get(str(run["shoe"]), {}).get("initial_km") or 0) > 0


def more_sessions(one: History, week: int) -> bool | None:
    if len(with_runs(one, week)) < 2:
        return None
    most = max(len(one.week(w)) for w in base(one, week))
    if len(one.week(week)) >= most + 2:
        return True
    return False if one.complete(week) else None


def tone(one: History, week: int) -> str:
    ground = {"caution": True, "ok": False, "unknown": None}[terr(one, week)]
    more = False if volume(one, week) else more_sessions(one, week)
    found = [
        volume(one, week), longer_run(one, week), hard_minutes(one, week), hills(one, week),
        ground, new_model(one, week), more,
    ]  # fmt: skip
    if len(base(one, week)) < 2 or sum(risen is not None for risen in found) < 2:
        return "unknown"
    return {0: "ok", 1: "ok", 2: "caution"}.get(found.count(True), "warning")
