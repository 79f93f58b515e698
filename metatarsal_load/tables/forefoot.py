"""Forefoot load of each run: an index of how often and how hard the ball of the foot is pressed.

RULES.md section 6. Compare it within one athlete only, as a 7-day over a 28-day sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.tables.coefficients import COEFFICIENTS, Coefficients
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.histograms import SPEED_BIN_MPS, SPEED_BINS
from metatarsal_load.tables.owners import owned
from metatarsal_load.tables.session_factors import Factors, mean_loads, session_factors
from metatarsal_load.tables.shoes import km_before
from metatarsal_load.tables.step_counts import count_steps
from metatarsal_load.tables.step_load import (
    MILE_M,
    WEAR_FULL_KM,
    Floats,
    speed_factor,
    tons_per_mile,
)
from metatarsal_load.tables.typed import complete_athletes, complete_sessions, complete_shoes

GRAVITY = 9.80665
_ROWS_AT_ONCE = 1000
_BIN_SPEEDS: Floats = np.linspace(0.5, SPEED_BINS - 0.5, SPEED_BINS) * SPEED_BIN_MPS


class StepsBySpeed(Protocol):
    """What is needed of `metatarsal_load.tables.histograms.Histograms`."""

    @property
    def steps_by_speed(self) -> npt.NDArray[np.float32]:
        """Steps of both feet in each 0.05 m/s of speed, shape (240,)."""


def forefoot_load(
    sessions: pd.DataFrame,
    histograms: Sequence[StepsBySpeed | None] | None = None,
    *,
    shoes: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
    k: float = 7.0,
    coefficients: Coefficients = COEFFICIENTS,
) -> pd.DataFrame:
    """Linear forefoot load and damage index of each run.

    ``CL = sum n L`` and ``D_k = sum n L^k`` over steps n at relative load L
    (`metatarsal_load.tables.step_load.step_load`): over the steps in each 0.05 m/s of speed where
    the recording's histogram is known, else at the session's mean speed. A session on several
    surfaces is split by their kilometres. Distance at -5 % or steeper counts as -5 % in f_grade.
    k is not measured for metatarsals: hence the values for 4 and 10 beside it.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, any), as `complete_sessions` takes it.
    histograms : sequence, optional
        Length n: the `Histograms` of each row, or None.
    shoes : DataFrame, optional
        Shoe table: kind, and km before the log for wear.
    athletes : DataFrame, optional
        ``height_m`` for the estimate of steps; ``mass_kg`` for kN steps and tons.
    k : float
        Exponent of the damage index.
    coefficients : Mapping of str to Coefficient
        The model; see `metatarsal_load.tables.coefficients.replaced`.

    Returns
    -------
    DataFrame
        Shape (n, 18), index of `sessions`. ``forefoot_load``, ``damage_index`` [reference steps],
        each with ``_low`` and ``_high`` (all coefficients at that end of their ranges together:
        the widest interval); ``damage_index_k4``, ``damage_index_k10``; ``load_kn_steps``
        (CL m g / 1000) [kN steps]; ``tons_per_mile`` [short tons]; the mean factors ``f_speed``,
        ``f_surface``, ``f_shoe``, ``f_wear``, ``f_grade`` [1]; ``steps``; ``steps_source``
        (``recorded``: the column steps; ``samples``; ``cadence`` x running time; ``estimated
        (Hoeger 2008)``, from speed and height; ``unknown``); ``load_source`` (``samples`` or
        ``means``, and which of surface, shoe and wear are ``assumed`` 1). Only runs have values.

    Raises
    ------
    TableError
        From the completion of the tables.

    References
    ----------
    - `coefficient_table` names the source of every coefficient.
    """
    full = complete_sessions(sessions.assign(_row=np.arange(len(sessions))))
    row = full.pop("_row").to_numpy(np.intp)
    pairs = None if shoes is None else owned(complete_shoes(shoes), full)
    factors = session_factors(full, pairs, _wear_km(full, pairs), coefficients)
    sampled = _sampled_steps(histograms, row)
    mass, height = _profile(full, athletes)
    steps, source = count_steps(full, sampled.sum(axis=1, dtype=float), height)
    speed, loads = _loads(full["speed_mps"].to_numpy(), sampled, factors, k, coefficients)
    runs = (full["sport"] == "running").to_numpy() & ~np.isnan(loads[0, 1])
    steps = np.where(runs, steps, np.nan)
    unknown = np.asarray(np.isnan(steps))
    table = _table(steps * loads, speed, factors, unknown)
    miles = full["distance_km"].where(full["distance_km"] > 0).to_numpy() * 1000 / MILE_M
    table["load_kn_steps"] = table["forefoot_load"] * mass * GRAVITY / 1000
    table["tons_per_mile"] = tons_per_mile(mass, steps / miles)
    table["steps"] = steps
    table["steps_source"] = pd.Series(np.where(unknown, "unknown", source), dtype=TEXT)
    table["load_source"] = _load_source(np.any(sampled, axis=1), factors, unknown)
    return table.iloc[np.argsort(row)].set_axis(sessions.index)


def add_load(
    sessions: pd.DataFrame,
    histograms: Sequence[StepsBySpeed | None] | None = None,
    shoes: pd.DataFrame | None = None,
    athletes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Fill ``forefoot_load`` and ``damage_index`` of a copy where they are unknown.

    Parameters
    ----------
    sessions, histograms, shoes, athletes
        As `forefoot_load`.

    Returns
    -------
    DataFrame
        Shape (n, columns): as `sessions`, with the two columns and ``load_source``, which names
        what was assumed or estimated; ``given`` where the value was there before.
    """
    made = forefoot_load(sessions, histograms, shoes=shoes, athletes=athletes)
    filled = sessions.copy()
    source = made["load_source"]
    estimated = made["steps_source"].str.startswith("estimated")
    source = source.where(~estimated, source + "; steps estimated")
    for name in ("forefoot_load", "damage_index"):
        given = sessions[name] if name in sessions else pd.Series(np.nan, index=sessions.index)
        filled[name] = given.fillna(made[name])
        source = source.where(given.isna(), "given")
    return filled.assign(load_source=source)


