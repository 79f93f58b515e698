"""What the page says of one athlete: everything ready to print, nothing left to compute."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from markupsafe import Markup

from metatarsal_load.risk.gather import Day
from metatarsal_load.risk.outlook import outlook
from metatarsal_load.risk.thresholds import Changes
from metatarsal_load.risk.words import MILE_KM, Units
from metatarsal_load.show.cards import (
    MARKED,
    SHOES,
    Card,
    cards,
    recent,
)
from metatarsal_load.show.numbers import day_with_year
from metatarsal_load.show.sparks import cadence_chart, shoes_chart
from metatarsal_load.show.strips import WeekView
from metatarsal_load.show.told import Told, tell
from metatarsal_load.show.week_table import week_rows, week_table
from metatarsal_load.show.weeks_chart import title_of, weeks_chart
from metatarsal_load.tables.shoes import shoe_wear
from metatarsal_load.tables.typed import complete_diary, complete_sessions

WEEKS_SHOWN = 26
TOLD_AT_MOST = 150
GUIDE_LIMIT_KM = 700 * MILE_KM


@dataclass(frozen=True)
class AthletePage:
    """The page of one athlete, in the order in which it is read."""

    name: str
    anchor: str
    until: str
    stops: list[Told]
    has_diary: bool
    summary: tuple[str, str]
    cards: list[Card]
    weeks_title: str
    weeks_chart: Markup
    week_rows: list[dict[str, str]]
    cadence_chart: Markup | None
    shoes_chart: Markup | None
    told: list[Told]
    untold: int
    unknown: list[Told]
    outlook: list[str]
    facts: list[tuple[str, str]]


def athlete_page(
    name: str,
    sessions: pd.DataFrame,
    findings: pd.DataFrame,
    *,
    anchor: str,
    shoes: pd.DataFrame | None,
    diary: pd.DataFrame | None,
    thresholds: Changes | str | Path | None,
    today: Day,
    units: Units,
) -> AthletePage:
    """Make the page of one athlete from the athlete's own rows."""
    full = complete_sessions(sessions)
    notes = None if diary is None or len(diary) == 0 else complete_diary(diary)
    last_day = _last_day(full, notes, today)
    weeks = week_table(full, notes, findings, thresholds, today)
    wear = _wear(full, shoes, findings)
    runs = full[(full["sport"] == "running") & full["cadence_spm"].notna()]
    view = WeekView(weeks.iloc[-WEEKS_SHOWN:], units)
    marked = findings[findings["level"].isin(MARKED)]
    return AthletePage(
        name=name,
        anchor=anchor,
        until=day_with_year(last_day),
        stops=[tell(row) for row in _current_stops(findings, last_day).itertuples(index=False)],
        has_diary=notes is not None,
        summary=_summary(recent(marked, last_day)),
        cards=cards(weeks, wear, findings, last_day, units) if len(weeks) else [],
        weeks_title=title_of(view),
        weeks_chart=weeks_chart(view, name=f"{anchor}-weeks") if len(weeks) else Markup(""),
        week_rows=week_rows(view),
        cadence_chart=cadence_chart(runs, name=f"{anchor}-cadence") if len(runs) else None,
        shoes_chart=shoes_chart(wear, units, name=f"{anchor}-shoes") if len(wear) else None,
        told=[tell(row) for row in _newest(marked).itertuples(index=False)],
        untold=max(len(marked) - TOLD_AT_MOST, 0),
        unknown=[
            tell(row) for row in findings[findings["level"] == "unknown"].itertuples(index=False)
        ],
        outlook=_outlook(full, shoes, notes, thresholds, today, units) if len(full) else [],
        facts=_facts(full),
    )


def _last_day(full: pd.DataFrame, notes: pd.DataFrame | None, today: Day) -> pd.Timestamp:
    """Last day that the tables or the caller know of."""
    days = [pd.Timestamp(today)] if today is not None else []
    days += [full["date"].max()] if len(full) else []
    days += [notes["date"].max()] if notes is not None else []
    return max(days)


