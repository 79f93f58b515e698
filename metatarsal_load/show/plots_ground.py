"""The ground of each week, and what rose together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metatarsal_load.risk.plain import stacked_stressors
from metatarsal_load.risk.words import check_units
from metatarsal_load.show.levels import LOUD, highest_by_week
from metatarsal_load.show.numbers import climb_in_units, in_units, long_unit, short
from metatarsal_load.show.plots_axes import (
    COLOURS,
    GREY,
    axes_or_new,
    of_dates,
    rows_of_one,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GROUNDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("paved_share", "hard", {"color": "#5a5e63"}),
    ("soft_share", "soft", {"color": "#d5d7da"}),
    ("treadmill_share", "treadmill", {"color": "#9aa0a6", "hatch": ".."}),
    ("unknown_surface_share", "unknown", {"facecolor": "white", "edgecolor": "#9aa0a6",
                                          "hatch": "///"}),
)  # fmt: skip


def plot_surfaces(
    weeks: pd.DataFrame, *, athlete: str | None = None, ax: Axes | None = None
) -> Axes:
    """Plot the share of each week's distance on each kind of ground.

    Parameters
    ----------
    weeks : DataFrame
        From `weekly`.
    athlete, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Stacked bars [%]: hard dark, soft light, treadmill dotted, unknown hatched on white.

    Raises
    ------
    TableError
        Several athletes and none chosen.
    """
    _, own = rows_of_one(weeks.reset_index(), athlete)
    axes = axes_or_new(ax)
    days = pd.DatetimeIndex(own["week"]) + pd.Timedelta(days=3)
    low = np.zeros(len(own))
    for column, word, style in GROUNDS:
        share = 100 * own[column].fillna(0.0).to_numpy(float)
        axes.bar(days, share, bottom=low, width=5.8, label=word, linewidth=0.4, **style)
        low = low + share
    axes.set_ylim(0, 125)
    axes.set_yticks([0, 50, 100])
    axes.set_ylabel("share of distance [%]")
    axes.legend(frameon=False, ncols=4, loc="upper left")
    return of_dates(axes)


def plot_stressors(
    weeks: pd.DataFrame,
    findings: pd.DataFrame | None = None,
    *,
    athlete: str | None = None,
    units: str = "metric",
    ax: Axes | None = None,
) -> Axes:
    """Plot what may rise in a week in lanes below each other, with the weeks where much rose.

    Parameters
    ----------
    weeks : DataFrame
        From `weekly`.
    findings : DataFrame, optional
        From `assess`; by default the weeks are judged alone, as `stacked_stressors` does.
    athlete, units, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Six lanes from the top, each from zero to its own maximum, which its label tells: distance
        [km or mi], hard minutes [min], climb and descent [m or ft], share on hard ground [%] and
        pairs not worn in the four weeks before [1]. An unknown week is a hatched stub. Vertical
        bands: weeks of stacked stressors, in their level's colour.

    Raises
    ------
    TableError
        Several athletes and none chosen, or unknown units.
    """
    name, own = rows_of_one(weeks.reset_index(), athlete)
    lanes = _lanes(own, units)
    axes = axes_or_new(ax, height=4.5)
    days = pd.DatetimeIndex(own["week"]) + pd.Timedelta(days=3)
    labels = []
    for place, (label, unit, values) in enumerate(lanes):
        floor = len(lanes) - 1 - place
        known = ~np.isnan(values)
        most = float(np.max(values, initial=0.0, where=known)) or 1.0
        axes.bar(days[known], 0.8 * values[known] / most, 5.6, bottom=floor, color=GREY, zorder=2)
        axes.bar(days[~known], 0.2, 5.6, bottom=floor, fill=False, edgecolor=GREY, hatch="////",
                 linewidth=0, zorder=2)  # fmt: skip
        axes.axhline(floor, color=GREY, linewidth=0.6)
        labels.append(f"{label}\nto {short(most)} {unit}".rstrip())
    _band(axes, own, name, findings)
    axes.set_yticks([place + 0.4 for place in range(len(lanes))], labels[::-1])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.05, len(lanes))
    return of_dates(axes)


def _lanes(own: pd.DataFrame, units: str) -> list[tuple[str, str, np.ndarray]]:
    """Name, unit and figures of each lane."""
    said_in = check_units(units)
    low = "m" if said_in == "metric" else "ft"

    def figures(column: str, factor: float = 1.0) -> np.ndarray:
        return factor * own[column].to_numpy(float)

    high = climb_in_units(1.0, said_in)
    return [
        ("distance", long_unit(said_in), figures("distance_km", in_units(1.0, said_in))),
        ("hard running", "min", figures("hard_min")),
        ("climb", low, figures("ascent_m", high)),
        ("descent", low, figures("descent_m", high)),
        ("hard ground", "%", _hard_ground(own)),
        ("new pairs", "", _new_pairs(own)),
    ]


def _hard_ground(own: pd.DataFrame) -> np.ndarray:
    """Share on hard ground [%]; NaN where more than half of the distance is on unknown ground."""
    known = own["unknown_surface_share"] <= 0.5
    resting = own["distance_km"] == 0
    return (100 * own["paved_share"].where(known)).where(~resting, 0.0).to_numpy(float)


def _new_pairs(own: pd.DataFrame) -> np.ndarray:
    """Pairs not worn in the four weeks before; NaN while there are fewer, or no pair is named."""
    worn = [set(names.split(", ")) if isinstance(names, str) else set() for names in own["shoes"]]
    new = [
        float(len(pairs - set().union(*worn[max(place - 4, 0) : place])))
        for place, pairs in enumerate(worn)
    ]
    blank = (own["runs"] > 0) & own["shoes"].isna()
    told = (np.arange(len(own)) >= 4) & ~blank.to_numpy(bool)
    return np.where(told, new, np.nan)


def _band(axes: Axes, own: pd.DataFrame, name: str, findings: pd.DataFrame | None) -> None:
    """Shade the weeks in which stressors were stacked."""
    from matplotlib.dates import date2num

    judged = stacked_stressors(own.set_index(["athlete", "week"])) if findings is None else findings
    rows = judged[(judged["athlete"] == name) & (judged["rule"] == "TONE")]
    weeks = pd.DatetimeIndex(own["week"])
    named: set[str] = set()
    numbers = date2num(weeks.to_pydatetime())  # type: ignore[no-untyped-call]
    for week, level in zip(numbers, highest_by_week(rows, weeks), strict=True):
        if level in LOUD:
            axes.axvspan(
                week, week + 7, color=COLOURS[level], alpha=0.28, linewidth=0,
                label=None if level in named else f"stacked: {level}",
            )  # fmt: skip
            named.add(level)
    if named:
        axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
