"""Single runs against the longest of the 30 days before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.risk.plain import session_spikes
from metatarsal_load.risk.words import check_units
from metatarsal_load.show.levels import LOUD
from metatarsal_load.show.numbers import in_units, long_unit
from metatarsal_load.show.plots.axes import (
    GREY,
    RUN_WEEKS_SHOWN,
    axes_or_new,
    leave_room,
    mark_levels,
    of_dates,
    rows_of_one,
    say,
    show_newest,
)
from metatarsal_load.tables.typed import complete_sessions

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_session_spikes(
    sessions: pd.DataFrame,
    *,
    athlete: str | None = None,
    units: str = "metric",
    ax: Axes | None = None,
) -> Axes:
    """Plot each run against the longest of the 30 days before it.

    Parameters
    ----------
    sessions : DataFrame
        From `read_sessions`, or typed: ``start`` and ``distance_km`` [km] are enough.
    athlete, units, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Stems: runs [km or mi]; a cross near zero is a run of unknown distance. Step line: 110 % of
        the longest run of the 30 days before. Markers: session spikes. A history of more than 52
        weeks opens on the newest; ``set_xlim`` shows more.

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.

    References
    ----------
    - Schuster Brandt Frandsen 2025, BJSM 59(17):1203, doi 10.1136/bjsports-2024-109380.
    """
    factor, unit = in_units(1.0, check_units(units)), long_unit(check_units(units))
    name, own = rows_of_one(complete_sessions(sessions), athlete)
    judged = session_spikes(own, include_ok=True).dropna(subset="value")
    runs = own[own["sport"] == "running"]
    km = factor * runs["distance_km"].to_numpy(float)
    days = pd.DatetimeIndex(runs["start"])
    axes = axes_or_new(ax)
    in_sight = show_newest(axes, days, RUN_WEEKS_SHOWN)
    axes.vlines(days, 0, km, color=GREY, linewidth=2.2 if in_sight <= 26 else 1.1)
    lost = np.isnan(km)
    if lost.any():
        low = np.full(lost.sum(), 0.03 * float(np.nanmax(np.append(km, 1.0))))
        axes.plot(days[lost], low, "x", color="black", markersize=5, linestyle="none",
                  label="distance unknown")  # fmt: skip
    axes.step(judged["start"], factor * judged["limit"], where="post", color="black",
              linestyle="--", linewidth=1, label="110 % of the longest of 30 days")  # fmt: skip
    levels = [level if level in LOUD else "" for level in judged["level"].astype(str)]
    mark_levels(
        axes, pd.DatetimeIndex(judged["start"]), factor * judged["value"].to_numpy(), levels
    )
    say(axes, name, _told(len(runs), levels))
    axes.set_ylabel(f"distance of a run [{unit}]")
    leave_room(axes, km)
    if len(runs):
        axes.legend(frameon=False, loc="upper left", ncols=3)
    return of_dates(axes)


def _told(runs: int, levels: list[str]) -> str:
    """Say how many runs are marked."""
    if runs == 0:
        return "no runs"
    if not levels:
        return "no run has 30 days before it to be judged by"
    marked = sum(map(bool, levels))
    return f"{marked or 'none'} of {runs} runs more than 10 % beyond the longest of 30 days"
