"""What the plots share: an Axes to draw on, one athlete's rows, marks that differ in shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.weekfacts import complete_weeks
from metatarsal_load.show.levels import LOUD
from metatarsal_load.show.numbers import shortened
from metatarsal_load.tables.typed import NOBODY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GREY, PALE, BAND = "#9aa0a6", "#d5d7da", "#009e73"
COLOURS = {"note": "#0072b2", "caution": "#b97300", "warning": "#d55e00", "stop": "#a3367c"}
MARKERS = {"note": "o", "caution": "D", "warning": "^", "stop": "8"}
HALF_WEEK = pd.Timedelta(days=3)
LIGHT_BOX = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8}
"""Behind words that stand on bars or lines."""
WEEKS_SHOWN, RUN_WEEKS_SHOWN = 104, 52
"""Newest weeks that a plot opens on; a picture of more is too dense to read."""


def axes_or_new(ax: Axes | None, *, height: float = 3.2) -> Axes:
    """Take the Axes handed in, or make a figure of a shape that a timeline likes."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(figsize=(8, height), layout="constrained")
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def of_dates(axes: Axes) -> Axes:
    """Write the dates of the x axis as short as they can be told."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    places = AutoDateLocator()  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(places)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(places))  # type: ignore[no-untyped-call]
    return axes


def show_newest(axes: Axes, days: pd.DatetimeIndex, weeks: int) -> int:
    """Open a long history on its newest weeks; return how many weeks are in sight.

    All is drawn: ``axes.set_xlim()`` brings what is older into sight.
    """
    if len(days) == 0:
        return 0
    first, last = days.min(), days.max()
    spanned = (last - first).days // 7 + 1
    if spanned <= weeks:
        return int(spanned)
    left, right = last - pd.Timedelta(weeks=weeks), last + pd.Timedelta(days=5)
    axes.set_xlim(left, right)  # type: ignore[arg-type]
    axes.set_xlabel(f"the newest {weeks} of {spanned} weeks; set_xlim() shows more")
    return weeks


def require(table: pd.DataFrame, name: str, columns: tuple[str, ...], maker: str) -> None:
    """Refuse a table of another kind, and name the function that makes the right one."""
    lacking = [column for column in columns if column not in table]
    if lacking:
        raise TableError(f"{name}: found no {', '.join(lacking)}, expected the table of {maker}()")


def rows_of_one(table: pd.DataFrame, athlete: str | None) -> tuple[str, pd.DataFrame]:
    """Take one athlete's rows; say which there are where none is chosen."""
    names = [str(name) for name in table["athlete"].unique()]
    listed = ", ".join(names[:8]) or "nobody"
    if athlete is None and len(names) > 1:
        raise TableError(f"athlete: the table holds {listed}; choose one, athlete=")
    if athlete is not None and athlete not in names:
        raise TableError(f"athlete: found no {athlete!r}; the table holds {listed}")
    name = athlete if athlete is not None else (names[0] if names else NOBODY)
    return name, table[table["athlete"] == name]


def weeks_of_one(weeks: pd.DataFrame, athlete: str | None) -> tuple[str, pd.DataFrame]:
    """Take one athlete's weeks, from `weekly` or typed, none left out."""
    return rows_of_one(complete_weeks(weeks), athlete)


def findings_of(findings: pd.DataFrame, name: str) -> pd.DataFrame:
    """Take one athlete's findings."""
    require(findings, "findings", ("athlete", "rule", "level", "start", "end"), "assess")
    return findings[findings["athlete"] == name]


def say(axes: Axes, athlete: str, finding: str) -> None:
    """Write what the plot shows above it, with the athlete's name where there is one."""
    alone = finding[:1].upper() + finding[1:]
    words = alone if athlete == NOBODY else f"{shortened(athlete, 30)}: {finding}"
    axes.set_title(literal(words), fontsize="medium")


def literal(words: str) -> str:
    """Keep matplotlib from reading a dollar sign in a name as mathematics."""
    return words.replace("$", r"\$")


def leave_room(axes: Axes, heights: np.ndarray) -> None:
    """Begin at zero and leave room above for the legend."""
    axes.set_ylim(0, 1.45 * float(np.nanmax(np.append(heights, 0.0))) or 1.0)


def mark_levels(axes: Axes, days: pd.DatetimeIndex, heights: np.ndarray, levels: list[str]) -> None:
    """Draw one marker series a level, so that the legend names each level once."""
    for level in LOUD:
        at = [index for index, name in enumerate(levels) if name == level]
        if at:
            axes.plot(
                days[at], heights[at], MARKERS[level], color=COLOURS[level], markersize=6,
                linestyle="none", label=level,
            )  # fmt: skip
