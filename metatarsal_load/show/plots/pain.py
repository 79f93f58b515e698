"""The pain of the diary over the distance of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.risk.words import check_units
from metatarsal_load.show.numbers import in_units, long_unit
from metatarsal_load.show.plots.axes import (
    GREY,
    RUN_WEEKS_SHOWN,
    axes_or_new,
    of_dates,
    rows_of_one,
    say,
    show_newest,
)
from metatarsal_load.tables.typed import complete_diary, complete_sessions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAIN = "#a3367c"
FLOOR = -0.04
"""Room below zero, as a share of the height, so that a day at 0 is seen whole."""


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
        From `read_sessions`, or typed: ``start`` and ``distance_km`` [km] are enough.
    diary : DataFrame
        Symptom diary with ``date`` and ``pain`` [0-10].
    athlete, units, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Bars: running distance of each day [km or mi]. On a second Axes to its right, which shares
        the dates: the worst forefoot pain of each entry [0-10], hollow at 0; a day without an
        entry has no mark, which is not a painless day. A history of more than 52 weeks opens on
        the newest; ``set_xlim`` shows more.

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.

    References
    ----------
    - Liem 2013, Curr Sports Med Rep, doi 10.1249/JSR.0b013e3182913cbe (expert opinion).
    - Vincent 2017, Curr Sports Med Rep, doi 10.1249/JSR.0000000000000362 (expert opinion).
    """
    factor, unit = in_units(1.0, check_units(units)), long_unit(check_units(units))
    name, own = rows_of_one(complete_sessions(sessions), athlete)
    notes = complete_diary(diary)
    notes = notes[notes["athlete"] == name]
    runs = own[own["sport"] == "running"]
    km = factor * runs.groupby("date")["distance_km"].sum(min_count=1)
    worst = notes[["pain", "pain_during", "pain_morning"]].max(axis=1)
    axes = axes_or_new(ax)
    days = pd.DatetimeIndex(km.index)
    axes.bar(days, km.to_numpy(float), width=0.9, color=GREY, snap=False)
    top = 1.15 * (float(km.max()) if km.max() > 0 else 1.0)
    axes.set_ylim(FLOOR * top, top)
    axes.set_ylabel(f"distance a day [{unit}]")
    dates = pd.DatetimeIndex(notes["date"])
    _draw_pain(axes.twinx(), dates, worst.to_numpy(float))
    say(axes, name, _told(dates, worst.to_numpy(float)))
    show_newest(axes, pd.DatetimeIndex(days.append(dates)), RUN_WEEKS_SHOWN)
    return of_dates(axes)


def _draw_pain(right: Axes, dates: pd.DatetimeIndex, worst: np.ndarray) -> None:
    """Draw the worst pain of each entry, hollow where there was none."""
    for here, fill, label in ((worst > 0, PAIN, "pain"), (worst == 0, "white", "no pain")):
        if here.any():
            right.plot(dates[here], worst[here], "o", color=PAIN, markerfacecolor=fill,
                       markersize=4, linestyle="none", label=label)  # fmt: skip
    right.set_ylim(10.4 * FLOOR, 10.4)
    right.set_ylabel("worst pain of the day [0-10]", color=PAIN)
    right.spines[["top"]].set_visible(False)


def _told(dates: pd.DatetimeIndex, worst: np.ndarray) -> str:
    """Say on how many of the days written down there was pain, and the worst of it."""
    known = ~np.isnan(worst)
    if not known.any():
        return "no pain entry in the diary"
    hurt = int((worst > 0).sum())
    if not hurt:
        return f"no pain on the {int(known.sum())} days written down"
    top = int(np.nanargmax(worst))
    day = dates[top]
    return (
        f"pain on {hurt} of the {int(known.sum())} days written down, "
        f"at worst {worst[top]:.0f} on {day.day} {day:%b %Y}"
    )
