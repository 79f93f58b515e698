"""The four cards: what loads the foot now, one risk factor each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup

from metatarsal_load.risk.measures.baseline import UNFINISHED
from metatarsal_load.risk.words import Units
from metatarsal_load.show.ledger import SHOE_RULES, Ledger
from metatarsal_load.show.levels import (
    MARKED,
    MILEAGE_RULES,
    NOW_DAYS,
    STACKED_RULES,
    first_sentence,
    highest_by_week,
    recent,
)
from metatarsal_load.show.matters import ran
from metatarsal_load.show.numbers import day_of, in_units, long_unit, short, shortened
from metatarsal_load.show.sparks import spark_bars, spark_dots, spark_marks, spark_meters
from metatarsal_load.show.strips import GUIDE_SPM


@dataclass(frozen=True)
class Factor:
    """A risk factor: its title, the rules that speak for it, and the data that would open it."""

    title: str
    rules: tuple[str, ...]
    chief: tuple[str, ...]
    opens: str


MILEAGE = Factor(
    "Mileage",
    MILEAGE_RULES,
    ("TSPK", "T10"),
    "a month of runs with their distance",
)
STACKED = Factor(
    "Stacked stressors",
    STACKED_RULES,
    ("TONE",),
    "heart rate or pace, altitude and ground of the runs",
)
CADENCE = Factor("Cadence", ("CAD", "OVER"), ("CAD",), "runs recorded with cadence")
SHOES = Factor(
    "Shoes",
    SHOE_RULES,
    ("SH7",),
    "a shoes.csv with the distance of each pair before the log",
)
FACTORS = (MILEAGE, STACKED, CADENCE, SHOES)


@dataclass(frozen=True)
class Card:
    """One card of the page.

    Attributes
    ----------
    title, level, number, compared, advice : str
        Heading; level word; the one number that matters; what it is compared to; one thing to do.
    spark : Markup
        Small picture.
    """

    title: str
    level: str
    number: str
    compared: str
    advice: str
    spark: Markup


def level_of(findings: pd.DataFrame, factor: Factor) -> tuple[str, pd.DataFrame]:
    """Level of a factor and the findings that make it, worst first.

    Unknown if no chief rule could judge, with the newest reasons first.
    """
    own = findings[findings["rule"].isin(factor.rules)]
    marked = own[own["level"].isin(MARKED)].sort_values(
        ["level", "end"], ascending=False, kind="stable"
    )
    if len(marked):
        return str(marked["level"].iloc[0]), marked
    silent = own[own["rule"].isin(factor.chief) & (own["level"] == "unknown")]
    # The unfinished week is always unknown; the one before it has been judged.
    silent = silent[silent["reason"] != UNFINISHED].sort_values("end", ascending=False)
    return ("unknown", silent) if set(silent["rule"]) == set(factor.chief) else ("ok", own)


def nothing_judged(own: Ledger) -> bool:
    """Whether not one of the four factors could be judged in the last two weeks."""
    now = recent(own.findings, own.last_day)
    return all(level_of(now, factor)[0] == "unknown" for factor in FACTORS)


def cards(own: Ledger) -> list[Card]:
    """Make the four cards from the last weeks and the findings of one athlete."""
    weeks, units = own.weeks, own.units
    if not ran(own):
        return [_unknown(factor, "It would take runs.") for factor in FACTORS]
    last_session = own.sessions["date"].max()
    if last_session <= own.last_day - pd.Timedelta(days=NOW_DAYS):
        opens = f"It would take newer files: the last is of {day_of(last_session)}."
        return [_unknown(factor, opens) for factor in FACTORS]
    now = recent(own.findings, own.last_day)
    last = weeks.iloc[-12:]
    return [
        _card(MILEAGE, now, *_mileage(weeks, units), spark_bars(
            list(last["distance_km"]), list(last["level"])
        )),
        _card(STACKED, now, *_stacked(now), spark_marks(_levels_by_week(own.findings, last))),
        _card(CADENCE, now, *_cadence(weeks), spark_dots(list(last["cadence_spm"]), *GUIDE_SPM)),
        _card(SHOES, now, *_shoes(own.wear, units), spark_meters(
            list(own.wear["share_of_limit"]), list(own.wear["level"])
        )),
    ]  # fmt: skip


def _card(factor: Factor, now: pd.DataFrame, number: str, compared: str, spark: Markup) -> Card:
    level, behind = level_of(now, factor)
    if level == "unknown":
        return _unknown(factor, _opened_by(factor, str(behind["reason"].iloc[0])))
    advice = first_sentence(str(behind["advice"].iloc[0])) if level in MARKED else ""
    return Card(factor.title, level, number, compared, advice, spark)


def _opened_by(factor: Factor, reason: str) -> str:
    """Say what data would open a card: what no run has, or what is not yet enough."""
    if reason.startswith("needs"):
        return f"It would take {factor.opens}."
    return f"Not judged yet: {reason.removeprefix('insufficient history: ')}."


def _unknown(factor: Factor, opens: str) -> Card:
    """Make a card that says what would open it."""
    return Card(factor.title, "unknown", "", opens, "", Markup(""))


def _mileage(weeks: pd.DataFrame, units: Units) -> tuple[str, str]:
    """Last complete week against the one before."""
    done = weeks[weeks["complete"].astype(bool)]
    unit = long_unit(units)
    if len(done) == 0:
        return f"{short(in_units(weeks['distance_km'].iloc[-1], units))} {unit}", "so far"
    km = in_units(float(done["distance_km"].iloc[-1]), units)
    if len(done) == 1:
        return f"{short(km)} {unit}", "in the last whole week"
    before = in_units(float(done["distance_km"].iloc[-2]), units)
    return f"{short(km)} {unit}", f"last whole week, after {short(before)} {unit}"


def _stacked(now: pd.DataFrame) -> tuple[str, str]:
    """How many stressors rose together, at most, in the last two weeks."""
    marked = now[now["rule"].isin(STACKED_RULES) & now["level"].isin(MARKED)]
    own = marked[marked["rule"] == "TONE"]
    if len(own):
        return f"{own['value'].max():.0f}", "new stressors in one week; the guide: one at a time"
    if len(marked):
        return "", first_sentence(str(marked.sort_values("level")["message"].iloc[-1]))
    return "0 or 1", "new stressors a week; the guide: one at a time"


def _cadence(weeks: pd.DataFrame) -> tuple[str, str]:
    known = weeks["cadence_spm"].dropna()
    if len(known) == 0:
        return "", ""
    middle = float(np.median(known.iloc[-4:]))
    return f"{middle:.0f} spm", "over the last 4 weeks with a cadence; the guide: about 170-180"


def _shoes(wear: pd.DataFrame, units: Units) -> tuple[str, str]:
    """Name the pair nearest to its limit among those in use."""
    if len(wear) == 0:
        return "", ""
    first = wear.sort_values("share_of_limit", ascending=False).iloc[0]
    unit = long_unit(units)
    km, limit = (short(in_units(float(first[key]), units)) for key in ("distance_km", "limit_km"))
    return f"{km} {unit}", f"in {shortened(str(first['shoe']), 40)}, whose limit is {limit} {unit}"


def _levels_by_week(findings: pd.DataFrame, weeks: pd.DataFrame) -> Sequence[str]:
    """Highest level of the stacked-stressor rules in each week."""
    own = findings[findings["rule"].isin(STACKED.rules) & findings["level"].isin(MARKED)]
    return highest_by_week(own, pd.DatetimeIndex(weeks.index))
