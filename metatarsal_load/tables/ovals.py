"""Laps of a 400 m track, told from the trace alone."""

from __future__ import annotations

import numpy as np

from metatarsal_load.tables.paths import Path
from metatarsal_load.tables.tracks import METRES_PER_DEGREE
from metatarsal_load.tables.windows import Flags, Floats

# World Athletics Track Facilities Manual 2019, 2.2: straights of 80-98.5 m joined by two equal
# bends. The running line of lane 1 is 400 m long, that of lane 8 453 m; devices add a little.
HALF_STRAIGHTS_M = (40.0, 42.2, 45.0, 49.2)
BEND_RADIUS_M = (32.0, 48.0)
LAP_M = (380.0, 470.0)
# A lap passes the same place again within this, at points 20 m apart.
RETURN_M = 20.0
# A place 400 m on is never farther than this from here, on any lap of these lengths.
CLOSE_M = 90.0
SHORTEST_M = 1000.0
# Seen in so many directions from its middle, the line lies this near an oval (root mean square).
# A block of houses of 135 m by 72 m leaves 3.5 m.
DIRECTIONS = 24
OFF_OVAL_M = 3.0


def on_track(path: Path) -> Flags:
    """Which points of a path lie on laps of a 400 m oval.

    Parameters
    ----------
    path : Path
        Evenly spaced points, 7 to 25 m apart.

    Returns
    -------
    ndarray of bool
        Shape (n,): stretches of at least 1000 m that come back to the same place every 380 to
        470 m and follow two straights joined by half circles of 32 to 48 m radius. Rounds of
        another shape or length are not claimed.
    """
    found = np.zeros(path.distance_m.size, dtype=bool)
    if found.size < 3 or path.distance_m[-1] - path.distance_m[0] < SHORTEST_M:
        return found
    north = (path.latitude_deg - path.latitude_deg[0]) * METRES_PER_DEGREE
    scale = METRES_PER_DEGREE * np.cos(np.radians(path.latitude_deg[0]))
    east = (path.longitude_deg - path.longitude_deg[0]) * scale
    spacing = path.distance_m[1] - path.distance_m[0]
    lap = round(sum(LAP_M) / 2 / spacing)
    onward = (east[lap::3] - east[:-lap:3]) ** 2 + (north[lap::3] - north[:-lap:3]) ** 2
    if onward.min() > CLOSE_M**2:
        return found
    round_and_round = _repeated(east, north, spacing)
    if not round_and_round.any():
        return found
    edges = np.flatnonzero(np.diff(round_and_round.astype(int), prepend=0, append=0))
    for first, past in edges.reshape(-1, 2).tolist():
        long_enough = (past - first) * spacing >= SHORTEST_M
        found[first:past] = long_enough and _is_oval(east[first:past], north[first:past])
    return found


def _repeated(east: Floats, north: Floats, spacing: float) -> Flags:
    """Which points lie on a lap that ends where it began."""
    points = east.size
    laps = range(int(LAP_M[0] / spacing), int(LAP_M[1] / spacing) + 1)
    back = np.zeros(points, dtype=bool)
    longest = laps[-1]
    for lap in laps:
        away_east, away_north = east[lap:] - east[:-lap], north[lap:] - north[:-lap]
        back[: points - lap] |= away_east**2 + away_north**2 < RETURN_M**2
    starts = np.flatnonzero(back)
    covered = np.zeros(points + 1, dtype=np.int64)
    np.add.at(covered, starts, 1)
    np.add.at(covered, np.minimum(starts + longest, points), -1)
    return np.cumsum(covered[:-1]) > 0


def _is_oval(east: Floats, north: Floats) -> bool:
    """Whether points lie around a middle line at one distance, as on a track."""
    x, y = east - east.mean(), north - north.mean()
    turn = np.arctan2(2 * (x * y).mean(), (x**2).mean() - (y**2).mean()) / 2
    length, width = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    sector = ((np.arctan2(width, length) / np.pi + 1) * DIRECTIONS / 2).astype(int) % DIRECTIONS
    count = np.maximum(np.bincount(sector, minlength=DIRECTIONS), 1)
    for half in HALF_STRAIGHTS_M:
        off = np.hypot(np.maximum(np.abs(length) - half, 0.0), width)
        radius = float(np.median(off))
        # Noise averages out over the laps; the shape does not.
        mean = np.bincount(sector, weights=off - radius, minlength=DIRECTIONS) / count
        fits = np.sqrt((count * mean**2).sum() / count.sum()) <= OFF_OVAL_M
        if fits and BEND_RADIUS_M[0] <= radius <= BEND_RADIUS_M[1]:
            return True
    return False
