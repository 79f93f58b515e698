"""The factors of the forefoot load for whole sessions, and the mean load of a step under them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metatarsal_load.schema import SOFT_SURFACES
from metatarsal_load.tables.coefficients import Coefficients
from metatarsal_load.tables.step_load import (
    LOAD_RANGE,
    Floats,
    grade_factor,
    shoe_factor,
    surface_factor,
    wear_factor,
)
from metatarsal_load.tables.surface import SURFACE_COLUMNS

# Downhill kilometres of a session count at the flattest grade that makes them downhill.
DOWNHILL_GRADE = -0.05


@dataclass(frozen=True)
class Factors:
    """What a session's steps share, apart from speed.

    Attributes
    ----------
    surface : numpy.ndarray
        Shape (4, 3, n): factor on paved, soft, treadmill and unknown ground; low, default, high.
    share : numpy.ndarray
        Shape (4, n): share of the steps on each of the four.
    shoe, wear, grade : numpy.ndarray
        Shape (3, n): low, default, high.
    assumed : Mapping of str to numpy.ndarray
        Shape (n,) each: whether the factor of ``surface``, ``shoe`` or ``wear`` is a guess of 1.
    """

    surface: Floats
    share: Floats
    shoe: Floats
    wear: Floats
    grade: Floats
    assumed: dict[str, np.ndarray]

    def take(self, rows: np.ndarray) -> Factors:
        """Keep some sessions."""
        return Factors(
            self.surface[..., rows], self.share[..., rows], self.shoe[:, rows],
            self.wear[:, rows], self.grade[:, rows],
            {name: flags[rows] for name, flags in self.assumed.items()},
        )  # fmt: skip


def session_factors(
    full: pd.DataFrame, shoes: pd.DataFrame | None, wear_km: Floats, coefficients: Coefficients
) -> Factors:
    """Look up the factors of complete sessions; `wear_km` is the pair's distance before the run."""
    kind = _shoe_kind(full, shoes)
    share, surface = _surface_share(full), _four_surfaces(full, coefficients)
    downhill = (full["downhill_km"] / full["distance_km"].where(full["distance_km"] > 0)).to_numpy()
    steep = grade_factor(np.full(len(full), DOWNHILL_GRADE), coefficients)
    return Factors(
        surface=surface,
        share=share,
        shoe=shoe_factor(kind, coefficients),
        wear=wear_factor(wear_km, coefficients),
        grade=1 - (1 - steep) * np.clip(np.nan_to_num(downhill), 0, 1),
        assumed={
            "surface": share[3] > 0,
            "shoe": kind == "unknown",
            "wear": np.isnan(wear_km),
        },
    )


def mean_loads(
    speed: Floats, weights: Floats, factors: Factors, powers: tuple[float, ...]
) -> Floats:
    """Mean of L to each power over a session's steps.

    Parameters
    ----------
    speed : ndarray
        Shape (3, n, 1) or (3, 1, bins): f_speed as low, default, high.
    weights : ndarray
        Shape (n, 1) or (n, bins): share of the steps at each speed; sums to 1.
    factors : Factors
        Of the n sessions.
    powers : tuple of float
        Exponents.

    Returns
    -------
    ndarray
        Shape (powers, 3, n).
    """
    total = np.zeros((len(powers), 3, len(weights)))
    beside = factors.shoe * factors.wear * factors.grade
    wide = np.broadcast_to(speed, (3, len(weights), weights.shape[1]))
    for surface, share in zip(factors.surface, factors.share, strict=True):
        on = np.flatnonzero(share > 0)
        load = np.clip(wide[:, on] * (surface * beside)[:, on, None], *LOAD_RANGE)
        for position, power in enumerate(powers):
            total[position][:, on] += share[on] * (weights[on] * load**power).sum(axis=-1)
    return total


def _shoe_kind(full: pd.DataFrame, shoes: pd.DataFrame | None) -> np.ndarray:
    """Look up the construction of each session's pair; "unknown" where nobody says."""
    kind = np.full(len(full), "unknown", object)
    if shoes is None or not len(shoes):
        return kind
    pairs = pd.MultiIndex.from_frame(shoes[["athlete", "shoe"]].astype(object))
    worn = pairs.get_indexer(pd.MultiIndex.from_frame(full[["athlete", "shoe"]].astype(object)))
    words = shoes["kind"].astype(object).where(shoes["kind"].notna(), "unknown").to_numpy()
    return np.where(worn >= 0, words[worn], kind)


def _surface_share(full: pd.DataFrame) -> Floats:
    """Share of the distance on paved, soft, treadmill and unknown ground; shape (4, n)."""
    km: Floats = np.nan_to_num(full[list(SURFACE_COLUMNS)].to_numpy(float).T)
    total = km.sum(axis=0)
    nowhere = np.zeros_like(km)
    nowhere[3] = 1.0
    share: Floats = np.divide(km, total, out=nowhere, where=total > 0)
    return share


def _four_surfaces(full: pd.DataFrame, coefficients: Coefficients) -> Floats:
    """Factor of each session's paved, soft, treadmill and unknown kilometres; shape (4, 3, n)."""
    named = full["surface"].astype(object)
    soft = named.where(named.isin((*SOFT_SURFACES, "track")), "dirt").to_numpy()
    words = [np.full(len(full), word, object) for word in ("asphalt", "treadmill", "unknown")]
    return np.array(
        [surface_factor(each, coefficients) for each in (words[0], soft, words[1], words[2])]
    )
