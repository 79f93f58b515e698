"""An OpenStreetMap extract, read once into a compact file of ways beside it.

The file is Parquet: one row a way, ordered along a Z-curve, so that each group of rows covers a
small box and a map of a country can be opened at one place. It is named after the content of the
extract; a new extract under the old name is read again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from metatarsal_load.errors import TableError
from metatarsal_load.tables.osm.classes import NOT_FOR_FEET, RUNNING_TRACK

LAYOUT = 1
TAGS = ("highway", "surface", "tracktype", "smoothness", "footway", "bridge", "name")
BOX = ("min_lon", "min_lat", "max_lon", "max_lat")
# Ways held in memory at a time (about 250 MB), and in one group of rows. The unsorted parts have
# smaller groups, for each batch of the sorted file takes a little of every part.
BATCH = 100_000
GROUP = 8_192
PART_GROUP = 1_024
# From this size on, the places of nodes are kept in a file instead of in memory.
BIG_BYTES = 300_000_000
BLOCK = 65_536
BLOCKS = 64
INSTALL = "pip install 'metatarsal-load[surface]'"


def ways_file(extract: str | PathLike[str]) -> Path:
    """Name the file of ways of an extract; make it where it is not there yet.

    Parameters
    ----------
    extract : path
        ``.osm.pbf``, ``.osm``, or ``.osm`` compressed by gzip or bzip2.

    Returns
    -------
    Path
        Beside the extract, or in the user's cache folder where that cannot be written to.

    Raises
    ------
    TableError
        The extract is missing or damaged, or osmium, shapely or pyarrow are not installed.
    """
    source = Path(extract)
    check_libraries()
    name = f"{source.name}.{_content(source)}.ways.parquet"
    places = (source.parent, _cache_folder())
    for place in places:
        if (place / name).is_file():
            return place / name
    place = source.parent if os.access(source.parent, os.W_OK) else _cache_folder()
    with tempfile.TemporaryDirectory(dir=place, prefix=".ways") as folder:
        _write_sorted(_read_batches(source, Path(folder)), Path(folder))
        (Path(folder) / "sorted").replace(place / name)
    return place / name


def check_libraries() -> None:
    """Say how to install what reading a map needs, where it is missing.

    Raises
    ------
    TableError
        osmium, shapely or pyarrow are not installed.
    """
    try:
        import osmium  # noqa: F401
        import pyarrow as pa  # noqa: F401
        import shapely  # noqa: F401
    except ImportError as error:
        raise TableError(
            f"osm: found no library {error.name}, which reads maps; expected it from: {INSTALL}"
        ) from error


def _content(source: Path) -> str:
    """Name an extract's content by its size and evenly spread blocks of its bytes."""
    try:
        size = source.stat().st_size
        digest = hashlib.sha256(f"{LAYOUT} {size}".encode())
        with source.open("rb") as stream:
            for start in np.linspace(0, max(size - BLOCK, 0), BLOCKS).astype(int).tolist():
                stream.seek(start)
                digest.update(stream.read(BLOCK))
    except OSError as error:
        why = error.strerror or error
        raise TableError(
            f"osm: {source}: {why}; expected an extract such as city.osm.pbf"
        ) from error
    return digest.hexdigest()[:12]


