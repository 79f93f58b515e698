"""SHRACE, TMIX and TVOL read again slowly, run by run (RULES.md sections 2 and 3)."""

from __future__ import annotations

from histories import HARD, History, Run
from plain_status import Judged, recent
from plain_stress import spikes_on
from plain_weeks import MILE, gaps, kms, metres


def shrace(one: History) -> Judged:
    for run in one.runs:
        if run["intensity"] != "hard" and not run["race"]:
            continue
        number, pair = int(run["day"]), run["shoe"]
        kept = one.shoes.get(str(pair), {})
        so_far = [other for other in one.between(0, number - 1) if other["shoe"] == pair]
        km = float(kept.get("initial_km") or 0) + kms(so_far)
        cold = kept.get("kind") == "racing_flat" and not any(
            number - 28 <= int(other["day"]) for other in so_far
        )
        at_least = kept.get("initial_km") is None or gaps(
            [other for other in one.between(0, number) if other["shoe"] == pair], "km"
        )
        if pair is None:
            yield number, "unknown"
        elif metres(km - 500 * MILE) >= 0:
            yield number, "caution"
        elif cold:
            yield number, "caution" if number - one.first >= 28 else "unknown"
        else:
            yield number, "unknown" if at_least or kept.get("kind") is None else "ok"


def tmix(one: History) -> Judged:
    """Healthy athletes only: note."""
    for run in one.runs:
        if run["intensity"] == "hard" or spike(one, run):
            surface = run["surface"]
            known = surface not in (None, "unknown")
            told = "note" if surface in HARD else "ok"
            yield int(run["day"]), told if known else "unknown"


def spike(one: History, run: Run) -> bool:
    return spikes_on(one, [run])[0][0] is True


def tvol(one: History) -> Judged:
    runs = recent(one, one.last)
    hard = sum(float(run["hard_min"] or 0) for run in runs)
    level = "note" if hard else "unknown" if gaps(runs, "hard_min") else "ok"
    yield max(one.last - 27, one.first), level
