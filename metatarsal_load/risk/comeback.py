"""`comeback`: a plan for the return to running, day by day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.catalogue.diary import DIARY
from metatarsal_load.risk.comeback_days import COLUMNS, plan_days
from metatarsal_load.risk.facts import Facts
from metatarsal_load.risk.findings import WHO_TO_SEE
from metatarsal_load.risk.gather import gather, open_book
from metatarsal_load.risk.layoffs import NEVER, layoffs
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.states import layoff_spans
from metatarsal_load.risk.symptoms import SYMPTOM_DAYS
from metatarsal_load.risk.thresholds import resolve
from metatarsal_load.risk.words import check_units, listing

Day = str | dt.date | pd.Timestamp


def comeback(
    sessions: pd.DataFrame,
    diary: pd.DataFrame | None = None,
    *,
    start: Day | None = None,
    usual_km: float | None = None,
    units: str = "metric",
) -> pd.DataFrame:
    """Plan the return to running after an injury or a gap, from the athlete's own usual week.

    Week 1 holds the first walk-runs and a quarter to half of the usual week, as far as runs of at
    most 15 min allow, with walking before and after; the first 14 days are soft and flat. Weeks
    rise by T10's limit at most and are held every fourth, and no run is more than 10 % longer
    than the longest of the 30 days before, so that no rule marks who keeps to it. Four runs of
    30 min, every other day, make the gate (R30); then 3 runs and 2 days of cross-training, then 4
    and 1, up to 0.9 of the usual week. A plan is a suggestion by the guide's rules, no treatment.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, any): ``start``, ``distance_km`` [km] and any column of
        `metatarsal_load.schema.SESSIONS`; one athlete or several.
    diary : DataFrame, optional
        Symptom diary. A red flag in it stops the plan on its day, and says whom to see.
    start : str, date or Timestamp, optional
        First day of the plan. By default the first run back of the last layoff; where there is
        none yet, the day after the last covered one.
    usual_km : float, optional
        Usual weekly distance [km]; by default the median of the 2 to 8 complete weeks before the
        layoff.
    units : str
        ``metric`` or ``imperial``: the units of the sentences.

    Returns
    -------
    DataFrame
        One row a day: ``athlete``, ``date``, ``week``, ``day`` (from 0), ``kind`` of the week,
        ``activity`` (``walk-run``, ``run``, ``cross-training``, ``rest``, ``stop``), ``repeats``
        of ``run_min`` and ``walk_min`` [min], ``running_min`` and, with the walking before and
        after, ``duration_min`` [min], ``distance_km`` [km] at the athlete's median speed, to a
        tenth of the unit (below 2 to a hundredth), ``ground``, ``text``, ``otherwise`` (repeat,
        hold, back off) and ``rules``.

    Raises
    ------
    TableError
        The usual distance is unknown and not given, or there is no layoff and no start.

    References
    ----------
    - Liem 2013, Curr Sports Med Rep, doi 10.1249/JSR.0b013e3182913cbe (expert opinion).
    - Vincent 2017, Curr Sports Med Rep, doi 10.1249/JSR.0000000000000362 (expert opinion).
    """
    said_in = check_units(units)
    if usual_km is not None and not usual_km > 0:
        raise TableError(f"comeback: found usual_km={usual_km!r}, expected kilometres above 0")
    first = None if start is None else _number(start)
    book = open_book(sessions, None, diary, None, None)
    facts = gather(book, slice(0, len(book.names)), resolve(RULES, None, book.names))
    spans = layoff_spans(facts, layoffs(facts))
    flags = _flags(sessions, diary)
    plans = []
    for code, name in enumerate(facts.names):
        own = spans[(spans["a"] == code).to_numpy()]
        begin = _begin(facts, own, code, first)
        usual = usual_km if usual_km is not None else _usual(facts, own, code, begin)
        plan = plan_days(str(name), begin, usual, _speed(facts, code, begin), said_in)
        plans.append(_stopped(plan, flags[flags["athlete"] == name]))
    return pd.concat(plans, ignore_index=True) if plans else pd.DataFrame(columns=list(COLUMNS))


def _number(day: Day) -> int:
    """Days since 1970-01-01."""
    try:
        stamp = pd.Timestamp(day)
    except ValueError as error:
        raise TableError(
            f"comeback: found start={day!r}, expected a date like 2026-05-03"
        ) from error
    return int((stamp.tz_localize(None).normalize() - pd.Timestamp(0)).days)


def _last_day(facts: Facts, code: int) -> int:
    return int(facts.days.first[code] + facts.days.length[code] - 1)


def _begin(facts: Facts, own: pd.DataFrame, code: int, first: int | None) -> int:
    """First day of the plan: as given, else that of the last layoff's first run back."""
    if first is not None:
        return first
    if own.empty:
        raise TableError(
            f"comeback: found no layoff of {facts.names[code]} (14 days without a run, or an "
            "injury in the diary); give start= to plan from a day"
        )
    back = int(own["back"].iloc[-1])
    return back if back < NEVER else _last_day(facts, code) + 1


