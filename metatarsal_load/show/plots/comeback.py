"""A comeback against its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.show.plots.axes import (
    GREY,
    axes_or_new,
    leave_room,
    of_dates,
    require,
    rows_of_one,
    say,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STATUSES = {"missed": "x", "more": "^", "extra": "P", "less": "v", "unknown": "$?$"}


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

    References
    ----------
    - Liem 2013, Curr Sports Med Rep, doi 10.1249/JSR.0b013e3182913cbe (expert opinion).
    - Vincent 2017, Curr Sports Med Rep, doi 10.1249/JSR.0000000000000362 (expert opinion).
    """
    needed = ("athlete", "date", "running_min", "done_running_min", "status")
    require(followed, "followed", needed, "adherence")
    name, own = rows_of_one(followed, athlete)
    axes = axes_or_new(ax)
    days = pd.DatetimeIndex(own["date"])
    planned, done = (
        np.nan_to_num(own[column].to_numpy(float)) for column in ("running_min", "done_running_min")
    )
    axes.bar(days, done, width=0.8, color=GREY, label="done")
    axes.bar(days, planned, width=0.8, fill=False, edgecolor="black", linewidth=0.9,
             label="planned")  # fmt: skip
    tops = np.fmax(planned, done)
    leave_room(axes, tops)
    for status, marker in STATUSES.items():
        here = (own["status"] == status).to_numpy(bool)
        if here.any():
            above = tops[here] + 0.05 * axes.get_ylim()[1]
            axes.plot(days[here], above, marker=marker, linestyle="none", color="black",
                      markersize=6, label=status)  # fmt: skip
    say(axes, name, _told(own["status"]))
    axes.set_ylabel("running a day [min]")
    axes.legend(frameon=False, ncols=4, loc="upper left")
    return of_dates(axes)


def _told(status: pd.Series[str]) -> str:
    """Say on how many of the days behind us the plan was kept, and what else there was."""
    behind = status[status != "open"]
    if len(behind) == 0:
        return "a plan, of which nothing is behind you yet"
    kept = int(behind.isin(["done", "kept"]).sum())
    others = behind.value_counts().reindex(list(STATUSES)).dropna().astype(int)
    rest = ", ".join(f"{days} {word}" for word, days in others.items())
    return f"{kept} of {len(behind)} days as planned" + (f"; {rest}" if rest else "")
