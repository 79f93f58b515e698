"""Load of single sessions: distance, forefoot load, exertion, heart rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.errors import TableError
from metatarsal_load.risk.grid import Floats
from metatarsal_load.tables.typed import complete_athletes

Load = Literal[
    "distance_km", "forefoot_load", "damage_index", "session_rpe", "trimp_banister", "trimp_edwards"
]
OF_RUNS = ("distance_km", "forefoot_load", "damage_index")
OF_ALL = ("session_rpe", "trimp_banister", "trimp_edwards")
BANISTER = {"m": (0.64, 1.92), "f": (0.86, 1.67)}
EDWARDS_EDGES = (0.5, 0.6, 0.7, 0.8, 0.9)


class HeartRateTimes(Protocol):
    """What is needed of `metatarsal_load.tables.histograms.Histograms`."""

    @property
    def hr_s(self) -> npt.NDArray[np.float32]:
        """Seconds in motion at each beat per minute, shape (256,)."""


def session_rpe_load(rpe: npt.ArrayLike, minutes: npt.ArrayLike) -> Floats:
    """Session RPE load: exertion (0-10) x duration [min], in arbitrary units (Foster).

    References
    ----------
    - Foster 1998, Med Sci Sports Exerc 30(7):1164, doi 10.1097/00005768-199807000-00023.
    """
    load: Floats = np.asarray(rpe, float) * np.asarray(minutes, float)
    return load


def banister_trimp(
    minutes: npt.ArrayLike,
    heart_rate: npt.ArrayLike,
    *,
    hr_rest: npt.ArrayLike,
    hr_max: npt.ArrayLike,
    sex: npt.ArrayLike,
) -> Floats:
    """Banister's training impulse.

    ``min x h x 0.64 e^(1.92 h)`` for men, ``min x h x 0.86 e^(1.67 h)`` for women, with
    ``h = (HR - rest) / (max - rest)``.

    Parameters
    ----------
    minutes : array_like
        Duration [min].
    heart_rate, hr_rest, hr_max : array_like
        Mean, resting and highest heart rate [beats/min].
    sex : array_like of str
        ``m`` or ``f``.

    Returns
    -------
    numpy.ndarray
        Arbitrary units; NaN where a figure is unknown or h lies outside 0 to 1, for then the
        profile does not fit the session.

    Examples
    --------
    >>> banister_trimp(60, 155, hr_rest=55, hr_max=190, sex=["m", "f"]).round(1).tolist()
    [117.9, 131.7]
    """
    rest, top = np.asarray(hr_rest, float), np.asarray(hr_max, float)
    span = np.where(top > rest, top - rest, np.nan)
    h = (np.asarray(heart_rate, float) - rest) / span
    h = np.where((h >= 0) & (h <= 1), h, np.nan)
    total = np.full(np.broadcast_shapes(h.shape, np.shape(sex)), np.nan)
    for word, (factor, rate) in BANISTER.items():
        own = np.asarray(minutes, float) * h * factor * np.exp(rate * h)
        total = np.where(np.asarray(sex, object) == word, own, total)
    return total


def edwards_trimp(seconds: npt.ArrayLike, hr_max: npt.ArrayLike) -> Floats:
    """Edwards's training impulse: minutes in five zones of heart rate, times 1 to 5.

    The zones begin at 50, 60, 70, 80 and 90 % of the highest heart rate; below 50 % counts 0.

    Parameters
    ----------
    seconds : array_like
        Shape (n, 256): time at each beat per minute [s].
    hr_max : array_like
        Shape (n,): highest heart rate [beats/min].

    Returns
    -------
    numpy.ndarray
        Shape (n,), arbitrary units; NaN where the highest heart rate or all times are unknown.
    """
    time, top = np.atleast_2d(np.asarray(seconds, float)), np.atleast_1d(np.asarray(hr_max, float))
    share = np.arange(time.shape[1]) / top[:, None]
    zone = sum((share >= edge).astype(float) for edge in EDWARDS_EDGES)
    known = ~np.isnan(top) & (time.sum(axis=1) > 0)
    return np.where(known, (time * zone).sum(axis=1) / 60, np.nan)


def load_of_sessions(
    full: pd.DataFrame,
    load: str,
    athletes: pd.DataFrame | None,
    histograms: Sequence[HeartRateTimes | None] | None,
) -> Floats:
    """Load of each complete session; 0 for a session of another sport where only runs count.

    Raises
    ------
    TableError
        A load that is not known.
    """
    if load in OF_RUNS:
        runs = (full["sport"] == "running").to_numpy()
        return np.where(runs, full[load].to_numpy(float), 0.0)
    if load not in OF_ALL:
        raise TableError(f"load: found {load!r}, expected one of {', '.join(OF_RUNS + OF_ALL)}")
    minutes = full["duration_min"].fillna(full["moving_min"]).to_numpy(float)
    if load == "session_rpe":
        return session_rpe_load(full["rpe"].to_numpy(float), minutes)
    profile = _profile(full, athletes)
    heart_rate = full["heart_rate_bpm"].to_numpy(float)
    if load == "trimp_banister":
        return banister_trimp(
            minutes, heart_rate, hr_rest=profile["hr_rest"].to_numpy(),
            hr_max=profile["hr_max"].to_numpy(), sex=profile["sex"].to_numpy(object),
        )  # fmt: skip
    return _edwards(minutes, heart_rate, profile["hr_max"].to_numpy(), histograms)


def _edwards(
    minutes: Floats,
    heart_rate: Floats,
    hr_max: Floats,
    histograms: Sequence[HeartRateTimes | None] | None,
) -> Floats:
    """Edwards by time in zones; without a histogram all the time counts in the mean's zone."""
    zone = sum((heart_rate / hr_max >= edge).astype(float) for edge in EDWARDS_EDGES)
    load = np.where(np.isnan(heart_rate / hr_max), np.nan, minutes * zone)
    known = [i for i, each in enumerate(histograms or ()) if each is not None and each.hr_s.any()]
    if known and histograms is not None:
        times = np.array([histograms[i].hr_s for i in known])  # type: ignore[union-attr]
        load[known] = edwards_trimp(times, hr_max[known])
    return load


def _profile(full: pd.DataFrame, athletes: pd.DataFrame | None) -> pd.DataFrame:
    """Heart rates and sex of each session's athlete; unknown without a table."""
    columns = ["hr_rest", "hr_max", "sex"]
    if athletes is None:
        return pd.DataFrame(np.nan, index=full.index, columns=columns)
    profile = complete_athletes(athletes).set_index("athlete")[columns]
    return profile.reindex(full["athlete"])