def _wear(full: pd.DataFrame, shoes: pd.DataFrame | None, findings: pd.DataFrame) -> pd.DataFrame:
    """Pairs worn in the last 90 days of the log, most worn first, with their level."""
    wear = shoe_wear(full, shoes)
    limit = wear["limit_km"].fillna(GUIDE_LIMIT_KM)
    own = findings[findings["rule"].isin(SHOES.rules) & findings["level"].isin(MARKED)]
    latest = own.dropna(subset="shoe").sort_values("end").drop_duplicates("shoe", keep="last")
    levels = dict(zip(latest["shoe"], latest["level"].astype(str), strict=True))
    wear = wear.assign(
        limit_km=limit,
        share_of_limit=wear["distance_km"] / limit,
        level=[levels.get(shoe, "") for shoe in wear["shoe"]],
    )
    if len(full):
        wear = wear[wear["last_run"] > full["date"].max() - pd.Timedelta(days=90)]
    return wear.sort_values("share_of_limit", ascending=False)


def _outlook(
    full: pd.DataFrame,
    shoes: pd.DataFrame | None,
    notes: pd.DataFrame | None,
    thresholds: Changes | str | Path | None,
    today: Day,
    units: Units,
) -> list[str]:
    """Say what next week may hold, a line each."""
    ahead = outlook(full, shoes=shoes, diary=notes, thresholds=thresholds, today=today, units=units)
    return [str(line) for line in ahead["text"].dropna() if line]


def _current_stops(findings: pd.DataFrame, last_day: pd.Timestamp) -> pd.DataFrame:
    stops = findings[findings["level"] == "stop"]
    return recent(stops, last_day).sort_values("end", ascending=False, kind="stable")


def _newest(marked: pd.DataFrame) -> pd.DataFrame:
    return marked.sort_values("end", ascending=False, kind="stable").iloc[:TOLD_AT_MOST]


def _summary(now: pd.DataFrame) -> tuple[str, str]:
    """Say what to know and what to do, in two sentences; the worst and best-founded first."""
    loud = now[now["level"].isin(("caution", "warning", "stop"))]
    if len(loud) == 0:
        return (
            "Nothing of the last two weeks was marked above a note.",
            "Go on as you are, one change at a time.",
        )
    first = loud.assign(founded=loud["rule"].eq("TSPK")).sort_values(
        ["level", "founded", "end"], ascending=False, kind="stable"
    ).iloc[0]  # fmt: skip
    return str(first["message"]).split(". ")[0].rstrip(".") + ".", str(first["advice"])


def _facts(full: pd.DataFrame) -> list[tuple[str, str]]:
    """Say how good the data are."""
    runs = full[full["sport"] == "running"]
    km = runs["distance_km"].sum()
    unknown = runs["unknown_surface_km"].sum() / km if km > 0 else np.nan
    facts = [
        ("Sessions", f"{len(full)}, of which {len(runs)} runs"),
        ("Runs without distance", f"{runs['distance_km'].isna().sum()}"),
        ("Runs without cadence", f"{runs['cadence_spm'].isna().sum()}"),
        ("Runs of unknown intensity", f"{runs['hard_min'].isna().sum()}"),
        ("Runs without a named shoe", f"{runs['shoe'].isna().sum()}"),
    ]
    if not np.isnan(unknown):
        facts.append(("Distance on unknown surface", f"{100 * unknown:.0f} %"))
    return facts


def quality_of(skipped: pd.DataFrame | None) -> list[tuple[str, int]]:
    """Count the skipped inputs by reason, most frequent first."""
    if skipped is None or len(skipped) == 0:
        return []
    counts = skipped["reason"].value_counts()
    return [(str(reason), int(count)) for reason, count in counts.items()]
