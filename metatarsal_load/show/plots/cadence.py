"""Cadence over time, and against speed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metatarsal_load.risk.words import MILE_KM, check_units
from metatarsal_load.show.numbers import long_unit
from metatarsal_load.show.plots.axes import BAND, axes_or_new, of_dates, rows_of_one, say
from metatarsal_load.show.strips import GUIDE_SPM
from metatarsal_load.tables.typed import complete_sessions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST_RUNS, LEAST_SPREAD_MPS = 8, 0.2
"""Runs and spread of speed below which a line of one's own would be a guess (convention)."""
MOST_RUNS = 400
"""Newest runs that make the line."""
PACE_STEPS_S, MOST_PACES = (5, 10, 15, 30, 60, 120), 8
"""Seconds between the ticks of pace."""


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
        Dots: median cadence of each run [steps/min]. Band: the guide's 170-180.

    Raises
    ------
    TableError
        Several athletes and none chosen, or a table that does not fit.

    References
    ----------
    - Wellenkotter 2014, Int J Sports Med, doi 10.1055/s-0033-1363236.
    - Kliethermes 2021, BJSM, doi 10.1136/bjsports-2020-103833.
    - Luedke & Rauh 2021, Front Sports Act Living, doi 10.3389/fspor.2021.628348.
    """
    name, own = rows_of_one(complete_sessions(sessions), athlete)
    runs = own[(own["sport"] == "running") & own["cadence_spm"].notna()]
    axes = axes_or_new(ax)
    axes.axhspan(*GUIDE_SPM, color=BAND, alpha=0.15, linewidth=0, label="guide: 170-180")
    axes.plot(runs["start"], runs["cadence_spm"], "o", color="black", **_dots(len(runs)))
    say(axes, name, _told(runs["cadence_spm"]))
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
        turn it), from 8 runs on of which nine tenths spread over 0.2 m/s, and drawn as far as
        those reach. The x axis is linear in speed and labelled in pace [min/km or min/mi].

    Raises
    ------
    TableError
        Several athletes and none chosen, unknown units, or a table that does not fit.

    References
    ----------
    - Wellenkotter 2014, Int J Sports Med, doi 10.1055/s-0033-1363236.
    - Kliethermes 2021, BJSM, doi 10.1136/bjsports-2020-103833.
    - Luedke & Rauh 2021, Front Sports Act Living, doi 10.3389/fspor.2021.628348.
    """
    long = long_unit(check_units(units))
    name, own = rows_of_one(complete_sessions(sessions), athlete)
    speed, spm = _speed_and_cadence(own[own["sport"] == "running"])
    axes = axes_or_new(ax, height=3.6)
    axes.axhspan(*GUIDE_SPM, color=BAND, alpha=0.15, linewidth=0, label="guide: 170-180")
    axes.plot(speed, spm, "o", color="black", label="a run", **_dots(len(speed)))
    newest, steps = speed[-MOST_RUNS:], spm[-MOST_RUNS:]
    if len(newest) >= FEWEST_RUNS and np.ptp(_ends(newest)) >= LEAST_SPREAD_MPS:
        slope, start = _own_line(newest, steps)
        ends = _ends(newest)
        axes.plot(ends, start + slope * ends, "--", color="black", linewidth=1, label="own line")
        finding = f"{slope:+.1f} steps/min for each m/s faster"
    else:
        finding = "too few runs, or of too even a speed, for a line of their own"
    say(axes, name, finding)
    metres = 1000.0 if long == "km" else 1000 * MILE_KM
    _mark_paces(axes, speed, metres)
    axes.set_xlabel(f"pace [min/{long}], faster to the right")
    axes.set_ylabel("cadence [steps/min]")
    axes.legend(frameon=False, loc="best")
    return axes


def _dots(count: int) -> dict[str, Any]:
    """Make many dots small and pale, so that the crowd shows."""
    return {"markersize": 3, "alpha": 1.0} if count <= 300 else {"markersize": 2, "alpha": 0.4}


def _told(spm: pd.Series[float]) -> str:
    """Say the middle cadence, and how many runs lie below the guide's band."""
    if len(spm) == 0:
        return "no run with a cadence"
    low = int((spm < GUIDE_SPM[0]).sum())
    return f"median {spm.median():.0f} steps/min; {low or 'none'} of {len(spm)} runs below the band"


def _speed_and_cadence(runs: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Speed [m/s] and cadence [steps/min] of each run, of its level easy part where known."""
    time = runs["moving_min"].fillna(runs["duration_min"])
    mean = runs["speed_mps"].fillna(runs["distance_km"] / time.where(time > 0) * 1000 / 60)
    easy = runs["easy_cadence_spm"].notna() & runs["easy_speed_mps"].notna()
    speed = runs["easy_speed_mps"].where(easy, mean).to_numpy(float)
    spm = runs["easy_cadence_spm"].where(easy, runs["cadence_spm"]).to_numpy(float)
    known = ~np.isnan(speed) & ~np.isnan(spm)
    return speed[known], spm[known]


def _ends(speed: np.ndarray) -> np.ndarray:
    """Speeds between which nine tenths of the runs lie: a line holds no further."""
    return np.asarray(np.quantile(speed, [0.05, 0.95]))


def _mark_paces(axes: Axes, speed: np.ndarray, metres: float) -> None:
    """Put ticks at round paces [min:s], as many as fit."""
    axes.xaxis.set_major_formatter(lambda value, _: _pace(metres, value))
    low, high = axes.get_xlim()
    if len(speed) == 0 or low <= 0:
        axes.set_xticks([])
        return
    fast, slow = metres / high, metres / low
    step = next((step for step in PACE_STEPS_S if (slow - fast) / step <= MOST_PACES), 300)
    paces = np.arange(np.ceil(fast / step), np.floor(slow / step) + 1) * step
    axes.set_xticks(metres / paces if len(paces) else [float(np.median(speed))])
    axes.set_xlim(low, high)


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
