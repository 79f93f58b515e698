"""The ways on which feet go, out of the bytes of an OpenStreetMap extract."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from metatarsal_load.errors import TableError
from metatarsal_load.tables.osm.classes import NOT_FOR_FEET, RUNNING_TRACK

Batch: TypeAlias = dict[str, list[Any]]
TAGS = ("highway", "surface", "tracktype", "smoothness", "footway", "bridge", "name")
# Ways held in memory at a time, about 250 MB.
BATCH = 100_000
# From this size on, the places of nodes are kept in a file instead of in memory.
BIG_BYTES = 100_000_000


def read_batches(source: Path, folder: Path) -> Iterator[Batch]:
    """Read the walkable ways of an extract, a batch at a time.

    Parameters
    ----------
    source : Path
        The extract.
    folder : Path
        Where the places of the nodes of a large extract may be kept meanwhile.

    Yields
    ------
    dict of str to list
        `way` (its id), `geometry` (WKB, longitude and latitude [deg]) and `TAGS`; the last one may
        hold no ways.

    Raises
    ------
    TableError
        The extract is damaged.
    """
    import osmium

    batch = _empty_batch()
    lines = osmium.geom.WKBFactory()
    try:
        for way in _ways(source, folder):
            _add(batch, way, lines)
            if len(batch["way"]) >= BATCH:
                yield batch
                batch = _empty_batch()
    except (RuntimeError, ValueError, OSError) as error:
        why = " ".join(str(error).split())
        raise TableError(
            f"osm: {source}: not a whole OpenStreetMap extract ({why}); expected .osm.pbf or .osm, "
            "download it again"
        ) from error
    yield batch


def _empty_batch() -> Batch:
    """Make a batch of no ways."""
    return {name: [] for name in ("way", "geometry", *TAGS)}


def _ways(source: Path, folder: Path) -> Iterator[Any]:
    """Read all nodes, then the ways with their places: some extracts hold the ways first."""
    import osmium

    big = source.stat().st_size > BIG_BYTES
    store = f"sparse_file_array,{folder / 'nodes'}" if big else "flex_mem"
    places = osmium.NodeLocationsForWays(osmium.index.create_map(store))
    places.ignore_errors()
    with osmium.io.Reader(source, osmium.osm.NODE) as nodes:
        osmium.apply(nodes, places)
    keys = osmium.filter.KeyFilter("highway", "leisure")
    with osmium.io.Reader(source, osmium.osm.WAY) as ways:
        yield from osmium.OsmFileIterator(ways, places, keys)


def _add(batch: Batch, way: Any, lines: Any) -> None:
    """Add a way to a batch, if feet go there and its place is known."""
    tags = way.tags
    highway = _kind(tags)
    line = _line(lines, way) if highway else b""
    if not line:
        return
    batch["way"].append(way.id)
    batch["geometry"].append(line)
    batch["highway"].append(highway)
    batch["surface"].append(tags.get("surface") or tags.get("footway:surface", ""))
    for key in TAGS[2:]:
        batch[key].append(tags.get(key, ""))


def _kind(tags: Any) -> str:
    """Kind of way: its highway tag, or that of a running track; "" for no way for feet."""
    highway = tags.get("highway", "")
    if highway:
        return "" if highway in NOT_FOR_FEET else str(highway)
    if tags.get("leisure") != "track":
        return ""
    sports = tags.get("sport", "running")
    return RUNNING_TRACK if "running" in sports or "athletics" in sports else ""


def _line(lines: Any, way: Any) -> bytes:
    """Geometry as WKB; b"" for a way of which the extract knows less than two places in a row."""
    import osmium

    try:
        return bytes.fromhex(lines.create_linestring(way))
    except osmium.InvalidLocationError:
        return _known_part(way)
    except RuntimeError:
        return b""


def _known_part(way: Any) -> bytes:
    """Longest part between the nodes that an extract's border cut off, as WKB; b"" for none."""
    import shapely

    stretches = groupby(way.nodes, key=lambda node: node.location.valid())
    parts = [[(node.lon, node.lat) for node in nodes] for known, nodes in stretches if known]
    longest = max(parts, key=len, default=[])
    return bytes(shapely.to_wkb(shapely.LineString(longest))) if len(longest) > 1 else b""
