"""The calendar of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from metatarsal_load.schema import LEVELS
from metatarsal_load.show.levels import MARKED
from metatarsal_load.show.plots.axes import (
    COLOURS,
    GREY,
    MARKERS,
    WEEKS_SHOWN,
    axes_or_new,
    of_dates,
    require,
    rows_of_one,
    say,
    show_newest,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LARGEST_PT, ROOM_PT = 8.0, 450.0
"""Largest marker, and the width that the markers of all weeks share [points]."""


def plot_calendar(
    findings: pd.DataFrame, *, athlete: str | None = None, ax: Axes | None = None
) -> Axes:
    """Plot a calendar with the highest level of each day: a column a week, a row a weekday.

    Parameters
    ----------
    findings : DataFrame
        From `assess`.
    athlete, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        One marker series a level, each of its own shape and colour. A finding of up to a week
        stands on the last of its days, a longer stretch on its first. An empty day is one without
        a finding, which is not a day that was judged ok. A history of more than 104 weeks opens
        on the newest; ``set_xlim`` shows more.

    Raises
    ------
    TableError
        Several athletes and none chosen, or not a table of `assess`.
    """
    require(findings, "findings", ("athlete", "level", "start", "end"), "assess")
    name, own = rows_of_one(findings, athlete)
    rank = _highest(own)
    days = pd.DatetimeIndex(rank.index)
    mondays = days - pd.to_timedelta(days.day_of_week, unit="D")
    axes = axes_or_new(ax)
    in_sight = show_newest(axes, mondays, WEEKS_SHOWN)
    size = min(LARGEST_PT, ROOM_PT / max(in_sight, 1))
    count = {}
    for level in MARKED:
        here = (rank == LEVELS.index(level)).to_numpy(bool)
        if here.any():
            axes.plot(mondays[here], days.day_of_week[here], MARKERS[level], linestyle="none",
                      color=COLOURS[level], markersize=size, label=level)  # fmt: skip
            count[level] = int(here.sum())
    said = ", ".join(f"{number} with a {level}" for level, number in reversed(count.items()))
    say(axes, name, f"days: {said}" if said else "no day with a finding")
    axes.set_yticks(range(7), WEEKDAYS)
    axes.set_ylim(6.6, -1.6)
    axes.grid(axis="y", color=GREY, linewidth=0.3)
    if count:
        axes.legend(frameon=False, ncols=4, loc="upper left")
    return of_dates(axes)


def _highest(findings: pd.DataFrame) -> pd.Series[int]:
    """Highest level [place in LEVELS] of each day that has a finding."""
    marked = findings[findings["level"].isin(MARKED)]
    short = (marked["end"] - marked["start"]).dt.days < 7
    day = marked["end"].where(short, marked["start"])
    rank = marked["level"].astype(str).map(LEVELS.index)
    return rank.groupby(day).max().astype(int)
