"""What was underfoot, sample by sample, from the shape of the trace and from the map.

The runner's own word and the file's sub-sport are facts about whole sessions and go before both:
see `metatarsal_load.tables.surface`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from metatarsal_load.tables.osm.atlas import Atlas
from metatarsal_load.tables.osm.classes import MAP, UNKNOWN, surface_of_way
from metatarsal_load.tables.osm.match import NOWHERE, match
from metatarsal_load.tables.ovals import on_track
from metatarsal_load.tables.paths import HOLE_M, Path, even_path
from metatarsal_load.tables.samples import Motion
from metatarsal_load.tables.surface import SURFACE_COLUMNS, ground_column
from metatarsal_load.tables.windows import Floats

SHAPE = "shape"
KNOWN = (SHAPE, MAP)
TAGS = ("highway", "surface", "tracktype", "smoothness", "bridge")
Words = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Ground:
    """What lay under each sample; shape (n,) each.

    Attributes
    ----------
    metres : numpy.ndarray
        Distance covered in the span that ends at the sample [m].
    surface, source : numpy.ndarray of str
        A word of `metatarsal_load.schema.SURFACES`; ``shape``, ``map``, ``assumed`` (by the kind
        of way alone) or ``unknown``.
    way : numpy.ndarray of int
        Row of `ways`; -1 for none.
    off_m : numpy.ndarray
        Distance from that way [m]; NaN for none.
    ways : pandas.DataFrame
        Id and tags of the region's ways; empty without a map.
    """

    metres: Floats
    surface: Words
    source: Words
    way: npt.NDArray[np.int64]
    off_m: Floats
    ways: pd.DataFrame


def ground_under(found: Motion, atlas: Atlas | None) -> Ground:
    """Tell the ground of a recording on foot.

    Parameters
    ----------
    found : Motion
        The recording, from `metatarsal_load.tables.samples.motion`.
    atlas : Atlas or None
        The map, where there is one.

    Returns
    -------
    Ground
        Laps of a 400 m oval are ``track``, whatever the map says; the rest is that of the way
        that the path most likely followed. Samples farther than 50 m of the way from any position
        are unknown, and so is a step of more than 100 m.
    """
    positions = found.latitude_deg, found.longitude_deg
    path, place = even_path(*positions, found.clock_s, found.distance_m)
    way, off, ways = _followed(path, atlas)
    surface, source = _kinds(ways, way)
    laps = on_track(path)
    surface[laps], source[laps] = "track", SHAPE
    metres = np.nan_to_num(np.diff(found.distance_m, prepend=found.distance_m[:1]))
    # The last entry stands for samples without a path.
    surface, source = (np.append(words, UNKNOWN)[place] for words in (surface, source))
    # A step over a hole ends on known ground, but most of it does not lie there.
    over_hole = metres > 2 * HOLE_M
    surface[over_hole] = source[over_hole] = UNKNOWN
    return Ground(
        metres=metres,
        surface=surface,
        source=source,
        way=np.append(way, NOWHERE)[place],
        off_m=np.append(off, np.nan)[place],
        ways=ways,
    )


def ground_columns(ground: Ground, distance_km: float) -> dict[str, object]:
    """Sum a recording's ground up for its session row.

    Parameters
    ----------
    ground : Ground
        From `ground_under`.
    distance_km : float
        The session's distance [km], which is shared out.

    Returns
    -------
    dict
        `surface` (the commonest word of the kind of ground, hard or soft, that has at least half
        of the distance; ``mixed`` where neither has), `surface_source`, and the kilometres of
        `metatarsal_load.tables.surface.SURFACE_COLUMNS`. Assumed ground is unknown. Empty where
        nothing is known.
    """
    known = np.isin(ground.source, KNOWN)
    total = ground.metres.sum()
    if not (known & (ground.metres > 0)).any() or not distance_km > 0:
        return {}
    words = np.where(known, ground.surface, UNKNOWN)
    share = {word: ground.metres[words == word].sum() / total for word in np.unique(words)}
    columns = dict.fromkeys(SURFACE_COLUMNS, 0.0)
    for word, part in share.items():
        columns[ground_column(word)] += part * distance_km
    source = max(KNOWN, key=lambda name: ground.metres[ground.source == name].sum())
    return {"surface": _whole(share), "surface_source": source, **columns}


def _whole(share: dict[str, float]) -> str:
    """One word for a session, from the share of each surface."""
    kinds: dict[str, float] = {}
    for word, part in share.items():
        kinds[ground_column(word)] = kinds.get(ground_column(word), 0.0) + part
    most = max(kinds, key=lambda name: kinds[name])
    if kinds[most] < 0.5:
        return "mixed"
    return max((word for word in share if ground_column(word) == most), key=lambda w: share[w])


def _followed(
    path: Path, atlas: Atlas | None
) -> tuple[npt.NDArray[np.int64], Floats, pd.DataFrame]:
    """Match a path to the map: row of the way, distance from it, and the ways."""
    places = path.longitude_deg, path.latitude_deg
    streets = atlas.around(*places) if atlas is not None and path.distance_m.size else None
    if streets is None:
        none = np.full(path.distance_m.size, NOWHERE)
        return none, np.full(none.size, np.nan), pd.DataFrame()
    return *match(*streets.plane(*places), streets), streets.ways


def _kinds(ways: pd.DataFrame, way: npt.NDArray[np.int64]) -> tuple[Words, Words]:
    """Surface and source of the way at each point."""
    rows, place = np.unique(way, return_inverse=True)
    none = rows[0] == NOWHERE if rows.size else False
    tags = [ways[key].to_numpy(object)[rows[int(none) :]] for key in TAGS] if len(ways) else []
    kinds = [(UNKNOWN, UNKNOWN)] * int(none)
    kinds += [
        surface_of_way(**dict(zip(TAGS, row, strict=True))) for row in zip(*tags, strict=True)
    ]
    surface, source = (np.array([kind[k] for kind in kinds], dtype=object) for k in (0, 1))
    return surface[place], source[place]
