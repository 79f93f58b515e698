"""Pain over load, the calendar of findings, and a comeback against its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.words import check_units
from metatarsal_load.schema import LEVELS
from metatarsal_load.show.levels import MARKED
from metatarsal_load.show.numbers import in_units, long_unit
from metatarsal_load.show.plots_axes import (
    COLOURS,
    GREY,
    MARKERS,
    axes_or_new,
    leave_room,
    of_dates,
    rows_of_one,
)
from metatarsal_load.tables.typed import complete_diary, complete_sessions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAIN = "#a3367c"
STATUSES = {"missed": "x", "more": "^", "extra": "P", "less": "v", "unknown": "$?$"}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def plot_pain(
    sessions: pd.DataFrame,
    diary: pd.DataFrame,
    *,
    athlete: str | None = None,
    units: str = "metric",
    ax: Axes | None = None,
) -> Axes:
    """Plot the pain of the diary over the distance of each day.

    Parameters
    ----------
    sessions : DataFrame
        From `read_sessions`, or typed.
    diary : DataFrame
        Symptom diary with ``date`` and ``pain`` [0-10].
    athlete, units, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Bars: running distance of each day [km or mi]. On a second Axes to its right, which shares
        the dates: the worst forefoot pain of each entry [0-10]; a day without an entry has no
        mark, which is not a painless day.

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.
    """
    factor, unit = in_units(1.0, check_units(units)), long_unit(check_units(units))
    name, own = rows_of_one(complete_sessions(sessions), athlete)
    notes = complete_diary(diary)
    notes = notes[notes["athlete"] == name]
    runs = own[own["sport"] == "running"]
    km = factor * runs.groupby("date")["distance_km"].sum(min_count=1)
    worst = notes[["pain", "pain_during", "pain_morning"]].max(axis=1)
    axes = axes_or_new(ax)
    axes.bar(pd.DatetimeIndex(km.index), km.to_numpy(float), width=0.9, color=GREY)
    axes.set_ylabel(f"distance a day [{unit}]")
    leave_room(axes, km.to_numpy(float))
    right = axes.twinx()
    right.plot(notes["date"], worst, "o", color=PAIN, markersize=3.5, label="pain")
    right.set_ylim(0, 10.4)
    right.set_ylabel("worst pain of the day [0-10]", color=PAIN)
    right.spines[["top"]].set_visible(False)
    return of_dates(axes)


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
        a finding, which is not a day that was judged ok.

    Raises
    ------
    TableError
        Several athletes and none chosen.
    """
    _, own = rows_of_one(findings, athlete)
    marked = own[own["level"].isin(MARKED)]
    short = (marked["end"] - marked["start"]).dt.days < 7
    day = marked["end"].where(short, marked["start"])
    rank = marked["level"].cat.codes.groupby(day).max()
    days = pd.DatetimeIndex(rank.index)
    mondays = days - pd.to_timedelta(days.day_of_week, unit="D")
    axes = axes_or_new(ax)
    for level in MARKED:
        here = (rank == LEVELS.index(level)).to_numpy(bool)
        if here.any():
            axes.plot(mondays[here], days.day_of_week[here], MARKERS[level], linestyle="none",
                      color=COLOURS[level], markersize=8, label=level)  # fmt: skip
    axes.set_yticks(range(7), WEEKDAYS)
    axes.set_ylim(6.6, -1.6)
    axes.set_xlabel("week")
    axes.grid(axis="y", color=GREY, linewidth=0.3)
    if len(rank):
        axes.legend(frameon=False, ncols=4, loc="upper left")
    return of_dates(axes)


def plot_comeback(
    followed: pd.DataFrame, *, athlete: str | None = None, ax: Axes | None = None
) -> Axes:
    """Plot a comeback's planned running against what was done.

    Parameters
    ----------
    followed : DataFrame
        From `adherence`.
    athlete, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Outlined bars: planned running [min]. Filled bars: done. Markers above the days that went
        otherwise: missed, less, more, extra and unknown.

    Raises
    ------
    TableError
        Several athletes and none chosen, or not a table of `adherence`.
    """
    lacking = [name for name in ("running_min", "done_running_min", "status")
               if name not in followed]  # fmt: skip
    if lacking:
        raise TableError(f"followed: found no {', '.join(lacking)}, expected that of adherence()")
    _, own = rows_of_one(followed, athlete)
    axes = axes_or_new(ax)
    days = pd.DatetimeIndex(own["date"])
    planned, done = (own[name].to_numpy(float) for name in ("running_min", "done_running_min"))
    axes.bar(days, np.nan_to_num(done), width=0.8, color=GREY, label="done")
    axes.bar(days, np.nan_to_num(planned), width=0.8, fill=False, edgecolor="black",
             linewidth=0.9, label="planned")  # fmt: skip
    tops = np.fmax(np.nan_to_num(planned), np.nan_to_num(done))
    leave_room(axes, tops)
    for status, marker in STATUSES.items():
        here = (own["status"] == status).to_numpy(bool)
        if here.any():
            above = tops[here] + 0.05 * axes.get_ylim()[1]
            axes.plot(days[here], above, marker, linestyle="none", color="black", markersize=6,
                      label=status)  # fmt: skip
    axes.set_ylabel("running a day [min]")
    axes.legend(frameon=False, ncols=4, loc="upper left")
    return of_dates(axes)
