"""Pairs of shoes against their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.risk.words import check_units
from metatarsal_load.show.ledger import GUIDE_LIMIT_KM
from metatarsal_load.show.numbers import in_units, long_unit, shortened
from metatarsal_load.show.plots_axes import GREY, axes_or_new, rows_of_one
from metatarsal_load.tables.shoes import shoe_wear

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
    _, wear = rows_of_one(shoe_wear(sessions, shoes), athlete)
    wear = wear.sort_values("distance_km")
    axes = axes_or_new(ax)
    places = np.arange(len(wear))
    hatch = ["" if known else "///" for known in wear["initial_known"]]
    axes.barh(places, factor * wear["distance_km"], color=GREY, hatch=hatch, edgecolor="white")
    limit = factor * wear["limit_km"].fillna(GUIDE_LIMIT_KM).to_numpy(float)
    axes.vlines(limit, places - 0.45, places + 0.45, color="black", linestyle="--", linewidth=1)
    axes.set_yticks(places, [shortened(shoe, 30) for shoe in wear["shoe"]])
    axes.set_xlabel(f"distance [{unit}]")
    return axes
