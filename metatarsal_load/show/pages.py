"""What the page says of one athlete: everything ready to print, nothing left to compute."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import pandas as pd

from metatarsal_load.show.behind import runs_behind
from metatarsal_load.show.cards import Card, cards
from metatarsal_load.show.charts import WEEKS_SHOWN, Charts, draw_charts
from metatarsal_load.show.data_facts import facts_of
from metatarsal_load.show.ledger import Ledger
from metatarsal_load.show.levels import MARKED, recent
from metatarsal_load.show.matters import fresh, matters, ran
from metatarsal_load.show.numbers import day_of, day_with_year
from metatarsal_load.show.told import Told, ToldRule, gather, tell
from metatarsal_load.show.unjudged import Gap, unjudged

TOLD_AT_MOST = 150
"""Findings told on one page, shared by its athletes; but at least so many of each:"""
TOLD_AT_LEAST = 24
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
GROUPS = {"stop": "Red flags", "warning": "Warnings", "caution": "Cautions", "note": "Notes"}


@dataclass(frozen=True)
class Alert:
    """One alert: its level, its week, what it says, what to do, how often before."""

    level: str
    when: str
    message: str
    advice: str
    before: int = 0


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
    told: list[tuple[str, int, list[ToldRule]]]
    untold: int
    unknown: list[tuple[str, list[Gap]]]
    facts: list[tuple[str, str]]


def athlete_page(name: str, own: Ledger, *, anchor: str, athletes: int = 1) -> AthletePage:
    """Make the page of one athlete from the athlete's own ledger; one of so many on a page."""
    marked = own.findings[own.findings["level"].isin(MARKED)]
    most = max(TOLD_AT_MOST // athletes, TOLD_AT_LEAST)
    newest = marked.sort_values("end", ascending=False, kind="stable").iloc[:most]
    shown = cards(own)
    return AthletePage(
        name=name,
        anchor=anchor,
        until=day_with_year(own.last_day),
        stops=current_stops(own),
        has_diary=len(own.diary) > 0,
        summary=summary(own, [card.level for card in shown]),
        cards=shown,
        charts=draw_charts(own, anchor),
        alerts=told_alerts(own),
        outlook=_outlook(own.outlook) if ran(own) else [],
        told=_grouped(newest, own),
        untold=max(len(marked) - most, 0),
        unknown=unjudged(own.findings),
        facts=facts_of(own, name),
    )


def current_stops(own: Ledger) -> list[Told]:
    """Tell the red flags of the last two weeks, the newest of each rule."""
    stops = recent(own.findings[own.findings["level"] == "stop"], own.last_day)
    newest = stops.sort_values("end", ascending=False, kind="stable").drop_duplicates("rule")
    return [tell(row) for row in newest.itertuples(index=False)]


def summary(own: Ledger, levels: Collection[str]) -> tuple[str, str]:
    """Say what to know and what to do, in two sentences.

    Red flags stand above it and are not told twice. `levels` are those of the cards: what could
    not be judged is not called good.
    """
    now = matters(own)
    told = now[now["level"] != "stop"]
    if len(told) and (fresh(own) or told["news"].any()):
        return str(told["message"].iloc[0]), str(told["advice"].iloc[0])
    if not ran(own):
        return "No run is in the log.", "What loads the foot is not known."
    if not fresh(own):
        return "No run of the last two weeks is in the log.", "What loads the foot is not known."
    if set(levels) == {"unknown"}:
        return "Nothing could be judged yet.", "Each card says what it would take."
    judged = "that could be judged " if "unknown" in levels else ""
    said = f"othing {judged}in the last two weeks was marked above a note."
    if len(now):
        return f"Beside that, n{said}", ""
    return f"N{said}", "Go on as you are, one change at a time."


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


def _grouped(newest: pd.DataFrame, own: Ledger) -> list[tuple[str, int, list[ToldRule]]]:
    """Tell findings by how much they matter, each group newest first, with their number."""
    groups = []
    for level, title in GROUPS.items():
        told = [
            replace(tell(row), runs=runs_behind(row, own.sessions, own.units))
            for row in newest[newest["level"] == level].itertuples(index=False)
        ]
        groups.append((title, len(told), gather(told)))
    return [group for group in groups if group[1]]
