"""The page's main picture: weekly mileage with its limit, and strips aligned below it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from markupsafe import Markup

from metatarsal_load.show.frame import Columns, rounded_up
from metatarsal_load.show.levels import LOUD
from metatarsal_load.show.numbers import in_units, long_unit, short
from metatarsal_load.show.strips import (
    STRIP_GAP,
    STRIP_HEIGHT,
    WeekView,
    cadences,
    climbs,
    hard_minutes,
    longest_runs,
    pains,
    surfaces,
)
from metatarsal_load.show.svg import drawing, mark, path, rect, text

MILEAGE_HEIGHT = 150.0
WIDE, NARROW = 880.0, 360.0
"""Widths at which the chart is drawn: for a desk and for a phone, with letters of one size."""


def weeks_chart(view: WeekView, *, name: str, width: float) -> Markup:
    """Draw the chart; a strip that no week has a figure for is left out."""
    columns = Columns(pd.DatetimeIndex(view.weeks.index), width)
    bottom = list[Markup]()
    y = 26 + MILEAGE_HEIGHT + 34
    bottom.extend(columns.months(y - 18))
    for strip in (longest_runs, hard_minutes, climbs, surfaces, cadences, pains):
        drawn = list(strip(view, columns, y + 14))
        if drawn:
            bottom.extend(drawn)
            y += STRIP_HEIGHT + STRIP_GAP
    parts = [*_shades(view, columns, y), *_mileage(view, columns), *bottom]
    return drawing((width, y), title_of(view), _described(view), parts, name=name)


def title_of(view: WeekView) -> str:
    """Say what the chart shows as a finding."""
    marked, number = int(_marked(view).sum()), len(view.weeks)
    if not view.weeks["distance_km"].sum() > 0:
        return "No running distance in the log"
    if number == 1:
        return f"One week so far, {'marked' if marked else 'not marked'}"
    if marked == 0:
        return f"None of {number} weeks was marked"
    return f"{marked} of {number} weeks {'was' if marked == 1 else 'were'} marked"


def _marked(view: WeekView) -> pd.Series[bool]:
    """Weeks with an alert."""
    return view.weeks["level"].isin(LOUD)


def _shades(view: WeekView, columns: Columns, bottom: float) -> Iterator[Markup]:
    """Shade the marked weeks from top to bottom, so that the eye follows them down the strips."""
    for index in np.flatnonzero(_marked(view)).tolist():
        yield rect(columns.left(index), 26.0, columns.width, bottom - 26, class_="shade")


def _described(view: WeekView) -> str:
    unit = long_unit(view.units)
    said = [
        f"{week:%d %b}: {short(in_units(km, view.units))} {unit}{f' ({level})' if level else ''}"
        for week, km, level in zip(
            view.weeks.index[-12:],
            view.weeks["distance_km"].iloc[-12:],
            view.weeks["level"].iloc[-12:],
            strict=True,
        )
    ]
    return f"Weekly running distance. The last {len(said)} weeks: {'; '.join(said)}."


def _mileage(view: WeekView, columns: Columns) -> Iterator[Markup]:
    top, weeks = 26.0, view.weeks
    km = in_units(1.0, view.units) * weeks["distance_km"].to_numpy()
    limit = in_units(1.0, view.units) * weeks["limit_km"].to_numpy()
    most = rounded_up(float(np.nanmax([*km, 1.0])))
    css = [
        f"{level or 'plain'}{'' if done else ' open'}"
        for level, done in zip(weeks["level"], weeks["complete"], strict=True)
    ]
    yield from columns.scale(top, MILEAGE_HEIGHT, most, long_unit(view.units))
    yield from columns.bars(list(km), top, MILEAGE_HEIGHT, most, css)
    yield path(_steps(limit, columns, top, most), class_="limit")
    if not np.isnan(limit[-1]):
        y = max(top + MILEAGE_HEIGHT * (1 - min(limit[-1] / most, 1.0)) + 4, top + 20)
        yield text(columns.edge + 4, y, "limit", class_="axis")
    for index, (level, value) in enumerate(zip(weeks["level"], km, strict=True)):
        if level in LOUD:
            y = top + MILEAGE_HEIGHT * (1 - np.nan_to_num(value) / most)
            yield mark(level, columns.middle(index), y - 8, min(5.0, columns.width / 2.6))
            if columns.width >= 15:
                yield text(
                    columns.middle(index),
                    y - 17,
                    short(value),
                    class_="value",
                    text_anchor="middle",
                )


def _steps(
    limit: np.ndarray, columns: Columns, top: float, most: float
) -> Iterator[tuple[float, float] | None]:
    """Turn a limit a week into a step line; weeks without one leave a gap."""
    for index, value in enumerate(limit):
        if np.isnan(value):
            yield None
            continue
        y = top + MILEAGE_HEIGHT * (1 - min(value / most, 1.0))
        yield columns.left(index), y
        yield columns.left(index) + columns.width, y
