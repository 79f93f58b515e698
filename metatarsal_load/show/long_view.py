"""The long view: a history of years as months, quarters or years, beside the recent weeks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from markupsafe import Markup

from metatarsal_load.risk.words import Units
from metatarsal_load.show.frame import Columns, rounded_up
from metatarsal_load.show.levels import LOUD
from metatarsal_load.show.numbers import in_units, long_unit, short
from metatarsal_load.show.strips import STRIP_GAP, STRIP_HEIGHT, WeekView, bar_strip
from metatarsal_load.show.svg import drawing, text

SHOWN_FROM_WEEKS = 78
"""A year and a half: below it the recent weeks are most of the log."""
BAR_WIDTH = 6.0
"""The narrowest bar that can be told from its neighbour."""
HEIGHT = 90.0
PERIODS = (("M", "month"), ("Q", "quarter"))


def eras(weeks: pd.DataFrame, width: float) -> tuple[pd.DataFrame, str]:
    """Gather weeks by the month, quarter or year of their first day: the finest that has room.

    ``distance_km`` is the mean of the whole weeks, ``marked`` counts them, ``longest_run_km`` and
    ``pain`` are the highest; what no week of a period knows is NaN.
    """
    told = weeks.assign(distance_km=_whole(weeks), marked=weeks["level"].isin(LOUD).astype(float))
    days = pd.DatetimeIndex(told.index)
    rooms = ((days.to_period(code), word) for code, word in PERIODS)
    period, word = next(
        (room for room in rooms if room[0].nunique() * BAR_WIDTH <= width),
        (days.to_period("Y"), "year"),
    )
    return told.groupby(period).agg(
        {"distance_km": "mean", "longest_run_km": "max", "marked": "sum", "pain": "max"}
    ), word


def long_chart(view: WeekView, *, name: str, width: float) -> Markup:
    """Draw the whole history: distance a week, longest run, marked weeks and worst pain."""
    table, word = eras(view.weeks, width)
    columns = Columns(pd.PeriodIndex(table.index).to_timestamp(), width)
    factor, unit = in_units(1.0, view.units), long_unit(view.units)
    km = factor * table["distance_km"].to_numpy()
    most, top = rounded_up(float(np.nanmax([*km, 1.0]))), 22.0
    parts = [
        text(2.0, 12.0, f"Distance a week, mean of each {word}", class_="strip"),
        *columns.scale(top, HEIGHT, most, unit),
        *columns.bars(list(km), top, HEIGHT, most, ["plain"] * len(km)),
        *columns.years(top + HEIGHT + 16),
    ]
    y = top + HEIGHT + 34
    for drawn in _strips(table, word, columns, y + 14, view.units):
        parts.extend(drawn)
        y += STRIP_HEIGHT + STRIP_GAP
    return drawing((width, y), long_title(view), _described(view), parts, name=name)


def _strips(
    table: pd.DataFrame, word: str, columns: Columns, y: float, units: Units
) -> Iterator[list[Markup]]:
    """Draw what lies below the distance; a strip without a figure is left out."""
    strips = (
        (f"Longest run of each {word}", "longest_run_km", in_units(1.0, units), long_unit(units)),
        (f"Marked weeks of each {word}", "marked", 1.0, ""),
        (f"Worst pain of each {word}, 0-10", "pain", 1.0, ""),
    )
    for title, column, factor, unit in strips:
        drawn = list(bar_strip(factor * table[column].to_numpy(), title, unit, columns, y))
        if drawn:
            yield drawn
            y += STRIP_HEIGHT + STRIP_GAP


def long_title(view: WeekView) -> str:
    """Say where the history has its peak."""
    year, unit = _by_year(view.weeks), long_unit(view.units)
    if not year.max() > 0:
        return "No running distance in the log"
    first, last, peak = year.index[0], year.index[-1], year.idxmax()
    far = short(in_units(float(year.max()), view.units))
    return f"{first} to {last}: most in {peak}, {far} {unit} a week"


def _described(view: WeekView) -> str:
    unit = long_unit(view.units)
    said = [
        f"{year}: {short(in_units(float(km), view.units))} {unit}"
        for year, km in _by_year(view.weeks).items()
    ]
    return f"Mean running distance a week. {'; '.join(said)}."


def _by_year(weeks: pd.DataFrame) -> pd.Series[float]:
    """Mean distance a week of each year."""
    return _whole(weeks).groupby(pd.DatetimeIndex(weeks.index).year).mean()


def _whole(weeks: pd.DataFrame) -> pd.Series[float]:
    """Distance of the whole weeks; an unfinished one would pull a mean down."""
    return weeks["distance_km"].where(weeks["complete"].astype(bool))
