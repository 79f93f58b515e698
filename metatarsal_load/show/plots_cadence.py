"""Cadence over time, and against speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metatarsal_load.risk.words import MILE_KM, check_units
from metatarsal_load.show.numbers import long_unit
from metatarsal_load.show.plots_axes import BAND, axes_or_new, of_dates, rows_of_one
from metatarsal_load.show.strips import GUIDE_SPM
from metatarsal_load.tables.typed import complete_sessions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST_RUNS, LEAST_SPREAD_MPS = 8, 0.2
"""Runs and spread of speed below which a line of one's own would be a guess (convention)."""
MOST_RUNS = 400
"""Newest runs that make the line."""


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
    _, own = rows_of_one(complete_sessions(sessions), athlete)
    runs = own[(own["sport"] == "running") & own["cadence_spm"].notna()]
    axes = axes_or_new(ax)
    axes.axhspan(*GUIDE_SPM, color=BAND, alpha=0.15, linewidth=0, label="guide: 170-180")
    axes.plot(runs["start"], runs["cadence_spm"], "o", color="black", markersize=3)
    axes.set_ylabel("cadence [steps/min]")
    axes.legend(frameon=False, loc="lower left")
    return of_dates(axes)


def plot_cadence_speed(
    sessions: pd.DataFrame,
    *,
    athlete: str | None = None,
    units: str = "metric",
    ax: Axes | None = None,
) -> Axes:
    """Plot cadence against speed with the guide's band and the athlete's own line.

    Faster running has more steps a minute, so a figure below the band says little at an easy
    pace; what moves away from one's own line says more.

    Parameters
    ----------
    sessions : DataFrame
        From `read_sessions`, or typed with ``cadence_spm`` [steps/min, both feet] and ``speed_mps``
        [m/s] (else distance over time). The level easy running of a run stands for it where known.
    athlete, units, ax
        As for `plot_weeks`.

    Returns
    -------
    Axes
        Dots: runs. Band: the guide's 170-180. Line: ``cadence = a + b speed`` with b
        the median slope of all pairs of the newest 400 runs (Theil-Sen: a few odd runs do not
        turn it), drawn from 8 runs that spread over 0.2 m/s on. The x axis is linear in speed
        and labelled in pace [min/km or min/mi].

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.
    """
    long = long_unit(check_units(units))
    _, own = rows_of_one(complete_sessions(sessions), athlete)
    runs = own[own["sport"] == "running"]
    time = runs["moving_min"].fillna(runs["duration_min"])
    mean = runs["speed_mps"].fillna(runs["distance_km"] / time.where(time > 0) * 1000 / 60)
    easy = runs["easy_cadence_spm"].notna() & runs["easy_speed_mps"].notna()
    speed = runs["easy_speed_mps"].where(easy, mean).to_numpy(float)
    spm = runs["easy_cadence_spm"].where(easy, runs["cadence_spm"]).to_numpy(float)
    known = ~np.isnan(speed) & ~np.isnan(spm)
    speed, spm = speed[known], spm[known]
    axes = axes_or_new(ax)
    axes.axhspan(*GUIDE_SPM, color=BAND, alpha=0.15, linewidth=0, label="guide: 170-180")
    axes.plot(speed, spm, "o", color="black", markersize=3, label="a run")
    if len(speed) >= FEWEST_RUNS and np.ptp(speed) >= LEAST_SPREAD_MPS:
        slope, start = _own_line(speed[-MOST_RUNS:], spm[-MOST_RUNS:])
        ends = np.array([speed.min(), speed.max()])
        axes.plot(ends, start + slope * ends, "--", color="black", linewidth=1, label="own line")
    metres = 1000.0 if long == "km" else 1000 * MILE_KM
    axes.xaxis.set_major_formatter(lambda value, _: _pace(metres, value))
    axes.set_xlabel(f"pace [min/{long}], faster to the right")
    axes.set_ylabel("cadence [steps/min]")
    axes.legend(frameon=False, loc="best")
    return axes


def _own_line(speed: np.ndarray, spm: np.ndarray) -> tuple[float, float]:
    """Median slope over all pairs of runs, and the start that halves the runs."""
    one, other = np.triu_indices(len(speed), 1)
    apart = np.abs(speed[one] - speed[other]) > LEAST_SPREAD_MPS / 10
    slopes = (spm[one] - spm[other])[apart] / (speed[one] - speed[other])[apart]
    slope = float(np.median(slopes))
    return slope, float(np.median(spm - slope * speed))


def _pace(metres: float, speed: float) -> str:
    """Write a speed as minutes and seconds."""
    if speed <= 0:
        return ""
    whole, seconds = divmod(round(metres / speed), 60)
    return f"{whole}:{seconds:02d}"
