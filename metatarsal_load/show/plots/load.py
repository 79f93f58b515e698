"""Forefoot load with its range, and load figures with what studies say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.risk.figures import EVIDENCE
from metatarsal_load.show.plots.axes import (
    GREY,
    HALF_WEEK,
    RUN_WEEKS_SHOWN,
    WEEKS_SHOWN,
    axes_or_new,
    leave_room,
    of_dates,
    require,
    rows_of_one,
    say,
    show_newest,
)
from metatarsal_load.tables.forefoot_weeks import forefoot_weeks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RATIOS = (
    ("acwr_coupled", "coupled", "-"),
    ("acwr_uncoupled", "uncoupled", "--"),
    ("acwr_ewma", "exponential", ":"),
)


def plot_forefoot_load(
    sessions: pd.DataFrame,
    *,
    shoes: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
    athlete: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Plot the forefoot load of each week with the range of its coefficients.

    Parameters
    ----------
    sessions, shoes, athletes : DataFrame
        As for `forefoot_load`.
    athlete, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Line: linear load [1000 reference steps a week]. Band: all coefficients at the low and at
        the high end of their ranges together, the widest interval. A week with a run whose load
        is unknown is a gap.

    Raises
    ------
    TableError
        Several athletes and none chosen, or a table that does not fit.

    References
    ----------
    - `coefficient_table` names the source of every coefficient.
    """
    table = forefoot_weeks(sessions, shoes=shoes, athletes=athletes)
    name, own = rows_of_one(table.reset_index(), athlete)
    axes = axes_or_new(ax)
    days = pd.DatetimeIndex(own["week"]) + HALF_WEEK
    middle, low, high = (
        own[column].to_numpy(float) / 1000
        for column in ("forefoot_load", "forefoot_load_low", "forefoot_load_high")
    )
    axes.fill_between(days, low, high, color=GREY, alpha=0.45, linewidth=0,
                      label="range of the coefficients")  # fmt: skip
    axes.plot(days, middle, "o-", color="black", markersize=3, linewidth=1, label="forefoot load")
    axes.set_ylabel("forefoot load\n[1000 reference steps a week]")
    say(axes, name, _told(middle, low, high))
    leave_room(axes, high)
    axes.legend(frameon=False, loc="upper left", ncols=2)
    show_newest(axes, days, WEEKS_SHOWN)
    return of_dates(axes)


def plot_load_figures(
    figures: pd.DataFrame, *, athlete: str | None = None, ax: Axes | None = None
) -> Axes:
    """Plot acute over chronic load in three ways, with the evidence against using it as an alarm.

    Parameters
    ----------
    figures : DataFrame
        From `load_figures`.
    athlete, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Lines: ``acwr_coupled``, ``acwr_uncoupled`` and ``acwr_ewma`` [1], told apart by their
        dashes; gaps where they are unknown. No line marks a limit: none is known. The title is
        the evidence.

    Raises
    ------
    TableError
        Several athletes and none chosen, or not a table of `load_figures`.

    References
    ----------
    - Schuster Brandt Frandsen 2025, BJSM 59(17):1203, doi 10.1136/bjsports-2024-109380.
    """
    require(figures, "figures", tuple(column for column, _, _ in RATIOS), "load_figures")
    name, own = rows_of_one(figures.reset_index(), athlete)
    axes = axes_or_new(ax)
    for column, word, dashes in RATIOS:
        axes.plot(own["date"], own[column], dashes, color="black", linewidth=1.2, label=word)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("acute over chronic load [1]")
    say(axes, name, EVIDENCE)
    axes.title.set(wrap=True, fontsize="small")
    axes.legend(frameon=False, loc="lower left", ncols=3)
    show_newest(axes, pd.DatetimeIndex(own["date"]), RUN_WEEKS_SHOWN)
    return of_dates(axes)


def _told(middle: np.ndarray, low: np.ndarray, high: np.ndarray) -> str:
    """Say the newest week whose load is known, with its range."""
    known = np.flatnonzero(middle > 0)
    if len(known) == 0:
        return "no week whose forefoot load is known"
    at = known[-1]
    return (
        f"the newest week with running: {middle[at]:.0f} thousand reference steps, "
        f"{low[at]:.0f} to {high[at]:.0f}"
    )
