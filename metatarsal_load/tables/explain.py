"""Every sample's way: why a run's surface is what the sessions table says."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from metatarsal_load.readers.exports.words import tagged_surface
from metatarsal_load.readers.recording import Meta
from metatarsal_load.tables.columns import TEXT
from metatarsal_load.tables.ground import Ground, ground_under
from metatarsal_load.tables.osm.atlas import Extracts, opened, ways_files
from metatarsal_load.tables.osm.match import NOWHERE
from metatarsal_load.tables.osm.walkable import TAGS
from metatarsal_load.tables.samples import motion
from metatarsal_load.tables.surface import surface_of

NUMBERS = ("distance_m", "metres", "steps", "way", "off_m")
RENAMED = MappingProxyType({"surface": "way_surface", "name": "way_name"})
ON_FOOT = Meta(file="samples", format="samples", sport="running")


def explain_surface(
    samples: pd.DataFrame, osm: Extracts | None = None, *, meta: Meta | None = None
) -> pd.DataFrame:
    """Tell the way and the surface under every sample of a run.

    Parameters
    ----------
    samples : DataFrame
        Shape (n, columns): samples of one activity, from `read_recording`.
    osm : path or iterable of paths, optional
        OpenStreetMap extracts; without one only the trace's shape tells.
    meta : Meta, optional
        What the file says of it: a tag in its name (``#grass``), else a sub-sport that names a
        surface (treadmill, track, trail, street), stands for all samples; pauses are no distance.

    Returns
    -------
    DataFrame
        Shape (n, 14), index `time`: `distance_m` (cumulative) [m], `metres` and `steps` of the
        span that ends at the sample (steps NaN without a cadence); `surface`, a word of
        `schema.SURFACES`; `surface_source`: ``typed``, ``file``, ``shape`` (laps of a 400 m oval),
        ``map``, ``assumed`` (the kind of way only: no known surface) or ``unknown``; `way` (id in
        OpenStreetMap, 0 for none), `off_m` (distance from it [m]), and its tags `highway`,
        `way_surface`, `tracktype`, `smoothness`, `footway`, `bridge`, `way_name`.

    Raises
    ------
    TableError
        An extract is missing or damaged, or the libraries that read it are not installed.
    """
    meta = ON_FOOT if meta is None else meta
    found = motion(samples, meta)
    ground = ground_under(found, None if osm is None else opened(ways_files(osm)))
    said, by_whom = _said(meta)
    columns = {
        "distance_m": found.distance_m,
        "metres": ground.metres,
        "steps": found.cadence_spm * found.span_s / 60,
        "surface": np.full(len(samples), said, object) if by_whom else ground.surface,
        "surface_source": np.full(len(samples), by_whom, object) if by_whom else ground.source,
        "way": _of_way(ground, "way", 0).astype(np.int64),
        "off_m": ground.off_m,
    }
    columns |= {RENAMED.get(tag, tag): _of_way(ground, tag, np.nan) for tag in TAGS}
    words = {name: TEXT for name in columns if name not in NUMBERS}
    return pd.DataFrame(columns, index=samples.index).astype(words)


def _said(meta: Meta) -> tuple[str, str]:
    """Surface of the whole run in its owner's or its device's words, and whose; "" for none."""
    if tagged := tagged_surface(meta.name or ""):
        return tagged, "typed"
    named = surface_of(meta.sub_sport)
    return named, "" if named == "unknown" else "file"


def _of_way(ground: Ground, column: str, none: object) -> np.ndarray:
    """Look a column of the ways up for every sample; an absent tag is missing."""
    if not len(ground.ways):
        return np.full(ground.way.size, none, dtype=object)
    values: np.ndarray = ground.ways[column].to_numpy(object)[ground.way]
    values[(ground.way == NOWHERE) | (values == "")] = none
    return values


def surface_shares(explained: pd.DataFrame) -> pd.DataFrame:
    """Add up a run's surfaces by distance and by steps.

    Parameters
    ----------
    explained : DataFrame
        From `explain_surface`.

    Returns
    -------
    DataFrame
        One row for each `surface` and `surface_source`, the longest first: `distance_km` [km],
        `distance_share`, `steps` and `steps_share` (NaN where no sample has a cadence).

    Raises
    ------
    KeyError
        Not a table of `explain_surface`.
    """
    keys = ["surface", "surface_source"]
    sums = explained.groupby(keys)[["metres", "steps"]].sum(min_count=1).reset_index()
    table = pd.DataFrame(
        {
            **{key: sums[key] for key in keys},
            "distance_km": sums["metres"] / 1000,
            "distance_share": sums["metres"] / sums["metres"].sum(),
            "steps": sums["steps"],
            "steps_share": sums["steps"] / sums["steps"].sum(min_count=1),
        }
    )
    return table.sort_values("distance_km", ascending=False, ignore_index=True)
