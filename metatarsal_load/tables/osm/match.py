"""Which way a run followed: a hidden-Markov matcher in numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metatarsal_load.tables.osm.streets import Floats, Ints, Junctions, Streets

# A way is a candidate within this distance; so many of the likeliest are kept for each point.
REACH_M = 32.0
CANDIDATES = 8
# Receivers lie off by metres for many seconds on end, so that ten neighbouring points say little
# more than one: the spread is set wider than that of one fix.
SPREAD_M = 9.0
# A path ten degrees off the way costs little, one across it a lot.
ACROSS = 3.0
# Beside all ways: as likely as a way this far off.
NOWHERE_M = 24.0
# What a detour costs by metre, and at most: a change to a way that is not joined to the last one.
DETOUR_M = 6.0
JUMP = 7.0
LEAVE = 3.0
# Two ways may meet at several nodes; so many are looked at.
MEETINGS = 3
NOWHERE = -1
COST_SCALE = 256.0


@dataclass(frozen=True)
class Candidates:
    """Ways that each point may lie on; column 0 is nowhere, empty places cost infinity.

    Attributes
    ----------
    way : numpy.ndarray of int
        Shape (n, k): row of the way, -1 for none.
    place_m, off_m, cost : numpy.ndarray
        Shape (n, k): place along the way [m], distance from it [m], negative log likelihood.
    """

    way: Ints
    place_m: Floats
    off_m: Floats
    cost: Floats


def match(x: Floats, y: Floats, streets: Streets) -> tuple[Ints, Floats]:
    """Follow the ways that a path most likely took.

    A hidden-Markov model after Newson & Krumm 2009, doi 10.1145/1653771.1653818: a way is the
    likelier the nearer it lies and the less it turns away from the path; a change of way is the
    likelier the less the way through their common node differs from the path's own step. Ways
    that do not meet may follow one another at a price, so that missing links do not end a match.

    Parameters
    ----------
    x, y : ndarray
        Shape (n,): a smooth path in the plane of `streets`, a point every 9 m or so [m].
    streets : Streets
        Ways of the region.

    Returns
    -------
    way : ndarray of int
        Shape (n,): row of ``streets.ways``; -1 where no way is near enough.
    off_m : ndarray
        Shape (n,): distance from that way [m]; NaN where there is none.
    """
    if len(x) == 0:
        return np.empty(0, np.int64), np.empty(0)
    found = candidates(x, y, streets)
    step = np.hypot(np.diff(x), np.diff(y))
    best = _likeliest(found.cost, _changes(found, step, streets))
    row = np.arange(len(x))
    return found.way[row, best], found.off_m[row, best]


def candidates(x: Floats, y: Floats, streets: Streets) -> Candidates:
    """Find the ways near each point, and how well each fits it."""
    import shapely

    boxes = shapely.box(x - REACH_M, y - REACH_M, x + REACH_M, y + REACH_M)
    point, segment = streets.tree.query(boxes)
    onward, off, turned = _fit(x, y, point, segment, streets)
    near = np.flatnonzero(off <= REACH_M)
    point, segment, onward, off = point[near], segment[near], onward[near], off[near]
    cost = off**2 / (2 * SPREAD_M**2) + ACROSS * turned[near]
    way = streets.way[segment]
    # The costs stay far below the factor, so that one sort orders by way and then by cost.
    key = point * len(streets.ways) + way
    best = np.argsort(key * COST_SCALE + cost)
    best = best[np.diff(key[best], prepend=-1) > 0]
    best = best[np.argsort(point[best] * COST_SCALE + cost[best])]
    rank = np.arange(len(best)) - np.searchsorted(point[best], point[best])
    kept = rank < CANDIDATES
    best, column = best[kept], rank[kept] + 1
    table = _nowhere(len(x))
    at = (point[best], column)
    table.way[at], table.cost[at], table.off_m[at] = way[best], cost[best], off[best]
    table.place_m[at] = streets.from_m[segment[best]] + onward[best]
    return table


def _nowhere(points: int) -> Candidates:
    """Make the table of candidates with no way in it."""
    shape = (points, CANDIDATES + 1)
    cost = np.full(shape, np.inf)
    cost[:, 0] = NOWHERE_M**2 / (2 * SPREAD_M**2)
    return Candidates(np.full(shape, NOWHERE), np.zeros(shape), np.full(shape, np.nan), cost)


def _fit(
    x: Floats, y: Floats, point: Ints, segment: Ints, streets: Streets
) -> tuple[Floats, Floats, Floats]:
    """Place on a segment [m], distance from it [m] and sine squared of the turn against it."""
    ahead_x, ahead_y = (streets.along[segment, axis] for axis in (0, 1))
    away_x = x[point] - streets.start[segment, 0]
    away_y = y[point] - streets.start[segment, 1]
    onward = np.clip(away_x * ahead_x + away_y * ahead_y, 0.0, streets.length_m[segment])
    off = np.hypot(away_x - onward * ahead_x, away_y - onward * ahead_y)
    east, north = _heading(x, y)
    return onward, off, 1 - (east[point] * ahead_x + north[point] * ahead_y) ** 2


def _heading(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Direction of a path at its points, from the one before to the one after; length 1, or 0."""
    late, early = np.append(np.arange(1, len(x)), len(x) - 1), np.maximum(np.arange(len(x)) - 1, 0)
    east, north = x[late] - x[early], y[late] - y[early]
    length = np.hypot(east, north)
    length[length == 0] = 1.0
    return east / length, north / length


