"""Plots for the notebook: tables in, one Axes out, nothing remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.words import check_units
from metatarsal_load.show.levels import LOUD, highest_by_week
from metatarsal_load.show.numbers import in_units, long_unit
from metatarsal_load.show.strips import GUIDE_SPM
from metatarsal_load.tables.shoes import shoe_wear
from metatarsal_load.tables.typed import complete_sessions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GREY, RAIL, BAND = "#9aa0a6", "#e7e8ea", "#009e73"
COLOURS = {"note": "#0072b2", "caution": "#b97300", "warning": "#d55e00", "stop": "#a3367c"}
MARKERS = {"note": "o", "caution": "D", "warning": "^", "stop": "8"}
WEEKLY = [
    rule.id for rule in RULES if rule.section in ("training", "return") and rule.table != "status"
]
GUIDE_LIMIT_KM = 700 * 1.609344


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
    name, own = _one(weeks.reset_index(), athlete)
    axes = _axes(ax)
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
        _mark(axes, days, km, levels)
    axes.set_ylabel(f"distance a week [{unit}]")
    _leave_room(axes, km)
    axes.legend(frameon=False, loc="upper left")
    return axes


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
    _, own = _one(complete_sessions(sessions), athlete)
    rule = [rule for rule in RULES if rule.id == "TSPK"]
    judged = judge(rule, own, include_ok=True).dropna(subset="value")
    runs = own[own["sport"] == "running"]
    axes = _axes(ax)
    axes.vlines(runs["start"], 0, factor * runs["distance_km"], color=GREY, linewidth=2.2)
    axes.step(judged["start"], factor * judged["limit"], where="post", color="black",
              linestyle="--", linewidth=1, label="110 % of the longest of 30 days")  # fmt: skip
    levels = [level if level in LOUD else "" for level in judged["level"].astype(str)]
    _mark(axes, pd.DatetimeIndex(judged["start"]), factor * judged["value"].to_numpy(), levels)
    axes.set_ylabel(f"distance of a run [{unit}]")
    _leave_room(axes, factor * runs["distance_km"].to_numpy(float))
    axes.legend(frameon=False, loc="upper left")
    return axes


def plot_cadence(
    sessions: pd.DataFrame, *, athlete: str | None = None, ax: Axes | None = None
) -> Axes:
    """Plot the cadence of each run over time with the guide's band.

    Parameters
    ----------
    sessions : DataFrame
        From `read_sessions`, or typed with ``cadence_spm`` [steps/min, both feet].
    athlete, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Dots: median cadence of each run. Band: the guide's 170-180.

    Raises
    ------
    TableError
        Several athletes and none chosen, or a table that does not fit.
    """
    _, own = _one(complete_sessions(sessions), athlete)
    runs = own[(own["sport"] == "running") & own["cadence_spm"].notna()]
    axes = _axes(ax)
    axes.axhspan(*GUIDE_SPM, color=BAND, alpha=0.15, linewidth=0, label="guide: 170-180")
    axes.plot(runs["start"], runs["cadence_spm"], "o", color="black", markersize=3)
    axes.set_ylabel("cadence [steps/min]")
    axes.legend(frameon=False, loc="lower left")
    return axes


def plot_shoes(
    sessions: pd.DataFrame,
    shoes: pd.DataFrame | None = None,
    *,
    athlete: str | None = None,
    units: str = "metric",
    ax: Axes | None = None,
) -> Axes:
    """Plot how far each pair has gone, against its limit.

    Parameters
    ----------
    sessions : DataFrame
        From `read_sessions`, or typed with ``shoe``.
    shoes : DataFrame, optional
        Shoe table with ``initial_km`` and ``limit_km``.
    athlete, units, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Bars: distance of each pair [km or mi], hatched where the distance before the log is
        unknown (a lower bound). Line: the pair's own limit, else 700 miles.

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.
    """  # fmt: skip
    factor, unit = in_units(1.0, check_units(units)), long_unit(check_units(units))
    _, wear = _one(shoe_wear(sessions, shoes), athlete)
    wear = wear.sort_values("distance_km")
    axes = _axes(ax)
    places = np.arange(len(wear))
    hatch = ["" if known else "///" for known in wear["initial_known"]]
    axes.barh(places, factor * wear["distance_km"], color=GREY, hatch=hatch, edgecolor="white")
    limit = factor * wear["limit_km"].fillna(GUIDE_LIMIT_KM).to_numpy(float)
    axes.vlines(limit, places - 0.45, places + 0.45, color="black", linestyle="--", linewidth=1)
    axes.set_yticks(places, list(wear["shoe"]))
    axes.set_xlabel(f"distance [{unit}]")
    return axes


def _axes(ax: Axes | None) -> Axes:
    """Take the Axes handed in, or make a figure of a shape that a timeline likes."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 3), layout="constrained")
    del figure
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def _one(table: pd.DataFrame, athlete: str | None) -> tuple[str, pd.DataFrame]:
    """Take one athlete's rows; say which there are where none is chosen."""
    names = [str(name) for name in table["athlete"].unique()]
    if athlete is None and len(names) > 1:
        raise TableError(f"athlete: the table holds {', '.join(names[:8])}; choose one, athlete=")
    name = athlete if athlete is not None else (names[0] if names else "me")
    if athlete is not None and athlete not in names:
        raise TableError(f"athlete: found no {athlete!r}; the table holds {', '.join(names[:8])}")
    return name, table[table["athlete"] == name]


def _limits(weeks: pd.DataFrame) -> np.ndarray:
    """Limit of the 10 % rule for each week [km]; NaN where there is none."""
    from metatarsal_load.risk.plain import mileage_spikes

    judged = mileage_spikes(weeks.set_index(["athlete", "week"]), include_ok=True)
    known = judged.dropna(subset="limit").set_index("start")["limit"]
    return known[~known.index.duplicated()].reindex(weeks["week"]).to_numpy(float)


def _leave_room(axes: Axes, heights: np.ndarray) -> None:
    """Begin at zero and leave room above for the legend."""
    axes.set_ylim(0, 1.45 * float(np.nanmax(np.append(heights, 1.0))))


def _mark(axes: Axes, days: pd.DatetimeIndex, heights: np.ndarray, levels: list[str]) -> None:
    """Draw one marker series a level, so that the legend names each level once."""
    for level in LOUD:
        at = [index for index, name in enumerate(levels) if name == level]
        if at:
            axes.plot(
                days[at], heights[at], MARKERS[level], color=COLOURS[level], markersize=6,
                linestyle="none", label=level,
            )  # fmt: skip
