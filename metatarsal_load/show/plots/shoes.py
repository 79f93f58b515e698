"""Pairs of shoes against their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.risk.words import check_units
from metatarsal_load.show.ledger import GUIDE_LIMIT_KM
from metatarsal_load.show.numbers import in_units, long_unit, shortened
from metatarsal_load.show.plots.axes import GREY, LIGHT_BOX, axes_or_new, literal, rows_of_one, say
from metatarsal_load.tables.shoes import shoe_wear
from metatarsal_load.tables.typed import complete_sessions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PAIRS = 16


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
        unknown (a lower bound), with the pair's share of the last 28 days: the rotation. Line:
        the pair's own limit, else 700 miles. Of more than 16 pairs, those worn last.

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.

    References
    ----------
    - Footwear Sci 2010: midsoles age; no study links a mileage to metatarsalgia.
    - Malisoux 2015, Scand J Med Sci Sports, doi 10.1111/sms.12154: rotation.
    """  # fmt: skip
    factor, unit = in_units(1.0, check_units(units)), long_unit(check_units(units))
    name, own = rows_of_one(complete_sessions(sessions), athlete)
    wear = shoe_wear(own, shoes)
    wear = wear[wear["athlete"] == name]
    wear = wear.sort_values("last_run", na_position="first").iloc[-MOST_PAIRS:]
    wear = wear.sort_values("distance_km")
    axes = axes_or_new(ax, height=max(2.4, 1.2 + 0.3 * len(wear)))
    places = np.arange(len(wear))
    hatch = ["" if known else "///" for known in wear["initial_known"]]
    axes.barh(places, factor * wear["distance_km"], color=GREY, hatch=hatch, edgecolor="white")
    limit = factor * wear["limit_km"].fillna(GUIDE_LIMIT_KM).to_numpy(float)
    axes.vlines(limit, places - 0.45, places + 0.45, color="black", linestyle="--", linewidth=1)
    for place, share in zip(places, wear["share_28d"], strict=True):
        if share > 0:
            said = f"{100 * share:.0f} % of the last 28 days"
            axes.annotate(said, (0, place), xytext=(6, 0), textcoords="offset points",
                          va="center", fontsize="small", bbox=LIGHT_BOX)  # fmt: skip
    axes.set_yticks(places, [literal(shortened(shoe, 30)) for shoe in wear["shoe"]])
    axes.set_xlabel(f"distance [{unit}]; dashed: the limit")
    axes.set_xlim(left=0)
    say(axes, name, _told(wear, limit / factor))
    return axes


def _told(wear: pd.DataFrame, limit_km: np.ndarray) -> str:
    """Say which pairs are past their limit, and of how many the past is unknown."""
    if len(wear) == 0:
        return "no run names its shoes"
    km = wear["distance_km"].to_numpy(float)
    past = [shortened(shoe, 20) for shoe in wear["shoe"][np.round(km - limit_km, 3) >= 0]]
    if len(past) > 2:
        said = f"{len(past)} pairs at or past their limit"
    else:
        said = f"{' and '.join(past) or 'no pair'} at or past the limit"
    blank = int((~wear["initial_known"]).sum())
    return f"{said}; {blank} of unknown past" if blank else said
