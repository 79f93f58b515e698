"""The same loop again: routes told apart by the ground they cover.

What a run covered is a small private signature; positions never reach the sessions table.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.paths import Path

Cells = npt.NDArray[np.int64]

# 50 m of latitude. Four of these small cells are one of the cells that are compared.
CELL_DEG = 50.0 / 111_195.0
ACROSS = 1 << 20
SAME = 0.8


def covered_cells(path: Path) -> str:
    """Write down the 50 m cells that a path touches.

    Parameters
    ----------
    path : Path
        Points at most 25 m apart.

    Returns
    -------
    str
        Cells as base64 of int32 pairs (row, column); "" for an empty path. Columns are as wide as
        rows are high at the middle of each degree of latitude.
    """
    if not path.distance_m.size:
        return ""
    row = np.floor(path.latitude_deg / CELL_DEG)
    wide = np.cos(np.radians(np.floor(path.latitude_deg) + 0.5))
    column = np.floor(path.longitude_deg * wide / CELL_DEG)
    code = (row * ACROSS + column).astype(np.int64)
    code = np.unique(code[np.flatnonzero(np.diff(code, prepend=code[0] - 1))])
    column = (code + ACROSS // 2) % ACROSS - ACROSS // 2
    pairs = np.column_stack([(code - column) // ACROSS, column]).astype("<i4")
    return base64.b64encode(pairs.tobytes()).decode("ascii")


def name_routes(
    cells: Iterable[object], athletes: Iterable[str], names: Iterable[str]
) -> pd.Series[str]:
    """Give every run the name of its route: that of the first run that went there.

    Two runs share their route where the cells of 100 m that they cover agree (Jaccard 1912, index
    of at least 0.8). A cell counts as shared where the other run comes within 50 m or so of it, so
    that neither noise nor the side of the road matters; nor does the direction.

    Parameters
    ----------
    cells : iterable of str
        Length n, in order of time: from `covered_cells`; what is no such text has no route.
    athletes, names : iterable of str
        Length n: whose run, and what its route is called if it is a new one.

    Returns
    -------
    Series of str
        Shape (n,); NaN where the ground is unknown.
    """
    called = list(names)
    routes = np.full(len(called), np.nan, dtype=object)
    grounds: dict[str, dict[int, Cells]] = {}
    for k, (athlete, text) in enumerate(zip(athletes, cells, strict=True)):
        if isinstance(text, str) and text:
            grounds.setdefault(athlete, {})[k] = _unpack(text)
    for own in grounds.values():
        known = list(own)
        for k, leader in zip(known, _leaders(list(own.values())), strict=True):
            routes[k] = called[known[leader]]
    return pd.Series(routes, dtype=TEXT)


def similarity(one: str, other: str) -> float:
    """Jaccard index of two runs' ground, 0 to 1, as `name_routes` takes it."""
    (a, wide_a), (b, wide_b) = (_compared(_unpack(text)) for text in (one, other))
    shared = (np.isin(a, wide_b).sum() + np.isin(b, wide_a).sum()) / 2
    return float(shared / (len(a) + len(b) - shared))


def _unpack(text: str) -> Cells:
    """Read small cells back as codes."""
    pairs = np.frombuffer(base64.b64decode(text), dtype="<i4").reshape(-1, 2).astype(np.int64)
    return pairs[:, 0] * ACROSS + pairs[:, 1]


def _compared(small: Cells) -> tuple[Cells, Cells]:
    """Cells of 100 m that a run covers, and those it covers or comes near."""
    ring = np.array([row * ACROSS + column for row in (-1, 0, 1) for column in (-1, 0, 1)])
    return _merged(small), _merged((small[:, None] + ring).ravel())


def _merged(small: Cells) -> Cells:
    """Join small cells by four."""
    column = (small + ACROSS // 2) % ACROSS - ACROSS // 2
    row = (small - column) // ACROSS
    return np.unique(row // 2 * ACROSS + column // 2)


def _leaders(grounds: list[Cells]) -> list[int]:
    """Name for each run the first run that it shares its route with, or itself."""
    compared = [_compared(ground) for ground in grounds]
    every = np.unique(np.concatenate([wide for _, wide in compared])) if compared else np.empty(0)
    exact = np.zeros((len(grounds), len(every)), dtype=np.uint8)
    near = np.zeros_like(exact)
    size, firsts, leaders = np.zeros(len(grounds)), np.empty(0, np.int64), []
    for k, (core, wide) in enumerate(compared):
        mine, around = np.searchsorted(every, core), np.searchsorted(every, wide)
        size[k] = len(core)
        shared = (
            near[firsts[:, None], mine].sum(axis=1) + exact[firsts[:, None], around].sum(axis=1)
        ) / 2
        index = shared / (size[firsts] + size[k] - shared)
        best = int(index.argmax()) if len(firsts) else -1
        if best >= 0 and index[best] >= SAME:
            leaders.append(int(firsts[best]))
            continue
        exact[k, mine] = near[k, around] = 1
        firsts = np.append(firsts, k)
        leaders.append(k)
    return leaders