def _changes(found: Candidates, step: Floats, streets: Streets) -> Floats:
    """Cost of reaching each candidate from each one of the point before; shape (n - 1, k, k)."""
    shape = (len(step), CANDIDATES + 1, CANDIDATES + 1)
    after, before = (np.broadcast_to(way, shape) for way in _pairwise(found.way))
    there, here = (np.broadcast_to(place, shape) for place in _pairwise(found.place_m))
    change = np.full(shape, JUMP)
    stayed = np.nonzero((before == after) & (after >= 0))
    ahead = np.abs(there[stayed] - here[stayed])
    ahead = np.minimum(ahead, streets.loop_m[after[stayed]] - ahead)
    change[stayed] = _detour(ahead, step[stayed[0]])
    turned = np.nonzero((before != after) & (before >= 0) & (after >= 0))
    pair = before[turned] * len(streets.ways) + after[turned]
    met, through = _through(pair, here[turned], there[turned], streets.junctions)
    turned = tuple(axis[met] for axis in turned)
    change[turned] = _detour(through, step[turned[0]])
    change[:, 0, 1:] = change[:, 1:, 0] = LEAVE
    change[:, 0, 0] = 0.0
    return change


def _pairwise(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lay each point's candidates across those of the point before: after, before."""
    return values[1:, :, None], values[:-1, None, :]


def _detour(route: Floats, step: Floats) -> Floats:
    """Cost of a way that is longer or shorter than the step."""
    return np.minimum(np.abs(route - step) / DETOUR_M, JUMP)


def _through(
    pair: Ints, here: Floats, there: Floats, joins: Junctions
) -> tuple[np.ndarray, Floats]:
    """Which pairs of ways meet, and how far it is through their nearest common node [m]."""
    first = np.searchsorted(joins.pair, pair)
    last = len(joins.pair) - 1
    met = np.flatnonzero(joins.pair[np.minimum(first, last)] == pair) if last >= 0 else first[:0]
    shortest = np.full(len(met), np.inf)
    for turn in range(MEETINGS):
        node = np.minimum(first[met] + turn, last)
        route = np.abs(here[met] - joins.here_m[node]) + np.abs(there[met] - joins.there_m[node])
        same = joins.pair[node] == pair[met]
        shortest = np.where(same, np.minimum(shortest, route), shortest)
    return met, shortest


def _likeliest(cost: Floats, change: Floats) -> Ints:
    """Cheapest sequence of candidates (Viterbi); shape (n,): a column for each point."""
    total = cost.copy()
    # Called once a point: the bare reduction costs half of the array's method.
    cheapest = np.minimum.reduce
    for k, step in enumerate(change):
        total[k + 1] += cheapest(step + total[k], axis=1)
    best = np.empty(len(cost), dtype=np.int64)
    best[-1] = total[-1].argmin()
    for k in range(len(cost) - 1, 0, -1):
        best[k - 1] = (change[k - 1, best[k]] + total[k - 1]).argmin()
    return best
