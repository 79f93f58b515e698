"""Weekly mileage against the 10 % rule's limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.risk.plain import mileage_spikes
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.words import check_units
from metatarsal_load.show.levels import LOUD, highest_by_week
from metatarsal_load.show.numbers import in_units, long_unit, short
from metatarsal_load.show.plots.axes import (
    GREY,
    HALF_WEEK,
    LIGHT_BOX,
    WEEKS_SHOWN,
    axes_or_new,
    findings_of,
    leave_room,
    mark_levels,
    of_dates,
    say,
    show_newest,
    weeks_of_one,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WEEKLY = [
    rule.id for rule in RULES if rule.section in ("training", "return") and rule.table != "status"
]
RAMPS_WRITTEN = 15
"""Marked weeks up to which each has its rise written above it."""


def plot_weeks(
    weeks: pd.DataFrame,
    findings: pd.DataFrame | None = None,
    *,
    athlete: str | None = None,
    units: str = "metric",
    ax: Axes | None = None,
) -> Axes:
    """Plot weekly mileage with the 10 % rule's limit, the marked weeks and their ramp.

    Parameters
    ----------
    weeks : DataFrame
        From `weekly`, or typed: ``week`` (first day) and ``distance_km`` [km] are enough.
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
        Bars: distance [km or mi]; hatched where a run without a distance makes the sum a lower
        bound, the unfinished week outlined, an unknown week a hatched stub. Step line: the limit.
        Markers: marked weeks, one shape and colour a level, with the ramp: the change [%] on the
        week before. A history of more than 104 weeks opens on the newest; ``set_xlim`` shows more.

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.

    References
    ----------
    - Buist 2008, AJSM 36:33, doi 10.1177/0363546507307505: no effect of the 10 % rule.
    - Nielsen 2014, JOSPT 44(10):739, doi 10.2519/jospt.2014.5164.
    """
    factor, unit = in_units(1.0, check_units(units)), long_unit(check_units(units))
    name, own = weeks_of_one(weeks, athlete)
    axes = axes_or_new(ax)
    km = factor * own["distance_km"].to_numpy(float)
    days = pd.DatetimeIndex(own["week"]) + HALF_WEEK
    _bars(axes, days, km, own)
    _limit(axes, own, factor)
    levels = [""] * len(own)
    if findings is not None:
        training = findings_of(findings, name)
        training = training[training["rule"].isin(WEEKLY) & training["level"].isin(LOUD)]
        levels = highest_by_week(training, pd.DatetimeIndex(own["week"]))
        mark_levels(axes, days, km, levels)
        _write_ramps(axes, days, km, levels)
    say(axes, name, _told(own, km, unit, levels if findings is not None else None))
    axes.set_ylabel(f"distance a week [{unit}]")
    leave_room(axes, km)
    show_newest(axes, days, WEEKS_SHOWN)
    if len(own):
        axes.legend(frameon=False, loc="upper left", ncols=3)
    return of_dates(axes)


def _bars(axes: Axes, days: pd.DatetimeIndex, km: np.ndarray, own: pd.DataFrame) -> None:
    """Draw each week as one bar whose look says how much is known of it."""
    unknown = np.isnan(km)
    open_week = (own["complete"] != 1).to_numpy() & ~unknown
    at_least = (own["runs_without_distance"] > 0).to_numpy() & ~unknown & ~open_week
    stub = 0.06 * float(np.nanmax(np.append(km, 1.0)))
    heights = np.where(unknown, stub, km)
    for here, label, look in (
        (~unknown & ~open_week & ~at_least, "distance", {"color": GREY}),
        (at_least, "at least", {"color": GREY, "hatch": "///", "edgecolor": "white"}),
        (open_week, "not finished", {"fill": False, "edgecolor": GREY, "linestyle": "--"}),
        (unknown, "unknown", {"fill": False, "edgecolor": GREY, "hatch": "////", "linewidth": 0}),
    ):
        if here.any():
            axes.bar(days[here], heights[here], width=5.6, label=label, **look)


def _limit(axes: Axes, own: pd.DataFrame, factor: float) -> None:
    """Draw the limit of the 10 % rule for each week; a gap where there is none."""
    judged = mileage_spikes(own, include_ok=True).dropna(subset="limit")
    limit = judged.drop_duplicates("start").set_index("start")["limit"].reindex(own["week"])
    begun = pd.DatetimeIndex(own["week"])
    edges = begun.append(begun[-1:] + pd.Timedelta(days=7))
    steps = factor * limit.to_numpy(float)
    axes.step(edges, np.append(steps, steps[-1:]), where="post",
              color="black", linestyle="--", linewidth=1, label="10 % rule")  # fmt: skip


def _write_ramps(axes: Axes, days: pd.DatetimeIndex, km: np.ndarray, levels: list[str]) -> None:
    """Write above each marked week how much it differs from the week before."""
    marked = [place for place in range(1, len(km)) if levels[place] and km[place - 1] > 0]
    if len(marked) > RAMPS_WRITTEN:
        return
    for place in marked:
        if not np.isnan(km[place]):
            axes.annotate(
                f"{100 * (km[place] / km[place - 1] - 1):+.0f} %", (days[place], km[place]),
                xytext=(0, 6), textcoords="offset points", ha="center", fontsize="small",
                annotation_clip=True, bbox=LIGHT_BOX,
            )  # fmt: skip


def _told(own: pd.DataFrame, km: np.ndarray, unit: str, levels: list[str] | None) -> str:
    """Say the biggest week and how many are marked."""
    if np.isnan(km).all():
        return "no week with a known distance"
    top = int(np.nanargmax(km))
    week = own["week"].iloc[top]
    most = f"at most {short(km[top])} {unit} a week ({week.day} {week:%b %Y})"
    if levels is None:
        return most
    return f"{sum(map(bool, levels))} of {len(levels)} weeks marked; {most}"
