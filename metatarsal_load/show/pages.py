"""What the page says of one athlete: everything ready to print, nothing left to compute."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from markupsafe import Markup

from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.gather import Day
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.thresholds import Changes
from metatarsal_load.risk.words import MILE_KM, Units
from metatarsal_load.show.cards import (
    MARKED,
    MILEAGE,
    SHOES,
    STACKED,
    Card,
    cards,
    highest_by_week,
    recent,
)
from metatarsal_load.show.numbers import day_with_year, in_units, long_unit, short, span_of
from metatarsal_load.show.sparks import cadence_chart, shoes_chart
from metatarsal_load.show.strips import WeekView
from metatarsal_load.show.weeks_chart import title_of, weeks_chart
from metatarsal_load.tables.periods import weekly
from metatarsal_load.tables.shoes import shoe_wear
from metatarsal_load.tables.typed import complete_diary, complete_sessions

WEEKS_SHOWN = 26
TOLD_AT_MOST = 150
GUIDE_LIMIT_KM = 700 * MILE_KM
TITLES = {rule.id: rule.title for rule in RULES}


@dataclass(frozen=True)
class Told:
    """One finding as the page tells it."""

    level: str
    title: str
    when: str
    message: str
    advice: str
    reason: str
    guide: str
    studies: tuple[str, ...]
    basis: str


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
    weeks = _weeks(full, notes, findings, thresholds, today)
    wear = _wear(full, shoes, findings)
    runs = full[(full["sport"] == "running") & full["cadence_spm"].notna()]
    view = WeekView(weeks.iloc[-WEEKS_SHOWN:], units)
    marked = findings[findings["level"].isin(MARKED)]
    anchor = "".join(char if char.isalnum() else "-" for char in name)
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
        week_rows=_week_rows(view),
        cadence_chart=cadence_chart(runs, name=f"{anchor}-cadence") if len(runs) else None,
        shoes_chart=shoes_chart(wear, units, name=f"{anchor}-shoes") if len(wear) else None,
        told=[tell(row) for row in _newest(marked).itertuples(index=False)],
        untold=max(len(marked) - TOLD_AT_MOST, 0),
        unknown=[
            tell(row) for row in findings[findings["level"] == "unknown"].itertuples(index=False)
        ],
        outlook=[],
        facts=_facts(full),
    )


def _last_day(full: pd.DataFrame, notes: pd.DataFrame | None, today: Day) -> pd.Timestamp:
    """Last day that the tables or the caller know of."""
    days = [pd.Timestamp(today)] if today is not None else []
    days += [full["date"].max()] if len(full) else []
    days += [notes["date"].max()] if notes is not None else []
    return max(days)


def _weeks(
    full: pd.DataFrame,
    notes: pd.DataFrame | None,
    findings: pd.DataFrame,
    thresholds: Changes | str | Path | None,
    today: Day,
) -> pd.DataFrame:
    """Weekly table with limit, longest-run reference, pain and level of each week."""
    weeks = weekly(full, diary=notes, today=today).droplevel("athlete")
    index = pd.DatetimeIndex(weeks.index)
    chosen = [rule for rule in RULES if rule.id in ("T10", "TSPK")]
    judged = judge(chosen, full, diary=notes, thresholds=thresholds, today=today, include_ok=True)
    limits = judged[judged["rule"] == "T10"].set_index("start")["limit"]
    spikes = judged[judged["rule"] == "TSPK"]
    week_of = index[np.searchsorted(index, spikes["start"], side="right") - 1]
    loud = findings[
        findings["rule"].isin((*MILEAGE.rules, *STACKED.rules))
        & findings["level"].isin(("caution", "warning", "stop"))
    ]
    return weeks.assign(
        limit_km=limits[~limits.index.duplicated()].reindex(index).to_numpy(),
        reference_km=spikes.groupby(week_of)["baseline"].max().reindex(index).to_numpy(),
        pain=_weekly_pain(notes, index),
        level=highest_by_week(loud, index),
    )


def _weekly_pain(notes: pd.DataFrame | None, index: pd.DatetimeIndex) -> np.ndarray:
    """Worst pain that the diary names in each week; NaN without an entry."""
    if notes is None or len(index) == 0:
        return np.full(len(index), np.nan)
    worst = notes[["pain", "pain_during", "pain_morning"]].max(axis=1)
    inside = notes["date"] >= index[0]
    place = index[np.searchsorted(index, notes["date"][inside], side="right") - 1]
    return worst[inside].groupby(place).max().reindex(index).to_numpy(float)


def _wear(full: pd.DataFrame, shoes: pd.DataFrame | None, findings: pd.DataFrame) -> pd.DataFrame:
    """Pairs worn in the last 90 days of the log, most worn first, with their level."""
    wear = shoe_wear(full, shoes) if len(full) else shoe_wear(complete_sessions(full), shoes)
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


def tell(row: object) -> Told:
    """Turn a row of findings into words."""
    guide, *studies = str(row.source).split(" | ")  # type: ignore[attr-defined]
    reason = row.reason if isinstance(row.reason, str) else ""  # type: ignore[attr-defined]
    return Told(
        level=str(row.level),  # type: ignore[attr-defined]
        title=TITLES.get(str(row.rule), str(row.rule)),  # type: ignore[attr-defined]
        when=span_of(row.start, row.end),  # type: ignore[attr-defined]
        message=str(row.message),  # type: ignore[attr-defined]
        advice=str(row.advice or ""),  # type: ignore[attr-defined]
        reason=reason,
        guide=guide.removeprefix("guide: "),
        studies=tuple(study.removeprefix("study: ") for study in studies),
        basis=str(row.basis),  # type: ignore[attr-defined]
    )


def _week_rows(view: WeekView) -> list[dict[str, str]]:
    """Write the chart's figures as a table, newest first."""
    unit = long_unit(view.units)
    return [
        {
            "week": f"{week.day} {week:%b %Y}",
            "distance": f"{short(in_units(km, view.units))} {unit}",
            "limit": "" if np.isnan(limit) else f"{short(in_units(limit, view.units))} {unit}",
            "hard": short(hard),
            "cadence": "unknown" if np.isnan(spm) else f"{spm:.0f}",
            "level": level or ("" if done else "not finished"),
        }
        for week, km, limit, hard, spm, level, done in zip(
            view.weeks.index, view.weeks["distance_km"], view.weeks["limit_km"],
            view.weeks["hard_min"], view.weeks["cadence_spm"], view.weeks["level"],
            view.weeks["complete"], strict=True,
        )
    ][::-1]  # fmt: skip


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
