"""The order of a typed table's rows: the same however they were handed in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metatarsal_load import schema


def by_athlete(full: pd.DataFrame, key: str) -> tuple[pd.DataFrame, np.ndarray]:
    """Sort a table by athlete and one more column, stably; sessions of one start by all they hold.

    Parameters
    ----------
    full : DataFrame
        Shape (n, columns), with `athlete` and `key`.
    key : str
        Column of the second order: ``start`` for sessions.

    Returns
    -------
    full : DataFrame
        Shape (n, columns), RangeIndex.
    athlete : ndarray
        Shape (n,): the athletes as numbers, in the new order.
    """
    codes, _ = pd.factorize(full["athlete"], sort=True)
    second, _ = pd.factorize(full[key], sort=True)
    order = np.lexsort((second, codes))
    if key == "start":
        order = _untie(full, order, codes, second)
    if (order[1:] > order[:-1]).all():
        return full.reset_index(drop=True), codes
    return full.take(order).reset_index(drop=True), codes[order]


def _untie(
    full: pd.DataFrame, order: np.ndarray, codes: np.ndarray, second: np.ndarray
) -> np.ndarray:
    """Order sessions of one start by all they hold, so that the order of rows tells nothing."""
    same = (np.diff(second[order]) == 0) & (np.diff(codes[order]) == 0)
    spots = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
    if not len(spots):
        return order
    rows = order[spots]
    tied = full.iloc[rows]
    held = ["distance_km", "duration_min", *schema.SESSIONS]
    keys = [pd.factorize(tied[name], sort=True)[0] for name in reversed(held)]
    order[spots] = rows[np.lexsort((*keys, second[rows], codes[rows]))]
    return order
