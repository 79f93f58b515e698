"""Strips of the page's main picture: one figure each, on the same weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup

from metatarsal_load.risk.words import Units
from metatarsal_load.show.frame import LEFT, Columns, rounded_up
from metatarsal_load.show.numbers import climb_in_units, in_units, long_unit
from metatarsal_load.show.svg import line, path, rect, text

STRIP_HEIGHT, STRIP_GAP = 34.0, 28.0
SURFACES = (
    ("paved_share", "hard"),
    ("soft_share", "soft"),
    ("treadmill_share", "mill"),
    ("unknown_surface_share", "unknown"),
)
GUIDE_SPM = (170.0, 180.0)
SPM_RANGE = (140.0, 190.0)


@dataclass(frozen=True)
class WeekView:
    """What the chart shows, one row a week, sorted.

    Attributes
    ----------
    weeks : pandas.DataFrame
        Columns of `metatarsal_load.weekly`, index ``week``; and ``limit_km``, ``reference_km``
        (longest run of the 30 days before), ``pain`` and ``level`` (highest of the week's alert,
        "" for none).
    """

    weeks: pd.DataFrame
    units: Units


def _heading(title: str, y: float) -> Markup:
    return text(LEFT, y - 6, title, class_="strip")


def bar_strip(
    values: np.ndarray, title: str, unit: str, columns: Columns, y: float
) -> Iterator[Markup]:
    """Draw one figure as bars under its title; nothing where no week knows any of it."""
    if not np.nansum(values) > 0:
        return
    most = rounded_up(float(np.nanmax(values)))
    yield _heading(title, y)
    yield from columns.scale(y, STRIP_HEIGHT, most, unit)
    yield from columns.bars(list(values), y, STRIP_HEIGHT, most, ["plain"] * len(values))


def longest_runs(view: WeekView, columns: Columns, y: float) -> Iterator[Markup]:
    """Longest run of each week, with the longest of the 30 days before as a tick."""
    factor = in_units(1.0, view.units)
    runs = factor * view.weeks["longest_run_km"].to_numpy()
    before = factor * view.weeks["reference_km"].to_numpy()
    if not np.nansum(runs) > 0:
        return
    yield from bar_strip(
        runs, "Longest run; line: longest of the 30 days before", long_unit(view.units), columns, y
    )
    most = rounded_up(float(np.nanmax([*runs, 0.1])))
    for index, value in enumerate(before):
        if not np.isnan(value):
            high = y + STRIP_HEIGHT * (1 - min(value / most, 1.0))
            left = columns.left(index)
            yield line(left, high, left + columns.width, high, class_="tick")


def hard_minutes(view: WeekView, columns: Columns, y: float) -> Iterator[Markup]:
    """Minutes of hard intensity of each week."""
    return bar_strip(view.weeks["hard_min"].to_numpy(), "Hard minutes", "min", columns, y)


def climbs(view: WeekView, columns: Columns, y: float) -> Iterator[Markup]:
    """Climb of each week."""
    unit = "m" if view.units == "metric" else "ft"
    metres = view.weeks["ascent_m"].to_numpy() * climb_in_units(1.0, view.units)
    return bar_strip(metres, "Climb", unit, columns, y)


def surfaces(view: WeekView, columns: Columns, y: float) -> Iterator[Markup]:
    """Share of each week's distance on hard, soft, treadmill and unknown ground."""
    shares = view.weeks[[key for key, _ in SURFACES]]
    if shares.isna().all(axis=None) or (shares["unknown_surface_share"].dropna() >= 1).all():
        return
    yield from _legend(y)
    for index, row in enumerate(shares.fillna(0.0).itertuples(index=False)):
        low = y + STRIP_HEIGHT
        for share, (_, css) in zip(row, SURFACES, strict=True):
            tall = STRIP_HEIGHT * float(share)
            low -= tall
            if tall > 0:
                yield rect(
                    columns.left(index) + 0.8,
                    low,
                    columns.width - 1.6,
                    tall,
                    class_=f"ground {css}",
                )
    yield from columns.scale(y, STRIP_HEIGHT, 100, "%")


def _legend(y: float) -> Iterator[Markup]:
    """Name the kinds of ground beside their fills."""
    yield _heading("Ground", y)
    x = LEFT + 48
    for _, css in SURFACES:
        word = {"mill": "treadmill"}.get(css, css)
        yield rect(x, y - 15, 10, 10, class_=f"ground {css}")
        yield text(x + 14, y - 6, word, class_="strip")
        x += 20 + 6.6 * len(word)


def cadences(view: WeekView, columns: Columns, y: float) -> Iterator[Markup]:
    """Cadence of each week with the guide's band."""
    spm = view.weeks["cadence_spm"].to_numpy()
    if np.isnan(spm).all():
        return
    low, high = min(SPM_RANGE[0], float(np.nanmin(spm))), max(SPM_RANGE[1], float(np.nanmax(spm)))

    def place(value: float) -> float:
        return y + STRIP_HEIGHT * (high - value) / (high - low)

    yield _heading("Cadence, steps a minute; band: the guide's 170-180", y)
    band = place(GUIDE_SPM[1])
    yield rect(LEFT, band, columns.edge - LEFT, place(GUIDE_SPM[0]) - band, class_="band")
    yield text(columns.edge + 4, place(GUIDE_SPM[0]) + 4, "170", class_="axis")
    known = [None if np.isnan(v) else (columns.middle(i), place(v)) for i, v in enumerate(spm)]
    yield path(known, class_="trace")
    for point in known:
        if point:
            yield rect(point[0] - 1.4, point[1] - 1.4, 2.8, 2.8, class_="dot")


def pains(view: WeekView, columns: Columns, y: float) -> Iterator[Markup]:
    """Worst forefoot pain of each week; left out where the diary never names any."""
    pain = view.weeks["pain"].to_numpy()
    if np.isnan(pain).all() or np.nanmax(pain) == 0:
        return
    yield _heading("Worst pain of the week, 0-10; hatched: no entry", y)
    yield from columns.scale(y, STRIP_HEIGHT, 10, "")
    yield from columns.bars(list(pain), y, STRIP_HEIGHT, 10, ["pain"] * len(pain))
