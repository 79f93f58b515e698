"""What is kept of a session's samples once the samples are gone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metatarsal_load.tables.samples import Motion
from metatarsal_load.tables.windows import Floats

HEART_RATE_BINS = 256
SPEED_BINS = 240
SPEED_BIN_MPS = 0.05
SIZE = HEART_RATE_BINS + 2 * SPEED_BINS


@dataclass(frozen=True)
class Histograms:
    """Time and steps of one session by heart rate and by speed.

    Attributes
    ----------
    hr_s : numpy.ndarray
        Shape (256,), float32. Seconds in motion at each beat per minute; artefacts left out.
    speed_s : numpy.ndarray
        Shape (240,), float32. Seconds of running in each 0.05 m/s of speed over 30 s; bin i holds
        i x 0.05 <= v < (i + 1) x 0.05, the last everything faster.
    steps_by_speed : numpy.ndarray
        Shape (240,), float32. Steps of both feet in motion, by the sample's own speed.
    """

    hr_s: NDArray[np.float32]
    speed_s: NDArray[np.float32]
    steps_by_speed: NDArray[np.float32]

    def to_array(self) -> NDArray[np.float32]:
        """Return the three histograms end to end, shape (736,)."""
        return np.concatenate((self.hr_s, self.speed_s, self.steps_by_speed))

    @classmethod
    def from_array(cls, values: NDArray[np.float32]) -> Histograms:
        """Rebuild from what `to_array` returned.

        Raises
        ------
        ValueError
            If the shape is not (736,).
        """
        if values.shape != (SIZE,):
            raise ValueError(f"histograms of shape {values.shape}, expected ({SIZE},)")
        parts = np.split(values.astype(np.float32), (HEART_RATE_BINS, HEART_RATE_BINS + SPEED_BINS))
        return cls(*parts)


def histograms_of(motion: Motion) -> Histograms:
    """Sum a recording's moving time, running time and steps into bins.

    Parameters
    ----------
    motion : Motion
        A cleaned recording.

    Returns
    -------
    Histograms
        All zero where the channels are unknown.
    """
    span = motion.span_s
    beating = motion.moving & np.isfinite(motion.heart_rate_bpm)
    beats = np.rint(motion.heart_rate_bpm[beating]).astype(np.intp)
    paced = motion.running & np.isfinite(motion.pace_mps)
    stepping = motion.moving & np.isfinite(motion.speed_mps) & np.isfinite(motion.cadence_spm)
    steps = (motion.cadence_spm * span / 60)[stepping]
    return Histograms(
        hr_s=np.bincount(beats, span[beating], HEART_RATE_BINS).astype(np.float32),
        speed_s=_by_speed(motion.pace_mps[paced], span[paced]),
        steps_by_speed=_by_speed(motion.speed_mps[stepping], steps),
    )


def _by_speed(speed: Floats, weights: Floats) -> NDArray[np.float32]:
    """Sum weights into bins of 0.05 m/s."""
    # 2.15 / 0.05 must be bin 43, not 42.999...
    bins = np.minimum(np.floor(speed / SPEED_BIN_MPS + 1e-9), SPEED_BINS - 1).astype(np.intp)
    return np.bincount(bins, weights, SPEED_BINS).astype(np.float32)
