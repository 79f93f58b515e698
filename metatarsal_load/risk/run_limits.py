"""How far one run may go today: the rules' limits on a single run, turned round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from metatarsal_load.risk.ahead import Ahead
from metatarsal_load.risk.comeback_days import SPEED_MPS
from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.grading import CAUTION, UNKNOWN
from metatarsal_load.risk.grid import Flags, Floats
from metatarsal_load.risk.measures.comebacks import runs_back
from metatarsal_load.risk.measures.redflags import walking_pain
from metatarsal_load.risk.measures.returning import readiness, rest_after_pain
from metatarsal_load.risk.measures.spikes import spike_levels
from metatarsal_load.risk.symptoms import symptomatic

FAR = 1e4
"""More than any limit [km, min]: what stays unknown at it, the rule cannot mark at all."""


def longest_run(ahead: Ahead) -> pd.DataFrame:
    """Longest run today that neither TSPK marks nor, while sore, PMOD, nor RWR as a first one.

    Returns
    -------
    DataFrame
        One row an athlete: ``left`` [km], whole metres, NaN where no rule can tell; ``rule`` that
        binds first; ``longest`` run of the days before [km]; ``first_min``, the running that RWR
        leaves [min], NaN but for the first runs back; ``reason``.
    """
    judged = spike_levels(with_far(ahead, "distance_km")).set_index("run").loc[ahead.run]
    longest = judged["baseline"].to_numpy(float)
    lost = (judged["level"] == UNKNOWN).to_numpy()
    share = ahead.begun.limit("PMOD", "share", ahead.a)
    first_min = minutes_of_first_run(ahead)
    ways = {
        "TSPK": np.where(lost, np.nan, judged["limit"].to_numpy(float)),
        "PMOD": np.where(sore_today(ahead) & ~lost, share * longest, np.nan),
        "RWR": first_min * 0.06 * easy_speed(ahead),
    }
    left, rule = least(ways)
    reason = np.where(np.isnan(left), judged["reason"].astype(object), "")
    return pd.DataFrame(
        {"left": whole_metres(left), "rule": rule, "longest": longest, "first_min": first_min,
         "reason": reason}
    )  # fmt: skip


def least(ways: dict[str, Floats]) -> tuple[Floats, np.ndarray]:
    """Smallest of several limits, each NaN where its rule cannot tell; and that rule's id."""
    table = np.stack(list(ways.values()))
    which = np.where(np.isnan(table), np.inf, table).argmin(axis=0)
    return table[which, np.arange(table.shape[1])], np.array(list(ways), object)[which]


def minutes_of_first_run(ahead: Ahead) -> Floats:
    """Minutes of running that RWR leaves to a run today; NaN but for the first ones back.

    After a gap without an injury, where it is one step milder, its second step.
    """
    facts = ahead.begun
    runs = runs_back(facts)
    today = runs[np.isin(runs["run"], ahead.run)]
    a = today["a"].to_numpy(np.int64)
    own = today[(today["nth"] < facts.limit("RWR", "runs", a)).to_numpy()]
    a = own["a"].to_numpy(np.int64)
    steps = [facts.limit("RWR", name, a) for name in ("easy_min", "long_min")]
    found = np.full(len(ahead.a), np.nan)
    found[a] = np.where(own["injury"], *steps)
    return found


def easy_speed(ahead: Ahead) -> Floats:
    """Median speed of each athlete's runs so far [m/s]; the assumed one where none is known."""
    runs = ahead.rested.runs
    speed = pd.Series(ahead.rested.numbers("runs", "speed_mps")).groupby(runs["a"].to_numpy())
    return np.asarray(speed.median().reindex(ahead.a).fillna(SPEED_MPS), float)


def sore_today(ahead: Ahead) -> Flags:
    """Whether there was forefoot pain today or within the 7 days before."""
    row = ahead.begun.days.row(ahead.a, ahead.today)
    return symptomatic(ahead.begun)[row]


def not_today(ahead: Ahead) -> np.ndarray:
    """Rule of the diary that would mark any run today with caution or above; "" without one.

    Walking hurts, a readiness check was answered no, or there was pain of 3 within a day of a
    return. Checks that were not answered are asked for, they forbid nothing.
    """
    found = np.full(len(ahead.a), "", object)
    if ahead.begun.diary.empty:
        return found
    for rule, rows in (
        ("RRST", rest_after_pain(ahead.begun)),
        ("RRDY", _refused(readiness(ahead.begun))),
        ("DWALK", walking_pain(ahead.begun)),
    ):
        today = (rows["start"] == ahead.day) & (rows["level"] >= CAUTION)
        found[rows.loc[today.to_numpy(), "a"].to_numpy(np.int64)] = rule
    return found


def _refused(checks: pd.DataFrame) -> pd.DataFrame:
    """Keep the runs with a check answered no; without a single return there is no such column."""
    return checks[checks["no"] > 0] if "no" in checks else checks.iloc[:0]


def with_far(ahead: Ahead, column: str) -> Facts:
    """Give today's run more of a figure than any limit allows."""
    runs = ahead.begun.runs.copy()
    runs.loc[ahead.run, column] = FAR
    return replace(ahead.begun, runs=runs)


def whole_metres(km: Floats) -> Floats:
    """Cut a distance to whole metres, as the rules compare it; nothing left is 0."""
    return np.maximum(np.floor(km * 1000 + 0.4) / 1000, 0.0)