def _loads(
    speed_mps: Floats,
    sampled: npt.NDArray[np.float32],
    factors: Factors,
    k: float,
    coefficients: Coefficients,
) -> tuple[Floats, Floats]:
    """Mean f_speed, shape (n,), and mean L, L^k, L^4 and L^10 of each session, (4, 3, n)."""
    powers = (1.0, k, 4.0, 10.0)
    at_mean = speed_factor(speed_mps, coefficients)
    loads = mean_loads(at_mean[..., None], np.ones((len(speed_mps), 1)), factors, powers)
    f_speed = at_mean[1]
    by_bin = speed_factor(_BIN_SPEEDS, coefficients)
    known = np.flatnonzero(sampled.any(axis=1))
    for begin in range(0, len(known), _ROWS_AT_ONCE):
        part = known[begin : begin + _ROWS_AT_ONCE]
        weights = sampled[part].astype(float)
        weights /= weights.sum(axis=1, keepdims=True)
        loads[..., part] = mean_loads(by_bin[:, None, :], weights, factors.take(part), powers)
        f_speed[part] = weights @ by_bin[1]
    return f_speed, loads


def _sampled_steps(
    histograms: Sequence[StepsBySpeed | None] | None, row: npt.NDArray[np.intp]
) -> npt.NDArray[np.float32]:
    """Gather the steps by speed in the order of `row`; no bins at all without histograms."""
    if histograms is None or all(each is None for each in histograms):
        return np.zeros((len(row), 0), np.float32)
    steps = np.zeros((len(row), SPEED_BINS), np.float32)
    for place, each in enumerate(histograms):
        if each is not None:
            steps[place] = each.steps_by_speed
    return steps[row]


def _wear_km(full: pd.DataFrame, shoes: pd.DataFrame | None) -> Floats:
    """Find the pair's distance before each run [km]; NaN where it or the pair is unknown."""
    if full["shoe"].isna().all():
        return np.full(len(full), np.nan)
    before = km_before(full, shoes)
    at_least = before["km_before_at_least"]
    # Past its first 500 km a pair wears no further in this model, whatever its past.
    return before["km_before"].fillna(at_least.where(at_least >= WEAR_FULL_KM)).to_numpy(float)


def _profile(full: pd.DataFrame, athletes: pd.DataFrame | None) -> tuple[Floats, Floats]:
    """Body mass [kg] and height [m] of each session's athlete; NaN where unknown."""
    if athletes is None:
        return np.full(len(full), np.nan), np.full(len(full), np.nan)
    known = complete_athletes(athletes).set_index("athlete")
    own = known[["mass_kg", "height_m"]].reindex(full["athlete"])
    return own["mass_kg"].to_numpy(), own["height_m"].to_numpy()


def _table(sums: Floats, f_speed: Floats, factors: Factors, unknown: np.ndarray) -> pd.DataFrame:
    """Name the sums over steps, shape (4, 3, n), and the mean factors; NaN where unknown."""
    surface = (factors.share * factors.surface[:, 1]).sum(axis=0)
    table = pd.DataFrame(
        {
            "forefoot_load": sums[0, 1],
            "forefoot_load_low": sums[0, 0],
            "forefoot_load_high": sums[0, 2],
            "damage_index": sums[1, 1],
            "damage_index_low": sums[1, 0],
            "damage_index_high": sums[1, 2],
            "damage_index_k4": sums[2, 1],
            "damage_index_k10": sums[3, 1],
            "f_speed": f_speed,
            "f_surface": surface,
            "f_shoe": factors.shoe[1],
            "f_wear": factors.wear[1],
            "f_grade": factors.grade[1],
        }
    )
    table[unknown] = np.nan
    return table


def _load_source(sampled: np.ndarray, factors: Factors, unknown: np.ndarray) -> pd.Series[str]:
    """Say whether samples or means were summed, and which factors are assumed."""
    names = list(factors.assumed)
    code = sum(factors.assumed[name] * 2**place for place, name in enumerate(names))
    words = []
    for base in ("means", "samples"):
        for bits in range(2 ** len(names)):
            guessed = [name for place, name in enumerate(names) if bits >> place & 1]
            words.append(base + (f"; assumed: {', '.join(guessed)}" if guessed else ""))
    said = np.array(words, object)[code + 2 ** len(names) * sampled]
    return pd.Series(np.where(unknown, "unknown", said), dtype=TEXT)
