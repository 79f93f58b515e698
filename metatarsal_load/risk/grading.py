"""The one place where a figure becomes a level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.schema import LEVELS

UNKNOWN, OK, NOTE, CAUTION, WARNING, STOP = range(len(LEVELS))

METRE = 0.001
"""One metre [km]: the finest difference that counts between distances."""
SECOND = 1 / 60
"""One second [min]: the finest difference that counts between times."""
SCORE = 0.001
"""The finest difference that counts between pain scores [0-10]: 3.3 is 2 above 1.3."""

Levels = npt.NDArray[np.int8]
Step = tuple["npt.ArrayLike", int]


def above(
    value: npt.ArrayLike, limit: npt.ArrayLike, quantum: float = METRE
) -> npt.NDArray[np.bool_]:
    """Whether the excess over the limit, in whole quanta, is at least one; NaN is never above."""
    excess = (np.asarray(value, float) - np.asarray(limit, float)) / quantum
    return np.asarray(np.rint(excess) >= 1)


def reaches(
    value: npt.ArrayLike, limit: npt.ArrayLike, quantum: float = METRE
) -> npt.NDArray[np.bool_]:
    """Whether the value is at the limit or above, in whole quanta; NaN never reaches."""
    excess = (np.asarray(value, float) - np.asarray(limit, float)) / quantum
    return np.asarray(np.rint(excess) >= 0)


def climb(value: npt.ArrayLike, steps: Sequence[Step], quantum: float = METRE) -> Levels:
    """Level of each value: that of the last step whose limit it is above, else ok; NaN unknown."""
    figure = np.asarray(value, float)
    level = np.where(np.isnan(figure), UNKNOWN, OK).astype(np.int8)
    for limit, name in steps:
        level[above(figure, np.broadcast_to(np.asarray(limit, float), figure.shape), quantum)] = (
            name
        )
    return level


def one_higher(level: Levels, at_most: int = WARNING) -> Levels:
    """Raise note and above by one, at most to a level; ok and unknown stay."""
    raised = np.minimum(level + 1, np.maximum(level, at_most))
    return np.where(level >= NOTE, raised, level).astype(np.int8)


def one_lower(level: Levels) -> Levels:
    """Lower note and above by one: note becomes ok; ok and unknown stay."""
    return np.where(level >= NOTE, level - 1, level).astype(np.int8)


def why(conditions: Sequence[npt.ArrayLike], words: Sequence[str]) -> pd.Categorical[Any]:
    """Reason of each row, that of the first condition that holds, else ""; code 0 is no reason."""
    codes = np.select(
        [np.asarray(condition, bool) for condition in conditions],
        [np.int8(code) for code in range(1, len(words) + 1)],
        np.int8(0),
    )
    return reasons(codes, ["", *words])


def reasons(codes: npt.NDArray[np.integer[Any]], words: Sequence[str]) -> pd.Categorical[Any]:
    """Reasons by code, so that a million rows hold each text once."""
    made: pd.Categorical[Any] = pd.Categorical.from_codes(
        codes, dtype=pd.CategoricalDtype(list(words))
    )
    return made
