"""How many steps a run held, and how that is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.tables.step_load import MILE_M, Floats, steps_per_mile

SOURCES = ("unknown", "recorded", "samples", "cadence", "estimated (Hoeger 2008)")


def count_steps(full: pd.DataFrame, sampled: Floats, height_m: Floats) -> tuple[Floats, np.ndarray]:
    """Count the steps of both feet of each run by the best way open, and name that way.

    Parameters
    ----------
    full : DataFrame
        Shape (n, columns), complete sessions.
    sampled : ndarray
        Shape (n,): steps summed over the samples; 0 without them.
    height_m : ndarray
        Shape (n,): body height [m]; NaN where unknown.

    Returns
    -------
    steps : ndarray
        Shape (n,): NaN where no way is open.
    source : ndarray
        Shape (n,): a word of `SOURCES`.
    """
    minutes = full["running_min"].fillna(full["moving_min"]).fillna(full["duration_min"])
    miles = full["distance_km"].to_numpy() * 1000 / MILE_M
    speed = full["speed_mps"].where(full["speed_mps"] > 0).to_numpy()
    ways = np.array(
        [
            full["steps"].to_numpy(),
            sampled,
            (full["cadence_spm"] * minutes).to_numpy(),
            steps_per_mile(speed, height_m=height_m) * miles,
        ]
    )
    usable = ways > 0
    best = np.where(usable.any(axis=0), usable.argmax(axis=0), -1)
    steps = np.where(best >= 0, ways[best, np.arange(len(full))], np.nan)
    return steps, np.array(SOURCES, object)[best + 1]
