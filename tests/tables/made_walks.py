"""Runs made along the ways of a real extract, so that the way under every sample is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import made_recordings
import numpy as np
import pandas as pd

from metatarsal_load.tables.osm.atlas import ways_files
from metatarsal_load.tables.osm.classes import MAP, surface_of_way

METRES_PER_DEGREE = 111_195.0
SPEED_MPS = 3.0
Node = tuple[float, float]


@dataclass(frozen=True)
class Net:
    """Ways with a known surface: their ids, surfaces, nodes, and the ways at each node."""

    ids: np.ndarray
    surface: np.ndarray
    lines: list[list[Node]]
    ways_at: dict[Node, list[tuple[int, int]]]


@dataclass(frozen=True)
class Walk:
    """A run with noise: its samples, and the id and surface of the way under each."""

    samples: pd.DataFrame
    way: np.ndarray
    surface: np.ndarray


def known_net(extract: Path, box: tuple[float, float, float, float]) -> Net:
    """Read the ways inside a box (west, south, east, north) that have a known surface."""
    import pyarrow.parquet as pq
    import shapely

    table = pq.read_table(ways_files(extract)[0]).sort_by("way")
    west, south, east, north = (table[name].to_numpy() for name in (
        "min_lon", "min_lat", "max_lon", "max_lat"))  # fmt: skip
    inside = (west > box[0]) & (south > box[1]) & (east < box[2]) & (north < box[3])
    keys = ("highway", "surface", "tracktype", "smoothness", "bridge")
    tags = table.select(keys).to_pandas().astype(str).to_dict("records")
    kinds = [surface_of_way(**row) for row in tags]
    kept = np.flatnonzero(inside & np.array([source == MAP for _, source in kinds]))
    shapes = shapely.from_wkb(table["geometry"].to_numpy()[kept])
    lines = [
        [(round(x, 7), round(y, 7)) for x, y in shapely.get_coordinates(shape).tolist()]
        for shape in shapes
    ]
    at: dict[Node, list[tuple[int, int]]] = defaultdict(list)
    for way, line in enumerate(lines):
        for place, node in enumerate(line):
            at[node].append((way, place))
    surface = np.array([kinds[k][0] for k in kept], dtype=object)
    return Net(table["way"].to_numpy()[kept], surface, lines, at)


def walk(net: Net, seed: int, *, metres: float = 5000.0, noise_m: float = 5.0) -> Walk:
    """Run at random along connected ways, one sample a second, white noise on both axes."""
    rng = np.random.default_rng(seed)
    nodes, own = _wander(net, rng, metres)
    scale = METRES_PER_DEGREE * np.cos(np.radians(nodes[0, 1]))
    x = (nodes[:, 0] - nodes[0, 0]) * scale
    y = (nodes[:, 1] - nodes[0, 1]) * METRES_PER_DEGREE
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = np.arange(0, along[-1], SPEED_MPS)
    under = own[np.clip(np.searchsorted(along, at, side="right") - 1, 0, len(own) - 1)]
    east, north = rng.normal(0, noise_m, (2, at.size))
    samples = made_recordings.samples(
        np.arange(at.size),
        latitude_deg=nodes[0, 1] + (np.interp(at, along, y) + north) / METRES_PER_DEGREE,
        longitude_deg=nodes[0, 0] + (np.interp(at, along, x) + east) / scale,
    )
    return Walk(samples, net.ids[under], net.surface[under])


def _wander(net: Net, rng: np.random.Generator, metres: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes passed, and the way of each step; turns back at a dead end only."""
    while True:
        way = int(rng.integers(len(net.lines)))
        place, step, gone = 0, 1, 0.0
        nodes, own = [net.lines[way][0]], []
        while gone < metres:
            here = nodes[-1]
            there = net.lines[way][place + step]
            width = np.cos(np.radians(here[1]))
            gone += METRES_PER_DEGREE * float(
                np.hypot((there[0] - here[0]) * width, there[1] - here[1])
            )
            place += step
            nodes.append(there)
            own.append(way)
            ahead = [
                (other, at, turn)
                for other, at in net.ways_at[there]
                for turn in (-1, 1)
                if 0 <= at + turn < len(net.lines[other]) and net.lines[other][at + turn] != here
            ]
            if ahead:
                way, place, step = ahead[int(rng.integers(len(ahead)))]
            else:
                step = -step
        if len(set(own)) > 5:
            return np.array(nodes), np.array(own)
