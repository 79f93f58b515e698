"""Ways in a file along a Z-curve, so that each group of rows covers a small box."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from metatarsal_load.tables.osm.walkable import BATCH, TAGS, Batch

BOX = ("min_lon", "min_lat", "max_lon", "max_lat")
# Ways in one group of rows. The unsorted parts have smaller groups, for each batch of the sorted
# file takes a little of every part.
GROUP = 8_192
PART_GROUP = 1_024
# One place in so many is remembered, to cut the curve into stretches of about a batch.
SAMPLED = 64


def write_sorted(batches: Iterable[Batch], folder: Path) -> Path:
    """Write batches one by one, then all of them along the Z-curve, a batch at a time.

    Parameters
    ----------
    batches : iterable of dict
        From `metatarsal_load.tables.osm.walkable.read_batches`.
    folder : Path
        Where to write.

    Returns
    -------
    Path
        A Parquet file: one row a way, `way`, `metatarsal_load.tables.osm.walkable.TAGS`,
        `geometry` (WKB), the sides of its box `BOX` [deg] and its place `z` on the curve.
    """
    import pyarrow.dataset
    import pyarrow.parquet as pq

    parts = folder / "parts"
    parts.mkdir()
    places = []
    for number, batch in enumerate(batches):
        table = _table(batch)
        places.append(table["z"].to_numpy()[::SAMPLED].copy())
        pq.write_table(table, parts / f"{number}.parquet", row_group_size=PART_GROUP)
    ordered = np.sort(np.concatenate(places))
    edges = np.unique(np.append(ordered[:: -(-BATCH // SAMPLED)], np.iinfo(np.int64).max))
    pieces = pyarrow.dataset.dataset(parts)
    z = pyarrow.dataset.field("z")
    whole = folder / "sorted"
    with pq.ParquetWriter(whole, table.schema, compression="zstd") as writer:
        for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            piece = pieces.to_table(filter=(z >= low) & (z < high))
            writer.write_table(piece.sort_by("z"), row_group_size=GROUP)
    return whole


def _table(batch: Batch) -> Any:
    """Make a table of a batch, along the Z-curve, with each way's box and place on it."""
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
    return pa.table(columns).take(np.argsort(code, kind="stable"))


def z_order(longitude_deg: np.ndarray, latitude_deg: np.ndarray) -> np.ndarray:
    """Place of points on a Z-curve of 2^20 cells a side; shape (n,), int64."""
    code = np.zeros(len(longitude_deg), dtype=np.int64)
    for shift, part in ((0, (longitude_deg + 180) / 360), (1, (latitude_deg + 90) / 180)):
        cell = np.clip(part * 2**20, 0, 2**20 - 1).astype(np.int64)
        for bit in range(20):
            code |= ((cell >> bit) & 1) << (2 * bit + shift)
    return code
