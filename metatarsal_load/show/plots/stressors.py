"""What may load the forefoot more in a week, in lanes below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.risk.plain import stacked_stressors
from metatarsal_load.risk.words import check_units
from metatarsal_load.show.levels import LOUD, highest_by_week
from metatarsal_load.show.numbers import climb_in_units, in_units, long_unit, short
from metatarsal_load.show.plots.axes import (
    GREY,
    HALF_WEEK,
    PALE,
    WEEKS_SHOWN,
    axes_or_new,
    findings_of,
    mark_levels,
    of_dates,
    say,
    show_newest,
    weeks_of_one,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WEEK = pd.Timedelta(days=7)


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
        From `weekly`, or typed, as for `stacked_stressors`.
    findings : DataFrame, optional
        From `assess`; by default the weeks are judged alone, as `stacked_stressors` does.
    athlete, units, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Six lanes from the top, each from zero to its own maximum, which its label tells: distance
        [km or mi], hard minutes [min], climb and descent [m or ft], share on hard ground [%] and
        shoes not worn in the four weeks before [1]. An unknown week is a hatched stub. Grey
        bands: weeks of stacked stressors, with their level's marker on top. A history of more
        than 104 weeks opens on the newest; ``set_xlim`` shows more.

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.

    References
    ----------
    - Ramskov 2018, BMJ Open Sport Exerc Med, doi 10.1136/bmjsem-2017-000333.
    """
    name, own = weeks_of_one(weeks, athlete)
    lanes = _lanes(own, units)
    axes = axes_or_new(ax, height=4.5)
    days = pd.DatetimeIndex(own["week"]) + HALF_WEEK
    for floor, (_, _, values) in enumerate(reversed(lanes)):
        _draw_lane(axes, days, values, floor)
    labels = [f"{word}\n{_most(values, unit)}" for word, unit, values in reversed(lanes)]
    axes.set_yticks([floor + 0.4 for floor in range(len(lanes))], labels)
    axes.tick_params(axis="y", length=0)
    judged = stacked_stressors(own) if findings is None else findings_of(findings, name)
    rows = judged[judged["rule"] == "TONE"]
    levels = highest_by_week(rows[rows["level"].isin(LOUD)], pd.DatetimeIndex(own["week"]))
    _mark(axes, days, levels, len(lanes))
    say(axes, name, _told(levels, unknown=bool((rows["level"] == "unknown").all())))
    show_newest(axes, days, WEEKS_SHOWN)
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
        ("hard minutes", "min", figures("hard_min")),
        ("climb", low, figures("ascent_m", high)),
        ("descent", low, figures("descent_m", high)),
        ("hard ground", "%", _hard_ground(own)),
        ("new shoes", "", _new_shoes(own)),
    ]


def _most(values: np.ndarray, unit: str) -> str:
    """Say how high a lane reaches."""
    if np.isnan(values).all():
        return "unknown"
    return f"at most {short(float(np.nanmax(values)))} {unit}".rstrip()


def _draw_lane(axes: Axes, days: pd.DatetimeIndex, values: np.ndarray, floor: int) -> None:
    """Draw one lane on its floor; an unknown week is a hatched stub."""
    known = ~np.isnan(values)
    most = float(np.max(values, initial=0.0, where=known)) or 1.0
    axes.bar(days[known], 0.8 * values[known] / most, 5.6, bottom=floor, color=GREY, zorder=2)
    axes.bar(days[~known], 0.2, 5.6, bottom=floor, fill=False, edgecolor=GREY, hatch="////",
             linewidth=0, zorder=2)  # fmt: skip
    axes.axhline(floor, color=GREY, linewidth=0.6)


def _hard_ground(own: pd.DataFrame) -> np.ndarray:
    """Share on hard ground [%]; NaN where more than half of the distance is on unknown ground."""
    known = own["unknown_surface_share"] <= 0.5
    resting = own["distance_km"] == 0
    return (100 * own["paved_share"].where(known)).where(~resting, 0.0).to_numpy(float)


def _new_shoes(own: pd.DataFrame) -> np.ndarray:
    """Pairs not worn in the four weeks before; NaN while there are fewer, or no pair is named."""
    worn = [set(names.split(", ")) if isinstance(names, str) else set() for names in own["shoes"]]
    new = [
        float(len(pairs - set().union(*worn[max(place - 4, 0) : place])))
        for place, pairs in enumerate(worn)
    ]
    blank = ~(own["distance_km"] == 0) & own["shoes"].isna()
    told = (np.arange(len(own)) >= 4) & ~blank.to_numpy(bool)
    return np.where(told, new, np.nan)


def _mark(axes: Axes, days: pd.DatetimeIndex, levels: list[str], floors: int) -> None:
    """Shade the weeks in which stressors were stacked, through all lanes."""
    for day, level in zip(days, levels, strict=True):
        if level:
            left = day - HALF_WEEK
            axes.axvspan(left, left + WEEK, color=PALE, linewidth=0, zorder=0)  # type: ignore[arg-type]
    mark_levels(axes, days, np.full(len(days), floors + 0.1), levels)
    axes.set_ylim(-0.05, floors + (0.75 if any(levels) else 0.1))
    if any(levels):
        axes.legend(frameon=False, loc="upper left", ncols=3)


def _told(levels: list[str], *, unknown: bool) -> str:
    """Say in how many weeks stressors were stacked."""
    stacked = sum(map(bool, levels))
    if not stacked and unknown:
        return "stacked stressors could not be judged"
    return f"stressors stacked in {stacked or 'none'} of {len(levels)} weeks"
