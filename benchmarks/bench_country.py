"""A country's extract: what reading it once costs, and opening a town of it afterwards.

``python benchmarks/bench_country.py [WAYS]``

The extract is made: WAYS streets (a million) of 8 nodes on a grid, of which each meets the next.
Peak memory is told with the pages of the file that holds the places of the nodes meanwhile; the
system takes those back when it needs them.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import osmium

from metatarsal_load.tables.osm import walkable
from metatarsal_load.tables.osm.atlas import Atlas, ways_files

OWN_NODES = 7
WEST, SOUTH, EAST, NORTH = 6.0, 47.3, 15.0, 54.8
TAGS = (
    {"highway": "residential", "surface": "asphalt"},
    {"highway": "track", "surface": "gravel"},
    {"highway": "footway"},
    {"highway": "path", "surface": "ground"},
)
TOWNS = ((10.0, 50.0), (12.3, 52.1), (7.5, 48.2))


def make_country(extract: Path, ways: int) -> None:
    """Write an extract of streets that run east on a grid."""
    side = int(np.ceil(np.sqrt(ways)))
    writer = osmium.SimpleWriter(str(extract))
    make = osmium.osm.mutable
    for number in range(ways):
        row, column = divmod(number, side)
        latitude = SOUTH + row * (NORTH - SOUTH) / side
        for step in range(OWN_NODES):
            longitude = WEST + (column + step / OWN_NODES) * (EAST - WEST) / side
            node = make.Node(id=number * OWN_NODES + step + 1, location=(longitude, latitude))
            writer.add_node(node)
    for number in range(ways):
        last = OWN_NODES + ((number + 1) % side > 0 and number + 1 < ways)
        refs = [number * OWN_NODES + step + 1 for step in range(last)]
        name = {"name": f"Street {number % 5000}"}
        writer.add_way(make.Way(id=number + 1, nodes=refs, tags=TAGS[number % 4] | name))
    writer.close()


def peak_mb() -> float:
    """Most memory this process has held, mapped files included [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(ways: int) -> None:
    """Print times and memory."""
    # The made file is small for its nodes; a real country is beyond the limit.
    walkable.BIG_BYTES = 0
    with tempfile.TemporaryDirectory() as folder:
        extract = Path(folder) / "country.osm.pbf"
        make_country(extract, ways)
        print(f"{'made, ways':40s}{ways:12,d}{extract.stat().st_size / 1e6:9.0f} MB")
        wall, processor = time.perf_counter(), time.process_time()
        files = ways_files(extract)
        took = time.perf_counter() - wall, time.process_time() - processor
        print(f"{'reading it once, wall and processor':40s}{took[0]:9.0f} s{took[1]:9.0f} s")
        print(f"{'peak memory':40s}{peak_mb():9.0f} MB")
        print(f"{'file of ways':40s}{Path(files[0]).stat().st_size / 1e6:9.0f} MB")
        atlas = Atlas(files)
        for longitude, latitude in TOWNS:
            processor = time.process_time()
            place = np.linspace(0, 0.05, 50)
            streets = atlas.around(longitude + place, latitude + 0 * place)
            took_ms = 1000 * (time.process_time() - processor)
            found = 0 if streets is None else len(streets.ways)
            print(f"{'opening a town, processor':40s}{took_ms:9.0f} ms{found:9,d} ways")


if __name__ == "__main__":
    report(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
