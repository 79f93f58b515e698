"""The ground of each week and of each run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metatarsal_load.risk.words import check_units
from metatarsal_load.show.numbers import in_units, long_unit
from metatarsal_load.show.plots.axes import (
    HALF_WEEK,
    RUN_WEEKS_SHOWN,
    WEEKS_SHOWN,
    axes_or_new,
    of_dates,
    rows_of_one,
    say,
    show_newest,
    weeks_of_one,
)
from metatarsal_load.tables.typed import complete_sessions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GROUNDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("paved", "hard", {"color": "#5a5e63"}),
    ("soft", "soft", {"color": "#d5d7da"}),
    ("treadmill", "treadmill", {"color": "#9aa0a6", "hatch": ".."}),
    ("unknown_surface", "unknown", {"facecolor": "white", "edgecolor": "#9aa0a6",
                                    "hatch": "///"}),
)  # fmt: skip


def plot_surfaces(
    weeks: pd.DataFrame, *, athlete: str | None = None, ax: Axes | None = None
) -> Axes:
    """Plot the share of each week's distance on each kind of ground.

    Parameters
    ----------
    weeks : DataFrame
        From `weekly`, or typed with ``paved_share``, ``soft_share``, ``treadmill_share`` [1]; a
        share that is not there is unknown.
    athlete, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Stacked bars [%]: hard dark, soft light, treadmill dotted, unknown hatched on white. A
        history of more than 104 weeks opens on the newest; ``set_xlim`` shows more.

    Raises
    ------
    TableError
        Several athletes and none chosen, or a table that does not fit.
    """
    name, own = weeks_of_one(weeks, athlete)
    axes = axes_or_new(ax)
    days = pd.DatetimeIndex(own["week"]) + HALF_WEEK
    km = own["distance_km"].to_numpy(float)
    share = _shares(own)
    _stack(axes, days, 100 * share, 5.8)
    say(axes, name, _told(np.nansum(share * np.nan_to_num(km)[:, None], axis=0)))
    axes.set_ylim(0, 125)
    axes.set_yticks([0, 50, 100])
    axes.set_ylabel("share of distance [%]")
    show_newest(axes, days, WEEKS_SHOWN)
    return of_dates(axes)


def plot_surface(
    sessions: pd.DataFrame,
    *,
    athlete: str | None = None,
    units: str = "metric",
    ax: Axes | None = None,
) -> Axes:
    """Plot how far each run went on each kind of ground.

    Parameters
    ----------
    sessions : DataFrame
        From `read_sessions`, or typed with ``surface``.
    athlete, units, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        One stacked bar a run [km or mi] at its time: hard dark, soft light, treadmill dotted,
        unknown hatched on white. A history of more than 52 weeks opens on the newest;
        ``set_xlim`` shows more.

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.
    """
    factor, unit = in_units(1.0, check_units(units)), long_unit(check_units(units))
    name, own = rows_of_one(complete_sessions(sessions), athlete)
    runs = own[(own["sport"] == "running") & own["distance_km"].notna()]
    axes = axes_or_new(ax)
    km = np.column_stack([runs[f"{ground}_km"].fillna(0.0) for ground, _, _ in GROUNDS])
    days = pd.DatetimeIndex(runs["start"])
    _stack(axes, days, factor * km, 0.8)
    say(axes, name, _told(km.sum(axis=0)))
    axes.set_ylabel(f"distance of a run [{unit}]")
    axes.set_ylim(0, 1.25 * (factor * float(km.sum(axis=1).max(initial=0.0)) or 1.0))
    show_newest(axes, days, RUN_WEEKS_SHOWN)
    return of_dates(axes)


def _shares(own: pd.DataFrame) -> np.ndarray:
    """Shares of each week by ground; what no column tells of a week with distance is unknown."""
    share = own[[f"{ground}_share" for ground, _, _ in GROUNDS]].to_numpy(float, copy=True)
    ran = (own["distance_km"] > 0).to_numpy()
    told = np.nansum(share[:, :3], axis=1)
    share[:, 3] = np.where(ran, np.clip(1 - told, 0, 1), np.nan)
    return np.asarray(np.nan_to_num(share))


def _stack(axes: Axes, days: pd.DatetimeIndex, parts: np.ndarray, width: float) -> None:
    """Stack a column of parts for each day, and name the grounds."""
    low = np.zeros(len(parts))
    for part, (_, word, look) in zip(parts.T, GROUNDS, strict=True):
        axes.bar(days, part, bottom=low, width=width, label=word, linewidth=0.4, snap=False,
                 **look)  # fmt: skip
        low = low + part
    axes.legend(frameon=False, ncols=4, loc="upper left")


def _told(km: np.ndarray) -> str:
    """Say the share of each ground in all the distance."""
    if km.sum() <= 0:
        return "no distance whose ground could be told"
    share = np.round(100 * km / km.sum()).astype(int)
    said = [f"{part} % {word}" for part, (_, word, _) in zip(share, GROUNDS, strict=True) if part]
    return "of the distance " + ", ".join(said)
