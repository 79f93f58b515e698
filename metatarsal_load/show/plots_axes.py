"""What the plots share: an Axes to draw on, one athlete's rows, marks that differ in shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.show.levels import LOUD

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GREY, PALE, BAND = "#9aa0a6", "#d5d7da", "#009e73"
COLOURS = {"note": "#0072b2", "caution": "#b97300", "warning": "#d55e00", "stop": "#a3367c"}
MARKERS = {"note": "o", "caution": "D", "warning": "^", "stop": "8"}


def axes_or_new(ax: Axes | None, *, height: float = 3.0) -> Axes:
    """Take the Axes handed in, or make a figure of a shape that a timeline likes."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8, height), layout="constrained")
    del figure
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def of_dates(axes: Axes) -> Axes:
    """Write the dates of the x axis as short as they can be told."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    places = AutoDateLocator()  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(places)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(places))  # type: ignore[no-untyped-call]
    return axes


def rows_of_one(table: pd.DataFrame, athlete: str | None) -> tuple[str, pd.DataFrame]:
    """Take one athlete's rows; say which there are where none is chosen."""
    names = [str(name) for name in table["athlete"].unique()]
    if athlete is None and len(names) > 1:
        raise TableError(f"athlete: the table holds {', '.join(names[:8])}; choose one, athlete=")
    name = athlete if athlete is not None else (names[0] if names else "me")
    if athlete is not None and athlete not in names:
        raise TableError(f"athlete: found no {athlete!r}; the table holds {', '.join(names[:8])}")
    return name, table[table["athlete"] == name]


def leave_room(axes: Axes, heights: np.ndarray) -> None:
    """Begin at zero and leave room above for the legend."""
    axes.set_ylim(0, 1.45 * float(np.nanmax(np.append(heights, 1.0))))


def mark_levels(axes: Axes, days: pd.DatetimeIndex, heights: np.ndarray, levels: list[str]) -> None:
    """Draw one marker series a level, so that the legend names each level once."""
    for level in LOUD:
        at = [index for index, name in enumerate(levels) if name == level]
        if at:
            axes.plot(
                days[at], heights[at], MARKERS[level], color=COLOURS[level], markersize=6,
                linestyle="none", label=level,
            )  # fmt: skip
