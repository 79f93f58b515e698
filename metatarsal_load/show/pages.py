"""What the page says of one athlete: everything ready to print, nothing left to compute."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from markupsafe import Markup

from metatarsal_load.show.cards import Card, cards
from metatarsal_load.show.ground import GROUND_DAYS, ground_chart, ground_words
from metatarsal_load.show.ledger import Ledger
from metatarsal_load.show.levels import MARKED, recent
from metatarsal_load.show.matters import fresh, matters
from metatarsal_load.show.numbers import day_of, day_with_year
from metatarsal_load.show.sparks import cadence_chart, shoes_chart
from metatarsal_load.show.strips import WeekView
from metatarsal_load.show.told import Told, tell
from metatarsal_load.show.unjudged import Gap, unjudged
from metatarsal_load.show.week_table import week_rows
from metatarsal_load.show.weeks_chart import NARROW, WIDE, title_of, weeks_chart

WEEKS_SHOWN, WEEKS_ON_A_PHONE = 26, 13
TOLD_AT_MOST = 150
LABELS = {
    "state": "Now",
    "distance_left": "This week",
    "distance_today": "Today",
    "longest_run": "Longest run",
    "hard_left": "Hard running",
    "stressors_free": "New stressors",
    "shoe": "Shoes",
    "soft_sessions_owed": "Soft ground",
    "cross_training_owed": "Other sport",
}
GROUPS = (("Warnings", ("stop", "warning")), ("Cautions", ("caution",)), ("Notes", ("note",)))


@dataclass(frozen=True)
class Alert:
    """One alert: its level, its week, what it says, what to do, how often before."""

    level: str
    when: str
    message: str
    advice: str
    before: int = 0


@dataclass(frozen=True)
class Charts:
    """The pictures of a page; None where no figure is known."""

    title: str
    wide: Markup
    narrow: Markup
    rows: list[dict[str, str]]
    cadence: Markup | None
    shoes: Markup | None
    ground: Markup | None
    ground_words: str


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
    charts: Charts | None
    alerts: list[Alert]
    outlook: list[tuple[str, str]]
    told: list[tuple[str, list[Told]]]
    untold: int
    unknown: list[tuple[str, list[Gap]]]
    facts: list[tuple[str, str]]


def athlete_page(name: str, own: Ledger, *, anchor: str) -> AthletePage:
    """Make the page of one athlete from the athlete's own ledger."""
    marked = own.findings[own.findings["level"].isin(MARKED)]
    newest = marked.sort_values("end", ascending=False, kind="stable").iloc[:TOLD_AT_MOST]
    return AthletePage(
        name=name,
        anchor=anchor,
        until=day_with_year(own.last_day),
        stops=current_stops(own),
        has_diary=len(own.diary) > 0,
        summary=summary(own),
        cards=cards(own),
        charts=_charts(own, anchor) if len(own.weeks) else None,
        alerts=told_alerts(own),
        outlook=_outlook(own.outlook),
        told=_grouped(newest),
        untold=max(len(marked) - TOLD_AT_MOST, 0),
        unknown=unjudged(own.findings),
        facts=_facts(own.sessions),
    )


def current_stops(own: Ledger) -> list[Told]:
    """Tell the red flags of the last two weeks, the newest of each rule."""
    stops = recent(own.findings[own.findings["level"] == "stop"], own.last_day)
    newest = stops.sort_values("end", ascending=False, kind="stable").drop_duplicates("rule")
    return [tell(row) for row in newest.itertuples(index=False)]


def summary(own: Ledger) -> tuple[str, str]:
    """Say what to know and what to do, in two sentences.

    Red flags stand above it and are not told twice.
    """
    now = matters(own)
    told = now[now["level"] != "stop"]
    if len(told) and (fresh(own) or told["news"].any()):
        return str(told["message"].iloc[0]), str(told["advice"].iloc[0])
    if not fresh(own):
        return "No run of the last two weeks is in the log.", "What loads the foot is not known."
    if len(now):
        return "Beside that, nothing of the last two weeks was marked above a note.", ""
    return (
        "Nothing of the last two weeks was marked above a note.",
        "Go on as you are, one change at a time.",
    )


def _charts(own: Ledger, anchor: str) -> Charts:
    """Draw the weeks twice, for a desk and for a phone, and what stands beside them."""
    view = WeekView(own.weeks.iloc[-WEEKS_SHOWN:], own.units)
    few = WeekView(own.weeks.iloc[-WEEKS_ON_A_PHONE:], own.units)
    full = own.sessions
    known = (full["sport"] == "running") & full["cadence_spm"].notna()
    runs = full[known & (full["date"] >= view.weeks.index[0])]
    pairs = own.wear.iloc[:8]
    late = full["date"] > own.last_day - pd.Timedelta(days=GROUND_DAYS)
    lately = full[(full["sport"] == "running") & late]
    return Charts(
        title=title_of(view),
        wide=weeks_chart(view, name=f"{anchor}-weeks", width=WIDE),
        narrow=weeks_chart(few, name=f"{anchor}-weeks-narrow", width=NARROW),
        rows=week_rows(view),
        cadence=cadence_chart(runs, name=f"{anchor}-cadence") if len(runs) else None,
        shoes=shoes_chart(pairs, own.units, name=f"{anchor}-shoes") if len(pairs) else None,
        ground=ground_chart(lately, own.units, name=f"{anchor}-ground"),
        ground_words=ground_words(lately),
    )


def told_alerts(own: Ledger) -> list[Alert]:
    """Tell the alerts of the last half year, the newest first; what only repeats itself once."""
    first = own.last_day - pd.Timedelta(days=7 * WEEKS_SHOWN)
    told: dict[str, Alert] = {}
    late = own.alerts[own.alerts["week"] >= first]
    newest = late.sort_values(["week", "level"], ascending=False, kind="stable")
    for row in newest.to_dict("records"):
        same = str(row["rules"])
        if same in told:
            told[same] = replace(told[same], before=told[same].before + 1)
        else:
            when = f"Week of {day_of(row['week'])}"
            told[same] = Alert(str(row["level"]), when, str(row["message"]), str(row["advice"]))
    return list(told.values())


def _outlook(ahead: pd.DataFrame) -> list[tuple[str, str]]:
    """Label each line of the coming week; after a stop all say the same, which is said once."""
    told = ahead.dropna(subset="text").drop_duplicates("text")
    return [
        (LABELS.get(str(item), ""), str(words))
        for item, words in zip(told["item"], told["text"], strict=True)
        if words
    ]


def _grouped(newest: pd.DataFrame) -> list[tuple[str, list[Told]]]:
    """Tell findings by how much they matter, each group newest first."""
    groups = [
        (title, [tell(row) for row in newest[newest["level"].isin(levels)].itertuples(index=False)])
        for title, levels in GROUPS
    ]
    return [(title, told) for title, told in groups if told]


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
