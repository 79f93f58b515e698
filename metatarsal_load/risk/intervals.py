"""Walk-run intervals found in the samples of a recording."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load.tables.samples import RUNNING_CADENCE_SPM, RUNNING_SPEED_MPS

SHORTEST_S = 10.0
"""Shorter changes of gait belong to what was before them (convention)."""
GAP_S = 30.0
"""A longer silence between two samples is a pause (convention)."""
KINDS = ("pause", "walk", "run")


def walk_run_intervals(samples: pd.DataFrame) -> pd.DataFrame:
    """Cut a recording into its stretches of running, walking and standing.

    A sample is running at a cadence of at least 140 spm or a speed of at least 2.0 m/s, walking
    while it moves otherwise, else a pause (RULES section 1). Changes shorter than 10 s belong to
    the stretch before them.

    Parameters
    ----------
    samples : DataFrame
        Cleaned samples of one run (`metatarsal_load.clean`): index time, increasing; columns
        ``speed_mps`` [m/s], ``cadence_spm`` [steps/min], ``moving``, ``distance_m`` [m].

    Returns
    -------
    DataFrame
        One row a stretch: ``start`` (time), ``kind`` (``run``, ``walk``, ``pause``),
        ``duration_s`` [s], ``distance_m`` [m].

    References
    ----------
    - The limits of 140 spm, 2.0 m/s and 10 s are conventions of this project.
    """
    time = pd.DatetimeIndex(samples.index).as_unit("us")
    span = np.diff(time.asi8, prepend=time.asi8[:1]) / 1e6
    if len(time) < 2:
        return pd.DataFrame({"start": time[:0], "kind": [], "duration_s": [], "distance_m": []})
    kind = _gait(samples, span)
    begin = _stretches(kind, span)
    end = np.append(begin[1:], len(kind))
    metres = samples["distance_m"].ffill().fillna(0.0).to_numpy(float)
    before = np.append(metres[:1], metres[:-1])
    return pd.DataFrame(
        {
            "start": time[np.maximum(begin - 1, 0)],
            "kind": [KINDS[code] for code in kind[begin].tolist()],
            "duration_s": np.add.reduceat(span, begin),
            "distance_m": metres[end - 1] - before[begin],
        }
    )


def _gait(samples: pd.DataFrame, span: np.ndarray) -> np.ndarray:
    """Code of `KINDS` for the span that ends at each sample."""
    cadence, speed = (samples[name].to_numpy(float) for name in ("cadence_spm", "speed_mps"))
    running = (cadence >= RUNNING_CADENCE_SPM) | (speed >= RUNNING_SPEED_MPS)
    moving = samples["moving"].to_numpy(dtype=bool, na_value=False)
    kind = np.where(running, 2, np.where(moving, 1, 0))
    kind[span > GAP_S] = 0
    kind[0] = kind[1]
    return kind


def _stretches(kind: np.ndarray, span: np.ndarray) -> np.ndarray:
    """First samples of the stretches, short ones joined to the one before; `kind` is evened."""
    while True:
        begin = np.flatnonzero(np.diff(kind, prepend=-1))
        if len(begin) < 2:
            return begin
        short = np.add.reduceat(span, begin) < SHORTEST_S
        short[0] = False
        if not short.any():
            return begin
        first = int(np.argmax(short))
        end = begin[first + 1] if first + 1 < len(begin) else len(kind)
        kind[begin[first] : end] = kind[begin[first] - 1]
