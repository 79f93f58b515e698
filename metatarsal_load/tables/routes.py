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
# Grounds of which one has more than so many times the cells of the other are not compared.
MOST_LONGER = 2.0


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
    leaders: list[int] = []
    firsts = _Firsts(len(grounds))
    for k, ground in enumerate(grounds):
        core, wide = _compared(ground)
        home = firsts.of(core, wide)
        if home is None:
            firsts.add(k, core, wide)
        leaders.append(k if home is None else home)
    return leaders


class _Firsts:
    """The first run of each route, as sorted cells, so that memory grows with the ground run."""

    def __init__(self, most: int) -> None:
        self.places: list[int] = []
        self.cores: list[Cells] = []
        self.wides: list[Cells] = []
        self.sketches = np.empty((most, 4))

    def add(self, place: int, core: Cells, wide: Cells) -> None:
        """Take the run at a place as the first of its route."""
        self.sketches[len(self.places)] = _sketch(core)
        self.places.append(place)
        self.cores.append(core)
        self.wides.append(wide)

    def of(self, core: Cells, wide: Cells) -> int | None:
        """Place of the first run of the route that this ground is; None for a new route."""
        alike = self._alike(core)
        if not alike.size:
            return None
        size = np.array([len(self.cores[each]) for each in alike])
        theirs = _held([self.cores[each] for each in alike], wide)
        # All of this ground counts as shared until those that could be its route are left.
        able = _jaccard((len(core) + theirs) / 2, len(core), size) >= SAME
        if not able.any():
            return None
        alike, size, theirs = alike[able], size[able], theirs[able]
        ours = np.array([_count(core, self.wides[each]) for each in alike])
        index = _jaccard((ours + theirs) / 2, len(core), size)
        best = int(index.argmax())
        return self.places[alike[best]] if index[best] >= SAME else None

    def _alike(self, core: Cells) -> npt.NDArray[np.int64]:
        """Tell which have about the size and the middle of this ground, as a shared route must."""
        known, own = self.sketches[: len(self.places)], _sketch(core)
        sizes = np.maximum(known[:, 0] / own[0], own[0] / known[:, 0])
        # A fifth of the cells may lie elsewhere, as far as the whole ground is wide.
        reach = (known[:, 3] + own[3]) * (1 - SAME) + 2
        apart = np.abs(known[:, 1:3] - own[1:3]).max(axis=1)
        return np.flatnonzero((sizes <= MOST_LONGER) & (apart <= reach))


def _sketch(core: Cells) -> npt.NDArray[np.float64]:
    """Sketch a ground by the number, middle row, middle column and width of its cells."""
    column = (core + ACROSS // 2) % ACROSS - ACROSS // 2
    row = (core - column) // ACROSS
    width = max(np.ptp(row), np.ptp(column))
    return np.array([len(core), row.mean(), column.mean(), width], dtype=float)


def _held(grounds: list[Cells], cells: Cells) -> Cells:
    """Count how many cells of each ground are among these sorted cells."""
    ends = np.cumsum([len(ground) for ground in grounds])
    every = np.concatenate(grounds)
    at = np.minimum(np.searchsorted(cells, every), len(cells) - 1)
    held: Cells = np.cumsum(cells[at] == every)[ends - 1]
    return np.diff(held, prepend=0)


def _count(one: Cells, other: Cells) -> int:
    """Count how many cells of the one are among the sorted cells of the other."""
    return int(_held([one], other)[0])


def _jaccard(shared: npt.NDArray[np.float64], one: int, other: Cells) -> npt.NDArray[np.float64]:
    """Divide the cells shared by the cells covered by either."""
    return shared / (one + other - shared)