def _usual(facts: Facts, own: pd.DataFrame, code: int, begin: int) -> float:
    """Usual weekly distance before the last layoff up to the first day, or of the last weeks."""
    before = own[(own["rest"] <= begin).to_numpy()]
    usual = float(before["usual_km"].iloc[-1]) if len(before) else _recent(facts, code, begin)
    if np.isnan(usual):
        raise TableError(
            f"comeback: found fewer than 2 complete weeks of running of {facts.names[code]} "
            "before the layoff; give usual_km="
        )
    return usual


def _recent(facts: Facts, code: int, begin: int) -> float:
    """Median of up to 8 complete weeks before a day [km]; NaN for fewer than 2."""
    grid = facts.weeks
    own = (grid.athlete == code) & (facts.week_end < begin) & (facts.week["complete"] > 0)
    km = facts.week["distance_km"][own][-8:]
    km = km[~np.isnan(km)]
    return float(np.median(km)) if len(km) >= 2 and np.median(km) > 0 else float("nan")


def _speed(facts: Facts, code: int, begin: int) -> float:
    """Median speed of the runs before the plan [m/s]; NaN where none is known."""
    own = ((facts.runs["a"] == code) & (facts.runs["day"] < begin)).to_numpy()
    speed = facts.numbers("runs", "speed_mps")[own]
    return float(np.nanmedian(speed)) if np.isfinite(speed).any() else float("nan")


def _flags(sessions: pd.DataFrame, diary: pd.DataFrame | None) -> pd.DataFrame:
    """Red flags of the diary: findings of level stop."""
    found = judge(DIARY, sessions, diary=diary)
    return found[(found["level"] == "stop").to_numpy()]


def _stopped(plan: pd.DataFrame, flags: pd.DataFrame) -> pd.DataFrame:
    """Cut the plan at the first red flag of its days, or of the 7 days before it begins."""
    begin = plan["date"].iloc[0]
    since = begin - pd.Timedelta(days=SYMPTOM_DAYS)
    open_flags = flags[((flags["end"] >= since) & (flags["start"] <= plan["date"].iloc[-1]))]
    if open_flags.empty:
        return plan
    when = max(begin, open_flags["start"].min())
    at = int((when - begin).days)
    today = open_flags[open_flags["start"] <= when]
    why = listing(list(dict.fromkeys(today["rule"])))
    row = plan.iloc[[at]].assign(
        activity="stop", repeats=np.nan, run_min=np.nan, walk_min=np.nan, running_min=0.0,
        duration_min=0.0, distance_km=0.0, ground="", rules=why, otherwise="",
        text=f"{today['message'].iloc[0]} {WHO_TO_SEE}",
    )  # fmt: skip
    return pd.concat([plan.iloc[:at], row], ignore_index=True)
