"""What was underfoot in the last weeks, and who says so."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from metatarsal_load.risk.words import Units, listing, percent
from metatarsal_load.show.numbers import in_units, long_unit, short
from metatarsal_load.show.svg import Picture, drawing, rect, text

GROUND_DAYS = 28
# Whoever told less of the distance would stand there with 0 %.
LEAST_TOLD = 0.005
CLASSES = (
    ("Hard", "paved_km", "hard"),
    ("Soft", "soft_km", "soft"),
    ("Treadmill", "treadmill_km", "mill"),
    ("Unknown", "unknown_surface_km", "unknown"),
)
NAMES = {
    "Hard": "on hard ground",
    "Soft": "on soft ground",
    "Treadmill": "on a treadmill",
    "Unknown": "on unknown ground",
}
TOLD_BY = {
    "typed": "your own word",
    "export": "the export",
    "file": "the watch",
    "shape": "the shape of the trace",
    "map": "the map",
}
WIDE, LEFT, RIGHT = 420.0, 2.0, 16.0


def ground_chart(runs: pd.DataFrame, units: Units, *, name: str) -> Picture | None:
    """Draw the distance of each kind of ground; None where no distance is known."""
    km = {title: float(runs[column].sum()) for title, column, _ in CLASSES}
    total = sum(km.values())
    if total <= 0:
        return None
    parts: list[Markup] = []
    said: list[str] = []
    there = [(title, css) for title, _, css in CLASSES if km[title] > 0]
    for i, (title, css) in enumerate(there):
        y, share = 32.0 * i, km[title] / total
        far = f"{short(in_units(km[title], units))} {long_unit(units)}"
        said.append(f"{title}: {percent(share)}, {far}")
        parts.append(text(LEFT, y + 12, said[-1], class_="strip"))
        parts.append(rect(LEFT, y + 16, WIDE - LEFT - RIGHT, 9.0, class_="rail"))
        parts.append(rect(LEFT, y + 16, (WIDE - LEFT - RIGHT) * share, 9.0, class_=f"ground {css}"))
    words = f"Distance by ground in the last {GROUND_DAYS} days. {'; '.join(said)}."
    chief = max(there, key=lambda kind: km[kind[0]])[0]
    title = f"Underfoot: {percent(km[chief] / total)} {NAMES[chief]}"
    return Picture(title, drawing((WIDE, 32.0 * len(there)), title, words, parts, name=name))


def ground_words(runs: pd.DataFrame) -> str:
    """Say how the ground is known: by whom, and for which share of the distance."""
    total = float(runs["distance_km"].sum())
    known = runs[runs["unknown_surface_km"].lt(runs["distance_km"])]
    km = (known["distance_km"] - known["unknown_surface_km"].fillna(0.0)).groupby(
        known["surface_source"]
    )
    shares = {str(source): far / total for source, far in km.sum().items() if total > 0}
    told = [
        f"{TOLD_BY.get(source, source)} ({percent(share)})"
        for source, share in sorted(shares.items(), key=lambda item: -item[1])
        if share >= LEAST_TOLD
    ]
    if not told:
        return "Nothing tells the ground: a word of your own, a watch that names it or a map would."
    return f"The last {GROUND_DAYS} days; told by {listing(told)}. Unknown ground is not soft."
