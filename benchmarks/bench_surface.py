"""The surface by the map: how often it is right, against the nearest way, and what it costs.

``python benchmarks/bench_surface.py EXTRACT [WEST SOUTH EAST NORTH]``

Runs are made at random along the ways of the extract that have a known surface, with 5 m of white
noise on both axes; the share of samples that get the surface of the way they were made on is told
beside that of the nearest way to each position.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "tables"))
import made_recordings
from made_walks import Walk, known_net, walk

from metatarsal_load.tables.ground import ground_under
from metatarsal_load.tables.osm.atlas import Atlas, ways_files
from metatarsal_load.tables.osm.classes import surface_of_way
from metatarsal_load.tables.osm.extract import ways_file
from metatarsal_load.tables.samples import motion

RUN = made_recordings.meta()
HEIDELBERG = (8.6, 49.36, 8.75, 49.45)
HOUR_M = 10_800.0


def milliseconds(call: Callable[[], object], rounds: int) -> float:
    """Median processor time of a call [ms]; the first one warms up."""
    call()
    took = []
    for _ in range(rounds):
        began = time.process_time()
        call()
        took.append(time.process_time() - began)
    return 1000 * statistics.median(took)


def right(run: Walk, atlas: Atlas) -> tuple[float, float]:
    """Share of samples with the right surface: ours, and the nearest way's."""
    ours = ground_under(motion(run.samples, RUN), atlas).surface
    longitude, latitude = (
        run.samples[name].to_numpy() for name in ("longitude_deg", "latitude_deg")
    )
    streets = atlas.around(longitude, latitude)
    assert streets is not None
    x, y = streets.plane(longitude, latitude)
    row = streets.way[streets.tree.nearest(shapely.points(x, y))]
    keys = ("highway", "surface", "tracktype", "smoothness", "bridge")
    tags = streets.ways.iloc[row][list(keys)].astype(str).to_dict("records")
    nearest = np.array([surface_of_way(**tag)[0] for tag in tags], dtype=object)
    return float((ours == run.surface).mean()), float((nearest == run.surface).mean())


def report(extract: Path, box: tuple[float, float, float, float]) -> None:
    """Print shares and times."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / extract.name
        copy.symlink_to(extract.resolve())
        began = time.perf_counter()
        ways_file(copy)
        print(f"{'reading the extract once':40s}{time.perf_counter() - began:9.2f} s")
        net, atlas = known_net(copy, box), Atlas(ways_files(copy))
        hour = motion(walk(net, 1, metres=HOUR_M).samples, RUN)
        began = time.perf_counter()
        ground_under(hour, atlas)
        print(f"{'opening a region, first run':40s}{time.perf_counter() - began:9.2f} s")
        took = milliseconds(lambda: ground_under(hour, atlas), 30)
        print(f"{'ground of a run of one hour':40s}{took:9.1f} ms")
        shares = np.array([right(walk(net, seed), atlas) for seed in range(20)])
    for name, column in zip(("matched", "nearest way"), shares.T, strict=True):
        print(
            f"{name + ', right surface: mean, lowest':40s}{column.mean():9.1%}{column.min():9.1%}"
        )


if __name__ == "__main__":
    places = tuple(map(float, sys.argv[2:6])) or HEIDELBERG
    report(Path(sys.argv[1]), places)  # type: ignore[arg-type]
