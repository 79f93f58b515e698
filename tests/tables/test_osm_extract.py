"""Extracts of OpenStreetMap, read once."""

from __future__ import annotations

import sys
from pathlib import Path

import made_maps
import numpy as np
import pytest

from metatarsal_load.errors import TableError
from metatarsal_load.tables.osm import extract, walkable, zfile
from metatarsal_load.tables.osm.atlas import Atlas, ways_files
from metatarsal_load.tables.osm.extract import ways_file
from metatarsal_load.tables.osm.zfile import z_order

pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("osmium")

WAYS = [
    ({"highway": "residential", "surface": "asphalt", "name": "High Street"}, [(0, 0), (100, 0)]),
    ({"highway": "path", "footway:surface": "gravel"}, [(100, 0), (100, 80)]),
    ({"leisure": "track", "sport": "athletics", "surface": "tartan"}, [(0, 50), (50, 50), (0, 50)]),
    ({"leisure": "track", "sport": "cycling"}, [(0, 90), (50, 90)]),
    ({"leisure": "park"}, [(0, 70), (50, 70)]),
    ({"highway": "motorway"}, [(0, 500), (900, 500)]),
    ({"building": "yes"}, [(5, 5), (9, 9), (5, 5)]),
]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return made_maps.write_map(tmp_path / "town.osm", WAYS)


def test_only_ways_for_feet_are_kept(small: Path) -> None:
    table = pq.read_table(ways_file(small)).sort_by("way").to_pandas()
    assert table["way"].tolist() == [1, 2, 3]
    assert table["highway"].tolist() == ["residential", "path", "running_track"]
    assert table["surface"].tolist() == ["asphalt", "gravel", "tartan"]
    assert table["name"].tolist() == ["High Street", "", ""]
    east, north = made_maps.degrees(np.array(100.0), np.array(80.0))
    assert table.loc[1, "max_lon"] == pytest.approx(float(east), abs=1e-7)
    assert table.loc[1, "max_lat"] == pytest.approx(float(north), abs=1e-7)


def test_it_is_read_once_and_again_when_its_content_changes(small: Path) -> None:
    first = ways_file(small)
    stamp = first.stat().st_mtime_ns
    assert ways_file(small) == first
    assert first.stat().st_mtime_ns == stamp
    made_maps.write_map(small, WAYS[:2])
    second = ways_file(small)
    assert second != first
    assert pq.read_table(second).num_rows == 2


def test_batches_and_a_store_on_disk_change_nothing(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pq.read_table(ways_file(small))
    ways_file(small).unlink()
    for module, name in (
        (walkable, "BATCH"), (zfile, "BATCH"), (zfile, "GROUP"), (walkable, "BIG_BYTES"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, 1)
    parts = pq.ParquetFile(ways_file(small))
    assert parts.num_row_groups == 3
    assert parts.read().to_pylist() == whole.to_pylist()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "town.osm", ways_file(small).name,
    ]  # fmt: skip


def test_a_file_of_ways_that_was_cut_short_is_made_again(small: Path) -> None:
    whole = pq.read_table(ways_file(small)).to_pylist()
    made = ways_file(small)
    made.write_bytes(made.read_bytes()[:-20])
    assert pq.read_table(ways_file(small)).to_pylist() == whole


def test_ways_may_stand_before_their_nodes(small: Path, tmp_path: Path) -> None:
    """As in what Overpass gives for ``out body; >; out skel;``."""
    text = small.read_text(encoding="utf-8")
    head, first_way, end = text.index("<node"), text.index("<way"), text.index("</osm>")
    turned = text[:head] + text[first_way:end] + text[head:first_way] + text[end:]
    (tmp_path / "turned.osm").write_text(turned, encoding="utf-8")
    found = pq.read_table(ways_file(tmp_path / "turned.osm")).to_pylist()
    assert found == pq.read_table(ways_file(small)).to_pylist()


def test_a_way_that_the_border_cuts_keeps_its_longest_part(tmp_path: Path) -> None:
    line = [(0, 0), (100, 0), (200, 0), (300, 0), (400, 0), (500, 0)]
    whole = made_maps.write_map(tmp_path / "whole.osm", [({"highway": "path"}, line)])
    # Without its second node: of the first one no line is left, of the others there is.
    cut = tmp_path / "cut.osm"
    text = whole.read_text(encoding="utf-8")
    start = text.index('<node id="2"')
    cut.write_text(text[:start] + text[text.index("<node", start + 1) :], encoding="utf-8")
    wests = [pq.read_table(ways_file(path))["min_lon"][0].as_py() for path in (whole, cut)]
    expected = made_maps.degrees(np.array([0.0, 200.0]), np.zeros(2))[0]
    assert wests == pytest.approx(expected.tolist(), abs=1e-7)
    # Given both, the way is that of the extract that holds more of it, in any order.
    for both in ([whole, cut], [cut, whole]):
        east, north = made_maps.degrees(np.array([0.0]), np.array([0.0]))
        streets = Atlas(ways_files(both)).around(east, north)
        assert streets is not None
        assert streets.length_m.sum() == pytest.approx(500, abs=0.1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.osm", b'<!DOCTYPE osm [<!ENTITY a "aaaa">]><osm version="0.6">&a;</osm>'),
        ("cut.osm", b'<?xml version="1.0"?><osm version="0.6"><node id="1" lat="49"'),
        ("page.osm.pbf", b"<html>not found</html>"),
        ("empty.osm.pbf", b""),
        ("notes.txt", b"hello"),
    ],
)
def test_a_broken_extract_is_one_clear_line(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError, match="not a whole OpenStreetMap extract") as caught:
        ways_file(tmp_path / name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_missing_extract_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"none\.osm\.pbf: No such file.* expected"):
        ways_file(tmp_path / "none.osm.pbf")


def test_a_missing_library_says_how_to_install_it(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(TableError, match=r"osmium.*pip install 'metatarsal-load\[surface\]'"):
        ways_file(small)


def test_a_map_without_ways_opens_to_nothing(tmp_path: Path) -> None:
    extract_of_sea = made_maps.write_map(tmp_path / "sea.osm", WAYS[4:5])
    east, north = made_maps.degrees(np.array([0.0]), np.array([0.0]))
    assert Atlas(ways_files(extract_of_sea)).around(east, north) is None


def test_only_the_region_asked_for_is_opened(tmp_path: Path) -> None:
    near = made_maps.write_map(tmp_path / "near.osm", WAYS[:2])
    far = [({"highway": "path"}, [(50_000, 0), (50_100, 0)])]
    other = made_maps.write_map(tmp_path / "far.osm", [*WAYS[:1], *far])
    east, north = made_maps.degrees(np.array([0.0]), np.array([0.0]))
    streets = Atlas(ways_files([near, other])).around(east, north)
    assert streets is not None
    # Way 1 is in both extracts and taken once; way 2 of the other extract is 50 km away.
    assert streets.ways["way"].tolist() == [1, 2]


def test_the_z_curve_keeps_neighbours_together() -> None:
    # South-west, south-east, north-west, north-east quarter of the world.
    east, north = np.array([-90.0, 90.0, -90.0, 90.0]), np.array([-45.0, -45.0, 45.0, 45.0])
    assert (z_order(east, north) >> 38).tolist() == [0, 1, 2, 3]


def test_beside_an_extract_nobody_may_write_beside_the_cache_is_used(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(extract.os, "access", lambda *_: False)
    made = ways_file(small)
    assert made.parent == tmp_path / "cache" / "metatarsal-load"
    assert ways_file(small) == made
