"""The ways of a region as plain arrays in metres, with what a matcher asks of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.tables.tracks import METRES_PER_DEGREE

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Junctions:
    """Where two ways meet, both ways round, sorted by `pair`.

    Attributes
    ----------
    pair : numpy.ndarray of int
        Shape (j,): first way times the number of ways, plus second way.
    here_m, there_m : numpy.ndarray
        Shape (j,): place of the common node along the first and along the second way [m].
    """

    pair: Ints
    here_m: Floats
    there_m: Floats


@dataclass(frozen=True)
class Streets:
    """Ways of a region in a local plane: x east, y north [m], equirectangular.

    Attributes
    ----------
    ways : pandas.DataFrame
        One row a way: `way` (its id) and the tags of `metatarsal_load.tables.osm.walkable.TAGS`.
    origin_deg : tuple of float
        Longitude and latitude of x = y = 0.
    way : numpy.ndarray of int
        Shape (s,): row of the way that each straight segment belongs to.
    start, along : numpy.ndarray
        Shape (s, 2): where each segment begins, and its direction (length 1) [m, 1].
    from_m, length_m : numpy.ndarray
        Shape (s,): place of its beginning along the way, and its length [m].
    loop_m : numpy.ndarray
        Shape (ways,): length of each way that closes on itself; infinite for the others [m].
    junctions : Junctions
        Common nodes.
    tree : shapely.STRtree
        The segments.
    """

    ways: pd.DataFrame
    origin_deg: tuple[float, float]
    way: Ints
    start: Floats
    along: Floats
    from_m: Floats
    length_m: Floats
    loop_m: Floats
    junctions: Junctions
    tree: Any

    def plane(self, longitude_deg: Floats, latitude_deg: Floats) -> tuple[Floats, Floats]:
        """Project positions to x, y [m]."""
        return _plane(longitude_deg, latitude_deg, self.origin_deg)


def build_streets(ways: pd.DataFrame, geometry: npt.NDArray[np.object_]) -> Streets:
    """Lay out ways as segments, junctions and a tree.

    Parameters
    ----------
    ways : DataFrame
        Shape (n, columns), RangeIndex.
    geometry : ndarray of bytes
        Shape (n,): lines as WKB, longitude and latitude [deg].

    Returns
    -------
    Streets
        Two ways are connected where they have a node at the very same place.
    """
    import shapely

    lines = shapely.from_wkb(geometry)
    degrees, line = shapely.get_coordinates(lines, return_index=True)
    middle = degrees.mean(axis=0) if len(degrees) else np.zeros(2)
    origin = (float(middle[0]), float(middle[1]))
    points = np.column_stack(_plane(degrees[:, 0], degrees[:, 1], origin))
    inner = np.flatnonzero(line[1:] == line[:-1])
    step = points[inner + 1] - points[inner]
    length = np.hypot(step[:, 0], step[:, 1])
    run = np.zeros(len(points))
    run[inner + 1] = length
    total = np.cumsum(run)
    first = np.searchsorted(line, np.arange(len(ways)))
    place = total - (total[first] - run[first])[line]
    node = np.unique(np.round(degrees * 1e7).astype(np.int64) @ [2**32, 1], return_inverse=True)[1]
    last = np.searchsorted(line, np.arange(len(ways)), side="right") - 1
    closed = node[first] == node[last]
    return Streets(
        ways=ways,
        origin_deg=origin,
        way=line[inner].astype(np.int64),
        start=points[inner],
        along=step / np.where(length > 0, length, 1.0)[:, None],
        from_m=place[inner],
        length_m=length,
        loop_m=np.where(closed, place[last], np.inf),
        junctions=_junctions(node, line.astype(np.int64), place, len(ways)),
        tree=shapely.STRtree(shapely.linestrings(np.stack([points[inner], points[inner + 1]], 1))),
    )


def _plane(
    longitude_deg: Floats, latitude_deg: Floats, origin: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Project about an origin."""
    scale = METRES_PER_DEGREE * np.cos(np.radians(origin[1]))
    return (longitude_deg - origin[0]) * scale, (latitude_deg - origin[1]) * METRES_PER_DEGREE


def _junctions(node: Ints, line: Ints, place: Floats, ways: int) -> Junctions:
    """Pair up all ways at each of their common nodes."""
    order = np.argsort(node, kind="stable")
    size = np.bincount(node)
    begin = np.cumsum(size) - size
    mine = size[node[order]]
    here = np.repeat(np.arange(len(order)), mine)
    turn = np.arange(len(here)) - np.repeat(np.cumsum(mine) - mine, mine)
    there = begin[node[order]][here] + turn
    one, other = order[here], order[there]
    differ = line[one] != line[other]
    one, other = one[differ], other[differ]
    pair = line[one] * ways + line[other]
    by_pair = np.argsort(pair, kind="stable")
    return Junctions(pair[by_pair], place[one][by_pair], place[other][by_pair])
