"""Several extracts opened together, a region at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from metatarsal_load.tables.osm.extract import ways_file
from metatarsal_load.tables.osm.streets import Floats, Streets, build_streets
from metatarsal_load.tables.osm.walkable import TAGS
from metatarsal_load.tables.osm.zfile import BOX

Extracts: TypeAlias = "str | PathLike[str] | Iterable[str | PathLike[str]]"
# Regions are made of squares of this side; a city is a few of them.
SQUARE_DEG = 0.1
MARGIN_DEG = 0.001
# Regions held in memory: a runner has a few places.
KEPT = 4


def ways_files(extracts: Extracts) -> tuple[str, ...]:
    """Files of ways of one or several extracts, made where they are not there yet.

    Raises
    ------
    TableError
        As `metatarsal_load.tables.osm.extract.ways_file`.
    """
    several = [extracts] if isinstance(extracts, str | PathLike) else list(extracts)
    return tuple(str(ways_file(Path(extract))) for extract in several)


@dataclass
class Atlas:
    """Files of ways, of which the regions asked for are opened.

    Parameters
    ----------
    files : tuple of str
        From `ways_files`.
    """

    files: tuple[str, ...]
    _regions: dict[frozenset[tuple[int, int]], Streets] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def around(self, longitude_deg: Floats, latitude_deg: Floats) -> Streets | None:
        """Open the ways near some positions.

        Parameters
        ----------
        longitude_deg, latitude_deg : ndarray
            Shape (n,) [deg], free of NaN.

        Returns
        -------
        Streets or None
            All ways within at least 60 m of them; None where the extracts have none.
        """
        squares = _squares(longitude_deg, latitude_deg)
        wider = next((held for held in self._regions if squares <= held), None)
        squares = squares if wider is None else wider
        if wider is None:
            if len(self._regions) >= KEPT:
                del self._regions[next(iter(self._regions))]
            self._regions[squares] = self._open(squares)
        streets = self._regions[squares]
        return streets if len(streets.ways) else None

    def _open(self, squares: frozenset[tuple[int, int]]) -> Streets:
        """Read the ways whose box touches the squares."""
        import pyarrow.parquet as pq

        tables = [table for name in self.files for table in _pieces(pq.ParquetFile(name), squares)]
        columns = {name: np.concatenate([t[name] for t in tables]) for name in ("way", "geometry")}
        ways = pd.concat([table["tags"] for table in tables], ignore_index=True)
        ways.insert(0, "way", columns["way"])
        own = _fullest(columns["way"], columns["geometry"])
        return build_streets(ways.iloc[own].reset_index(drop=True), columns["geometry"][own])


@lru_cache(maxsize=1)
def opened(files: tuple[str, ...]) -> Atlas:
    """Open an atlas once in a process, for all the recordings it reads."""
    return Atlas(files)


def _squares(longitude_deg: Floats, latitude_deg: Floats) -> frozenset[tuple[int, int]]:
    """Squares that positions lie in, or within the margin of."""
    corners = [(east, north) for east in (-MARGIN_DEG, MARGIN_DEG) for north in (-1, 1)]
    found: set[tuple[int, int]] = set()
    for east, north in corners:
        column = np.floor((longitude_deg + east) / SQUARE_DEG).astype(np.int64)
        row = np.floor((latitude_deg + north * MARGIN_DEG) / SQUARE_DEG).astype(np.int64)
        code = column * 10_000 + row
        changed = np.flatnonzero(np.diff(code, prepend=code[0] - 1))
        found |= set(zip(column[changed].tolist(), row[changed].tolist(), strict=True))
    return frozenset(found)


def _fullest(way: np.ndarray, geometry: np.ndarray) -> np.ndarray:
    """Take each way once, where extracts overlap: as the one has it that cuts off the least."""
    size = np.array([len(line) for line in geometry], dtype=np.int64)
    longest_first = np.lexsort((-size, way))
    kept = longest_first[np.unique(way[longest_first], return_index=True)[1]]
    return np.sort(kept)


def _pieces(file: Any, squares: frozenset[tuple[int, int]]) -> list[dict[str, Any]]:
    """Read the groups of rows that may touch the squares, and keep the ways that do."""
    pieces = [_touching(file.schema_arrow.empty_table(), squares)]
    names = [file.schema_arrow.get_field_index(name) for name in BOX]
    for group in range(file.num_row_groups):
        row = file.metadata.row_group(group)
        limits = [row.column(place).statistics for place in names]
        box = [limits[0].min, limits[1].min, limits[2].max, limits[3].max]
        if _touch([np.array([edge]) for edge in box], squares).any():
            pieces.append(_touching(file.read_row_group(group), squares))
    return pieces


def _touching(table: Any, squares: frozenset[tuple[int, int]]) -> dict[str, Any]:
    """Take the ways of a table whose box touches the squares."""
    kept = table.filter(_touch([table[name].to_numpy() for name in BOX], squares))
    return {
        "way": kept["way"].to_numpy(),
        "geometry": kept["geometry"].to_numpy(),
        "tags": kept.select(TAGS).to_pandas().astype(object),
    }


def _touch(boxes: list[Floats], squares: frozenset[tuple[int, int]]) -> np.ndarray:
    """Whether each box touches a square (with its margin)."""
    west, south, east, north = boxes
    touch = np.zeros(len(west), dtype=bool)
    for column, row in squares:
        left, bottom = column * SQUARE_DEG - MARGIN_DEG, row * SQUARE_DEG - MARGIN_DEG
        right, top = left + SQUARE_DEG + 2 * MARGIN_DEG, bottom + SQUARE_DEG + 2 * MARGIN_DEG
        touch |= (west <= right) & (east >= left) & (south <= top) & (north >= bottom)
    return touch
