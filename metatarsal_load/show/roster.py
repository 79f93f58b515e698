"""One athlete's row of the roster, and the order in which a coach should talk to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
import pandas as pd
from markupsafe import Markup

from metatarsal_load.risk.rules import RULES
from metatarsal_load.schema import LEVELS
from metatarsal_load.show.cards import nothing_judged
from metatarsal_load.show.ledger import Ledger
from metatarsal_load.show.levels import NOW_DAYS, first_sentence, recent
from metatarsal_load.show.matters import alerts_between, fresh, matters
from metatarsal_load.show.numbers import climb_in_units, in_units, long_unit, short
from metatarsal_load.show.sparks import spark_bars
from metatarsal_load.tables.columns import TEXT

QUALITY_DAYS = 28
CHANGE = 0.10
"""A figure that moved by more than this share of the week before is told (convention)."""
# Whoever is silent comes before those known to be well: unknown is never good.
ORDER = ("ok", "note", "unknown", "caution", "warning", "stop")
NOT_KNOWN = "not known"
DATES = ("week", "last_session")
# Figures to watch have no limit: no reason for a talk.
FIGURES = tuple(rule.id for rule in RULES if rule.table == "figure")
_WORDS = ("athlete", "level", "reason", "advice", "since", "changed", "data")


@dataclass(frozen=True)
class RosterRow:
    """One athlete of the roster; see `squad_table` for the columns."""

    athlete: str
    level: str
    reason: str
    advice: str
    since: str
    changed: str
    week: pd.Timestamp | None
    distance_km: float
    distance_before_km: float
    last_session: pd.Timestamp | None
    days_since: float
    unknown_surface_share: float
    no_shoe_share: float
    pain: float
    data: str
    symptoms: bool
    spark: Markup


def roster_row(name: str, own: Ledger) -> RosterRow:
    """Make the row of one athlete; `own` ends with the day of the roster."""
    level, reason, advice, symptoms = _reason(own)
    done = own.weeks[own.weeks["complete"].astype(bool)].iloc[-2:]
    km = [np.nan, np.nan, *done["distance_km"]]
    last = own.sessions["date"].max() if len(own.sessions) else None
    days = np.nan if last is None else float((own.last_day - last).days)
    surface, shoe = _blanks(own)
    return RosterRow(
        athlete=name,
        level=level,
        reason=reason,
        advice=advice,
        since=_since(own),
        changed=_changed(done, own),
        week=done.index[-1] if len(done) else None,
        distance_km=km[-1],
        distance_before_km=km[-2],
        last_session=last,
        days_since=days,
        unknown_surface_share=surface,
        no_shoe_share=shoe,
        pain=_pain(own),
        data=_data(days, surface, shoe, own),
        symptoms=symptoms,
        spark=_spark(own),
    )


def _spark(own: Ledger) -> Markup:
    """Draw the twelve weeks up to the day of the roster; a week without files is hatched."""
    if len(own.weeks) == 0:
        return Markup("")
    since = (own.last_day - own.weeks.index[-1]).days // 7
    last = own.weeks.index[-1] + pd.Timedelta(days=7 * since)
    weeks = own.weeks.reindex(pd.date_range(end=last, periods=12, freq="7D"))
    return spark_bars(list(weeks["distance_km"]), list(weeks["level"].fillna("")))


def in_order(rows: Sequence[RosterRow]) -> list[RosterRow]:
    """Sort by who needs a talk: level, symptoms before training, news first, then by name."""
    return sorted(
        rows,
        key=lambda row: (
            -ORDER.index(row.level),
            not row.symptoms,
            row.since not in ("new", "higher"),
            row.athlete,
        ),
    )


def frame_of(rows: Sequence[RosterRow]) -> pd.DataFrame:
    """Make the roster as a table."""
    names = [field.name for field in fields(RosterRow) if field.name not in ("symptoms", "spark")]
    table = pd.DataFrame([asdict(row) for row in rows], columns=names)
    kinds = dict.fromkeys(_WORDS, TEXT) | dict.fromkeys(DATES, "datetime64[us]")
    return table.astype(kinds)


def _reason(own: Ledger) -> tuple[str, str, str, bool]:
    """Level, why and what to do; whether it is a symptom."""
    now = matters(own)
    if len(now) and (fresh(own) or now["news"].any()):
        first = now.iloc[0]
        return str(first["level"]), str(first["message"]), str(first["advice"]), bool(first["felt"])
    if not fresh(own):
        return "unknown", "No session of the last two weeks is here.", "Ask for the files.", False
    if nothing_judged(own):
        return "unknown", "None of the load rules could be judged yet.", "", False
    noted = own.findings[(own.findings["level"] == "note") & ~own.findings["rule"].isin(FIGURES)]
    late = recent(noted, own.last_day).sort_values("end", kind="stable")
    if len(late):
        return "note", first_sentence(str(late["message"].iloc[-1])), "", False
    return "ok", "Nothing was marked in the last two weeks.", "", False


def _since(own: Ledger) -> str:
    """Whether the level is new, higher, lower or as it was a week ago."""
    now, before = (
        max((LEVELS.index(str(level)) for level in part["level"]), default=0)
        for part in (alerts_between(own, 0, 7), alerts_between(own, 7, 7))
    )
    if now == before:
        return "as in the week before" if now else ""
    return "new" if not before else "higher" if now > before else "lower"


def _changed(done: pd.DataFrame, own: Ledger) -> str:
    """Say what moved between the last two whole weeks."""
    if not fresh(own):
        return NOT_KNOWN
    if len(done) < 2:
        return "fewer than two whole weeks"
    unit, low = long_unit(own.units), "m" if own.units == "metric" else "ft"
    far, high = in_units(1.0, own.units), climb_in_units(1.0, own.units)
    figures = (
        ("", "distance_km", far, unit),
        ("longest ", "longest_run_km", far, unit),
        ("hard ", "hard_min", 1.0, "min"),
        ("climb ", "ascent_m", high, low),
    )
    said = [
        f"{word}{short(factor * before)} to {short(factor * now)} {name}"
        for word, column, factor, name in figures
        for before, now in [done[column].to_numpy(float)]
        if abs(now - before) > CHANGE * max(before, 1e-9)
    ]
    return (
        "; ".join(said)
        or f"much the same: {short(far * float(done['distance_km'].iloc[-1]))} {unit}"
    )


def _blanks(own: Ledger) -> tuple[float, float]:
    """Share of the last 28 days' distance on unknown ground, and of their runs without a pair."""
    full = own.sessions
    since = own.last_day - pd.Timedelta(days=QUALITY_DAYS)
    runs = full[(full["sport"] == "running") & (full["date"] > since)]
    km = runs["distance_km"].sum()
    if len(runs) == 0:
        return np.nan, np.nan
    surface = runs["unknown_surface_km"].sum() / km if km > 0 else np.nan
    return float(surface), float(runs["shoe"].isna().mean())


def _pain(own: Ledger) -> float:
    """Worst forefoot pain of the newest entry of the last 14 days; NaN without one."""
    late = own.diary[own.diary["date"] > own.last_day - pd.Timedelta(days=NOW_DAYS)]
    if len(late) == 0:
        return np.nan
    newest = late.sort_values("date", kind="stable").iloc[-1]
    return float(newest[["pain", "pain_during", "pain_morning"]].astype(float).max())


def _data(days: float, surface: float, shoe: float, own: Ledger) -> str:
    """Say how good the data are, in a line."""
    if np.isnan(days):
        said = ["no session"]
    else:
        said = ["last file today" if days == 0 else f"last file {days:.0f} d ago"]
    if surface > 0:
        said.append(f"ground unknown {100 * surface:.0f}\u00a0%")
    if shoe > 0:
        said.append(f"no shoe named {100 * shoe:.0f}\u00a0%")
    if len(own.diary) == 0:
        said.append("no diary")
    return ", ".join(said)
