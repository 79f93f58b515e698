"""The days of a comeback: each week's runs, cross-training and rest in words and figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.risk.comeback_runs import Pace, Run
from metatarsal_load.risk.comeback_weeks import GATE_RUN, comeback_weeks
from metatarsal_load.risk.words import MILE_KM, Units, distance, minutes, pace
from metatarsal_load.tables.columns import TEXT

SPEED_MPS = 2.6
"""Easy speed where no run tells one [m/s] (convention: 6:25 min/km)."""
SOFT_DAYS = 14
"""Days on soft and flat ground (guide: the first couple of weeks)."""
CROSS_MIN = 40.0
"""Length of cross-training [min] (convention)."""
CHECKLIST = (
    "Before the first run: barefoot walk, stairs, light hops and a calf raise, all free of pain."
)
BACK_OFF = (
    "Next morning worse than before, or pain of 3 or more: rest a day or two and go back one run. "
    "Pain of 1 or 2 that fades: repeat this run. Above 5: stop. A flare: half for 7 to 14 days."
)
COLUMNS = (
    "athlete", "date", "week", "day", "kind", "activity", "repeats", "run_min", "walk_min",
    "running_min", "duration_min", "distance_km", "ground", "text", "otherwise", "rules",
)  # fmt: skip
KIND_RULES = {
    "first": "RRDY, RWR, R2550, RNXT, RHILL, RSURF",
    "build": "RSLOW, R30, RNXT",
    "gate": "R30, RNXT",
    "3 + 2": "R32, RSLOW",
    "4 + 1": "R32, RSLOW",
}


def plan_days(name: str, begin: int, usual: float, speed: float, units: Units) -> pd.DataFrame:
    """Lay out one row a day, from the first walk-run to the usual week."""
    assumed = bool(np.isnan(speed))
    speed = SPEED_MPS if assumed else speed
    easy = Pace(speed, 1.0 if units == "metric" else MILE_KM)
    rows: list[dict[str, object]] = []
    for number, week in enumerate(comeback_weeks(usual, easy, days=_first_days(begin))):
        for weekday in range(week.days):
            day, run = len(rows), week.runs.get(weekday)
            row = {
                "athlete": name, "week": number + 1, "day": day, "kind": week.kind,
                "date": pd.Timestamp(begin + day, unit="D").as_unit("us"),
                "rules": KIND_RULES[week.kind] if run else "",
            } | (
                _run_row(run, day, week.kind, easy, units)
                if run
                else _other_row(cross=weekday in week.cross)
            )  # fmt: skip
            rows.append(row)
    if assumed:
        rows[0]["text"] = f"{rows[0]['text']} Distances assume {pace(speed, units)}."
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(_DTYPES)


def _first_days(begin: int) -> int:
    """Days from the first run to the Sunday that is at least a week away."""
    monday = (begin + 3) % 7
    return 7 if monday == 0 else 14 - monday


_DTYPES = {
    "date": "datetime64[us]", "week": "int64", "day": "int64",
    **dict.fromkeys(("repeats", "run_min", "walk_min", "running_min"), "float64"),
    **dict.fromkeys(("duration_min", "distance_km"), "float64"),
    **dict.fromkeys(("athlete", "kind", "activity", "ground", "text", "otherwise", "rules"), TEXT),
}  # fmt: skip


def _run_row(run: Run, day: int, kind: str, easy: Pace, units: Units) -> dict[str, object]:
    """Cells of a day with a run."""
    early, km = day < SOFT_DAYS, float(easy.km(run)[1])
    parts = [CHECKLIST] if day == 0 else []
    parts.append(f"{_steps(run)}, easy, about {distance(km, units, digits=easy.digits(km))}.")
    if kind == "gate" or (kind == "3 + 2" and run.running_min == GATE_RUN.running_min):
        parts.append("The gate: four of 30 min, every other day, without pain then and next day.")
    if early:
        parts.append("Soft ground, no steep hills, the cushioned shoe.")
    return {
        "activity": "walk-run" if run.walk_min else "run",
        "repeats": run.repeats,
        "run_min": run.run_min,
        "walk_min": run.walk_min,
        "running_min": run.running_min,
        "duration_min": run.running_min + run.walking_min,
        "distance_km": km,
        "ground": "soft, flat" if early else "any",
        "text": " ".join(parts),
        "otherwise": BACK_OFF,
    }


def _steps(run: Run) -> str:
    """Say what a run is made of."""
    steps = (
        f"{run.repeats} x ({minutes(run.run_min)} jog, {minutes(run.walk_min)} walk)"
        if run.walk_min
        else f"{minutes(run.running_min)} in one go"
    )
    if not run.around_min:
        return steps
    return f"Walk {minutes(run.around_min)}, then {steps}, then walk {minutes(run.around_min)}"


def _other_row(*, cross: bool) -> dict[str, object]:
    """Cells of a day without a run."""
    text = (
        f"Cycling, swimming or rowing, {minutes(CROSS_MIN)} or so without pain; then the rehab "
        "exercises."
        if cross
        else "Rest: calf and foot exercises, and a line in the diary."
    )
    return {
        "activity": "cross-training" if cross else "rest",
        "running_min": 0.0,
        "duration_min": CROSS_MIN if cross else 0.0,
        "distance_km": 0.0,
        "ground": "",
        "text": text,
        "otherwise": "",
    }
