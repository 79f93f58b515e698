"""How far an athlete may still run before a rule marks it: the rules' own limits, turned round."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from metatarsal_load.risk.ahead import Ahead
from metatarsal_load.risk.facts import RAMP, RETURN, Facts
from metatarsal_load.risk.grading import UNKNOWN
from metatarsal_load.risk.grid import Flags, Floats
from metatarsal_load.risk.measures.baseline import coming_back, distances, week_sum
from metatarsal_load.risk.measures.building import slow_rise
from metatarsal_load.risk.measures.firstruns import first_week
from metatarsal_load.risk.measures.rolling import rolling_limits, why_unknown
from metatarsal_load.risk.measures.signals import hard_limit, hard_up, volume_limit
from metatarsal_load.risk.measures.timeoff import first_week_back
from metatarsal_load.risk.measures.volume import spike_levels as weekly_spikes
from metatarsal_load.risk.run_limits import (
    FAR,
    least,
    longest_run,
    not_today,
    sore_today,
    whole_metres,
    with_far,
)


def distance_left(ahead: Ahead) -> pd.DataFrame:
    """Distance left in the week of today before T10, T7 or a comeback rule marks it.

    Run on the last day of the week; earlier in it, `distance_today` limits each day too.

    Returns
    -------
    DataFrame
        One row an athlete: ``left`` [km], whole metres, NaN where no rule can tell; ``rule`` that
        binds first; ``run`` [km] so far this week; ``week`` (its first day); ``reason``.
    """
    rolling = _rolling(ahead)
    return _least(ahead, rolling[ahead.days_left - 1, ahead.a])


def distance_today(ahead: Ahead) -> pd.DataFrame:
    """Distance left if all of it were one run today; columns as `distance_left`.

    It counts in every 7 days that end between today and the end of the week, and is held to what
    `longest_run` allows of one run, whose ``first_min`` it has too.
    """
    rolling, within = _rolling(ahead), np.arange(7)[:, None] < ahead.days_left
    rolling = np.where(within & ~np.isnan(rolling), rolling, np.inf).min(axis=0)
    whole = _least(ahead, np.where(np.isinf(rolling), np.nan, rolling))
    one, never = longest_run(ahead), not_today(ahead)
    left, rule = least({"": whole["left"].to_numpy(float), "one": one["left"].to_numpy(float)})
    rule = np.where(rule == "", whole["rule"], one["rule"])
    return whole.assign(
        left=np.where(never == "", left, 0.0),
        rule=np.where(never == "", rule, never),
        reason=np.where(np.isnan(left) & (never == ""), whole["reason"], ""),
        first_min=one["first_min"],
    )


def _least(ahead: Ahead, rolling: Floats) -> pd.DataFrame:
    """Find the smallest distance that one of the rules leaves, and which rule that is."""
    weekly, why_weekly = _weekly(ahead)
    left, rule = least(
        {
            "T10": weekly,
            "T7": rolling,
            "TBOTH": _while_hard(ahead),
            # In the first 7 days back RSLOW's limit rises with every run, so it marks none.
            "RSLOW": np.where(_first_week(ahead), np.nan, _comeback(ahead, _judged_rise)),
            "R2550": _comeback(ahead, first_week, limit_of=_half_of_usual),
            "TOFF": _comeback(ahead, first_week_back),
        }
    )
    return pd.DataFrame(
        {"left": whole_metres(left), "rule": rule, "run": distances(ahead.rested).low[ahead.week],
         "week": ahead.rested.weeks.day[ahead.week],
         "reason": np.where(np.isnan(left), why_weekly, "")}
    )  # fmt: skip


def hard_left(ahead: Ahead) -> pd.DataFrame:
    """Hard minutes left in the week of today before they count as a new stressor.

    None while the foot is sore (PMOD) and until the gate of a return, whose runs are easy (R30).

    Returns
    -------
    DataFrame
        One row an athlete: ``left`` [min], whole seconds; ``run`` [min] hard so far; ``spared``:
        none because of the foot; ``reason``.
    """
    hard = week_sum(ahead.rested, "hard_min")
    done = hard.low[ahead.week]
    left = hard_limit(ahead.rested)[ahead.week] - done
    seconds = np.maximum(np.floor(left * 60 + 0.4), 0.0) / 60
    spared = sore_today(ahead) | (ahead.begun.state_at(ahead.a, ahead.today) == RETURN)
    certain = hard_up(with_far(ahead, "hard_min"))[ahead.week] == 1
    known = (certain & ~hard.partial[ahead.week]) | spared
    seconds = np.where(spared, 0.0, seconds)
    lacking = "needs the hard minutes of every run of this week and of the 4 weeks before it"
    return pd.DataFrame(
        {"left": np.where(known, seconds, np.nan), "run": done, "spared": spared,
         "reason": np.where(known, "", lacking)}
    )  # fmt: skip


def _weekly(ahead: Ahead) -> tuple[Floats, np.ndarray]:
    """Distance left before T10 marks the week; NaN where it cannot, with the reason."""
    run = distances(ahead.rested).low
    far = weekly_spikes(ahead.rested, run + FAR)
    lost = (np.asarray(far["level"]) == UNKNOWN)[ahead.week]
    silent = coming_back(ahead.begun)[ahead.week]
    left = (np.asarray(far["limit"]) - run)[ahead.week]
    words = np.asarray(far["reason"], object)[ahead.week]
    lacking = (
        "needs the usual weekly distance: 2 complete weeks of running before the time off, or "
        "usual_km in the table of athletes"
    )
    return np.where(lost | silent, np.nan, left), np.where(silent, lacking, words)


def _rolling(ahead: Ahead) -> Floats:
    """Distance left before T7 marks the 7 days to today and to each of the next six; (7, n)."""
    rested = ahead.rested
    seven, limit, largest = rolling_limits(rested)
    lost = why_unknown(rested, np.ones(len(seven), bool), largest).codes > 0
    silent = np.isin(ahead.begun.state, (RETURN, RAMP))
    left = np.where(lost | silent, np.nan, limit - seven)
    return np.stack([left[rested.days.row(ahead.a, ahead.today + later)] for later in range(7)])


def _while_hard(ahead: Ahead) -> Floats:
    """Distance left before TBOTH marks the week too, where hard minutes are up; else NaN."""
    limit = volume_limit(ahead.rested) - distances(ahead.rested).low
    return np.where(hard_up(ahead.rested) == 1, limit, np.nan)[ahead.week]


def _comeback(
    ahead: Ahead,
    measure: Callable[[Facts], pd.DataFrame],
    *,
    limit_of: Callable[[Facts, pd.DataFrame], Floats] | None = None,
) -> Floats:
    """Distance left before a comeback rule marks the row that holds today; NaN without one."""
    rows = measure(ahead.begun)
    rows = rows[((rows["start"] <= ahead.day) & (rows["end"] >= ahead.day)).to_numpy()]
    limit = rows["limit"].to_numpy(float) if limit_of is None else limit_of(ahead.begun, rows)
    left = np.full(len(ahead.a), np.nan)
    left[rows["a"].to_numpy(np.int64)] = limit - rows["value"].to_numpy(float)
    return left


def _first_week(ahead: Ahead) -> Flags:
    """Whether today is one of the 7 days from each athlete's first run back."""
    back = ahead.begun.episodes[["a", "back"]].to_numpy(np.int64)
    recent = back[(back[:, 1] <= ahead.day) & (back[:, 1] > ahead.day - 7), 0]
    return np.isin(ahead.a, recent)


def _judged_rise(facts: Facts) -> pd.DataFrame:
    """RSLOW's rows without those it cannot judge, whose limit marks nothing."""
    rows = slow_rise(facts)
    return rows[(rows["level"] != UNKNOWN).to_numpy()]


def _half_of_usual(facts: Facts, rows: pd.DataFrame) -> Floats:
    """Upper limit of R2550: its rows show the lower one while that is not reached."""
    usual = rows["baseline"].to_numpy(float)
    most: Floats = facts.limit("R2550", "most", rows["a"].to_numpy(np.int64)) * usual
    return most