def _cache_folder() -> Path:
    """Folder for what belongs beside an extract that nobody may write beside."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(home) / "metatarsal-load"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _read_batches(source: Path, folder: Path) -> Iterator[dict[str, list[Any]]]:
    """Read the ways on which feet go, a batch at a time."""
    import osmium

    big = source.stat().st_size > BIG_BYTES
    store = f"sparse_file_array,{folder / 'nodes'}" if big else "flex_mem"
    batch = _empty_batch()
    lines = osmium.geom.WKBFactory()
    try:
        ways = (
            osmium.FileProcessor(source, osmium.osm.NODE | osmium.osm.WAY)
            .with_locations(store)
            .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
            .with_filter(osmium.filter.KeyFilter("highway", "leisure"))
        )
        for way in ways:
            tags = way.tags
            highway = _kind(tags)
            line = _line(lines, way) if highway else ""
            if not line:
                continue
            batch["way"].append(way.id)
            batch["geometry"].append(bytes.fromhex(line))
            batch["highway"].append(highway)
            batch["surface"].append(tags.get("surface") or tags.get("footway:surface", ""))
            for key in TAGS[2:]:
                batch[key].append(tags.get(key, ""))
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


def _empty_batch() -> dict[str, list[Any]]:
    """Make a batch of no ways."""
    return {name: [] for name in ("way", "geometry", *TAGS)}


def _kind(tags: Any) -> str:
    """Kind of way: its highway tag, or that of a running track; "" for no way for feet."""
    highway = tags.get("highway", "")
    if highway:
        return "" if highway in NOT_FOR_FEET else str(highway)
    if tags.get("leisure") != "track":
        return ""
    sports = tags.get("sport", "running")
    return RUNNING_TRACK if "running" in sports or "athletics" in sports else ""


def _line(lines: Any, way: Any) -> str:
    """Geometry as hexadecimal WKB; "" for a way that lies outside the extract but for a point."""
    import osmium

    try:
        return str(lines.create_linestring(way))
    except (RuntimeError, osmium.InvalidLocationError):
        return ""


def _write_sorted(batches: Iterator[dict[str, list[Any]]], folder: Path) -> None:
    """Write batches one by one, then all of them along the Z-curve, a batch at a time."""
    import pyarrow.dataset
    import pyarrow.parquet as pq

    parts = folder / "parts"
    parts.mkdir()
    codes = []
    for number, batch in enumerate(batches):
        table, code = _table(batch)
        codes.append(code)
        pq.write_table(table, parts / f"{number}.parquet", row_group_size=PART_GROUP)
    ordered = np.sort(np.concatenate(codes))
    edges = np.unique(np.append(ordered[::BATCH], np.iinfo(np.int64).max))
    pieces = pyarrow.dataset.dataset(parts)
    z = pyarrow.dataset.field("z")
    with pq.ParquetWriter(folder / "sorted", table.schema, compression="zstd") as writer:
        for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            piece = pieces.to_table(filter=(z >= low) & (z < high))
            writer.write_table(piece.sort_by("z"), row_group_size=GROUP)


def _table(batch: dict[str, list[Any]]) -> tuple[Any, np.ndarray]:
    """Make a table of a batch, along the Z-curve, with each way's box; and its places on it."""
    import pyarrow as pa
    import shapely

    columns = {"way": pa.array(batch["way"], pa.int64())}
    columns |= {key: pa.array(batch[key], pa.string()).dictionary_encode() for key in TAGS}
    columns["geometry"] = pa.array(batch["geometry"], pa.binary())
    boxes = shapely.bounds(shapely.from_wkb(np.array(batch["geometry"], dtype=object)))
    boxes = boxes.reshape(-1, 4)
    columns |= {name: pa.array(boxes[:, k]) for k, name in enumerate(BOX)}
    code = z_order(boxes[:, [0, 2]].mean(axis=1), boxes[:, [1, 3]].mean(axis=1))
    columns["z"] = pa.array(code)
    return pa.table(columns).take(np.argsort(code, kind="stable")), code


def z_order(longitude_deg: np.ndarray, latitude_deg: np.ndarray) -> np.ndarray:
    """Place of points on a Z-curve of 2^20 cells a side; shape (n,), int64."""
    code = np.zeros(len(longitude_deg), dtype=np.int64)
    for shift, part in ((0, (longitude_deg + 180) / 360), (1, (latitude_deg + 90) / 180)):
        cell = np.clip(part * 2**20, 0, 2**20 - 1).astype(np.int64)
        for bit in range(20):
            code |= ((cell >> bit) & 1) << (2 * bit + shift)
    return code
