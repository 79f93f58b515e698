"""Weekly mileage and single runs against their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.plain import mileage_spikes
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.words import check_units
from metatarsal_load.show.levels import LOUD, highest_by_week
from metatarsal_load.show.numbers import in_units, long_unit
from metatarsal_load.show.plots_axes import (
    GREY,
    axes_or_new,
    leave_room,
    mark_levels,
    of_dates,
    rows_of_one,
)
from metatarsal_load.tables.typed import complete_sessions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WEEKLY = [
    rule.id for rule in RULES if rule.section in ("training", "return") and rule.table != "status"
]


def plot_weeks(
    weeks: pd.DataFrame,
    findings: pd.DataFrame | None = None,
    *,
    athlete: str | None = None,
    units: str = "metric",
    ax: Axes | None = None,
) -> Axes:
    """Plot weekly mileage with the 10 % rule's limit and the marked weeks.

    Parameters
    ----------
    weeks : DataFrame
        From `weekly`.
    findings : DataFrame, optional
        From `assess`; weeks with a training finding of caution or above are marked.
    athlete : str, optional
        Which athlete, where the table holds several.
    units : str
        ``metric`` (km) or ``imperial`` (mi).
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Bars: distance [km or mi], the unfinished week outlined. Step line: the limit. Markers:
        marked weeks, one shape and colour a level.

    Raises
    ------
    TableError
        Several athletes and none chosen, or unknown units.
    """
    factor, unit = in_units(1.0, check_units(units)), long_unit(check_units(units))
    name, own = rows_of_one(weeks.reset_index(), athlete)
    axes = axes_or_new(ax)
    km = factor * own["distance_km"].to_numpy(float)
    done = own["complete"].to_numpy(bool)
    days = pd.DatetimeIndex(own["week"]) + pd.Timedelta(days=3)
    axes.bar(days[done], km[done], width=5.6, color=GREY, label="distance")
    axes.bar(days[~done], km[~done], width=5.6, fill=False, edgecolor=GREY, linestyle="--")
    limit = factor * _limits(own)
    axes.step(pd.DatetimeIndex(own["week"]), limit, where="post", color="black", linestyle="--",
              linewidth=1, label="10 % rule")  # fmt: skip
    if findings is not None:
        loud = findings[(findings["athlete"] == name) & findings["level"].isin(LOUD)]
        training = loud[loud["rule"].isin(WEEKLY)]
        levels = highest_by_week(training, pd.DatetimeIndex(own["week"]))
        mark_levels(axes, days, km, levels)
    axes.set_ylabel(f"distance a week [{unit}]")
    leave_room(axes, km)
    axes.legend(frameon=False, loc="upper left")
    return of_dates(axes)


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
        From `read_sessions`, or typed.
    athlete, units, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Stems: runs [km or mi]. Step line: 110 % of the longest run of the 30 days before.
        Markers: session spikes.

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.
    """  # fmt: skip
    factor, unit = in_units(1.0, check_units(units)), long_unit(check_units(units))
    _, own = rows_of_one(complete_sessions(sessions), athlete)
    rule = [rule for rule in RULES if rule.id == "TSPK"]
    judged = judge(rule, own, include_ok=True).dropna(subset="value")
    runs = own[own["sport"] == "running"]
    axes = axes_or_new(ax)
    axes.vlines(runs["start"], 0, factor * runs["distance_km"], color=GREY, linewidth=2.2)
    axes.step(judged["start"], factor * judged["limit"], where="post", color="black",
              linestyle="--", linewidth=1, label="110 % of the longest of 30 days")  # fmt: skip
    levels = [level if level in LOUD else "" for level in judged["level"].astype(str)]
    mark_levels(
        axes, pd.DatetimeIndex(judged["start"]), factor * judged["value"].to_numpy(), levels
    )
    axes.set_ylabel(f"distance of a run [{unit}]")
    leave_room(axes, factor * runs["distance_km"].to_numpy(float))
    axes.legend(frameon=False, loc="upper left")
    return of_dates(axes)


def _limits(weeks: pd.DataFrame) -> np.ndarray:
    """Limit of the 10 % rule for each week [km]; NaN where there is none."""
    judged = mileage_spikes(weeks.set_index(["athlete", "week"]), include_ok=True)
    known = judged.dropna(subset="limit").set_index("start")["limit"]
    return known[~known.index.duplicated()].reindex(weeks["week"]).to_numpy(float)
