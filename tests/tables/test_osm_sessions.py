"""The surface of sessions: the runner's word, the file's, the trace's shape, the map's."""

from __future__ import annotations

import shutil
from pathlib import Path

import made_maps
import made_recordings
import made_walks
import numpy as np
import pandas as pd
import pytest
from test_ovals import oval

import metatarsal_load as ml
from metatarsal_load.schema import SURFACES
from metatarsal_load.tables.duplicates import merge_duplicates
from metatarsal_load.tables.explain import explain_surface
from metatarsal_load.tables.ground import ground_under
from metatarsal_load.tables.history import read_sessions
from metatarsal_load.tables.osm.atlas import Atlas, ways_files
from metatarsal_load.tables.samples import motion

shapely = pytest.importorskip("shapely")
pytest.importorskip("osmium")
pytest.importorskip("pyarrow")

STREET = [(0.0, 0.0), (2200.0, 0.0)]
FOREST = [(2200.0, 0.0), (2200.0, 1500.0)]
LANE = [(2200.0, 1500.0), (2200.0, 2000.0)]
WAYS = [
    ({"highway": "residential", "surface": "asphalt"}, STREET),
    ({"highway": "track", "tracktype": "grade3"}, FOREST),
    ({"highway": "path"}, LANE),
]
RUN = [*STREET, *FOREST[1:], *LANE[1:]]
COLUMNS = ["paved_km", "soft_km", "treadmill_km", "unknown_surface_km"]


def write_gpx(path: Path, line: object, *, day: int = 1, name: str = "") -> Path:
    """Write a run along a line, one point a second."""
    samples = made_maps.run_along(line)  # type: ignore[arg-type]
    start = np.datetime64(f"2024-05-{day:02d}T06:00:00")
    points = "".join(
        f'<trkpt lat="{lat:.7f}" lon="{lon:.7f}"><time>{start + k}Z</time></trkpt>'
        for k, (lat, lon) in enumerate(
            zip(samples["latitude_deg"], samples["longitude_deg"], strict=True)
        )
    )
    path.write_text(
        '<?xml version="1.0"?><gpx version="1.1" creator="test" '
        'xmlns="http://www.topografix.com/GPX/1/1"><trk>'
        f"<name>{name}</name><type>running</type><trkseg>{points}</trkseg></trk></gpx>",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def heidelberg(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real extract, where its file of ways may be written beside it."""
    osm = tmp_path_factory.mktemp("map") / "heidelberg.osm.pbf"
    shutil.copyfile(corpus / "osm" / "heidelberg.osm.pbf", osm)
    return osm


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return made_maps.write_map(tmp_path / "town.osm", WAYS)


def test_kilometres_by_the_map(tmp_path: Path, town: Path) -> None:
    """2.2 km of asphalt, 1.5 km of graded track, 0.5 km of a path nobody described."""
    run = write_gpx(tmp_path / "run.gpx", RUN)
    row = read_sessions(run, osm=town)[0].iloc[0]
    assert row[COLUMNS].tolist() == pytest.approx([2.2, 1.5, 0.0, 0.5], abs=0.03)
    assert row[COLUMNS].sum() == pytest.approx(row["distance_km"])
    assert (row["surface"], row["surface_source"]) == ("asphalt", "map")
    week = ml.weekly(read_sessions(run, osm=town)[0]).iloc[0]
    shares = week[["paved_share", "soft_share", "unknown_surface_share"]].tolist()
    assert shares == pytest.approx([0.524, 0.357, 0.119], abs=0.01)


def test_without_a_map_nothing_is_known(tmp_path: Path) -> None:
    row = read_sessions(write_gpx(tmp_path / "run.gpx", RUN))[0].iloc[0]
    assert row["surface"] == "unknown"
    assert row["unknown_surface_km"] == row["distance_km"]


def test_outside_the_extract_it_is_unknown_and_no_error(tmp_path: Path, town: Path) -> None:
    away = [(90_000.0, 0.0), (93_000.0, 0.0)]
    sessions, skipped = read_sessions(write_gpx(tmp_path / "run.gpx", away), osm=town)
    assert sessions.loc[0, "surface"] == "unknown"
    assert len(skipped) == 0


def test_a_broken_extract_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    run = write_gpx(tmp_path / "run.gpx", RUN)
    (tmp_path / "cut.osm.pbf").write_bytes(b"cut")
    with pytest.raises(ml.TableError, match=r"cut\.osm\.pbf: not a whole"):
        read_sessions(run, osm=tmp_path / "cut.osm.pbf")


def test_laps_of_a_track_are_told_without_a_map(tmp_path: Path) -> None:
    row = read_sessions(write_gpx(tmp_path / "run.gpx", oval(6)))[0].iloc[0]
    assert (row["surface"], row["surface_source"]) == ("track", "shape")
    assert row["soft_km"] == pytest.approx(row["distance_km"])


def test_a_tag_in_the_title_goes_before_the_map(tmp_path: Path, town: Path) -> None:
    run = write_gpx(tmp_path / "run.gpx", RUN, name="Evening #grass")
    row = read_sessions(run, osm=town)[0].iloc[0]
    assert (row["surface"], row["surface_source"]) == ("grass", "typed")
    assert row["soft_km"] == pytest.approx(row["distance_km"])


def test_the_word_of_an_export_goes_before_the_map(tmp_path: Path, town: Path) -> None:
    folder = tmp_path / "export"
    (folder / "activities").mkdir(parents=True)
    write_gpx(folder / "activities" / "7.gpx", RUN)
    header = "Activity ID,Activity Date,Activity Name,Activity Type,Filename,Distance,Elapsed Time"
    date = '"May 1, 2024, 6:00:00 AM"'
    for kind, extra, expected in (
        ("Trail Run", "", [0.0, 4.2, 0.0, 0.0]),
        # 1 km was dirt by the owner's word; of the rest the map tells 2.2 km.
        ("Run", "1000", [2.2, 1.0, 0.0, 1.0]),
    ):
        row = f"7,{date},Run,{kind},activities/7.gpx,4.2,1333,{extra}"
        table = f"{header},Dirt Distance\n{row}\n"
        (folder / "activities.csv").write_text(table, encoding="utf-8")
        found = read_sessions(folder, osm=town)[0].iloc[0]
        assert found["surface_source"] == "export"
        assert found[COLUMNS].tolist() == pytest.approx(expected, abs=0.03)


def test_a_typed_log_needs_no_map() -> None:
    log = pd.DataFrame({"start": ["2026-05-03"], "distance_km": [8.0], "surface": ["grass"]})
    week = ml.weekly(log).iloc[0]
    assert week["soft_share"] == 1.0
    assert week["unknown_surface_share"] == 0.0


def test_the_cache_tells_maps_apart(tmp_path: Path, town: Path) -> None:
    run = write_gpx(tmp_path / "run.gpx", RUN)
    cache = tmp_path / "cache"
    words = [
        read_sessions(run, osm=osm, cache=cache)[0].loc[0, "surface"]
        for osm in (None, town, None, town)
    ]
    assert words == ["unknown", "asphalt", "unknown", "asphalt"]


def test_routes_of_a_log(tmp_path: Path) -> None:
    back = [(0.0, 0.0), (-3000.0, 500.0)]
    lines = [RUN, back, RUN[::-1], RUN]
    for day, line in enumerate(lines, 1):
        write_gpx(tmp_path / f"{day}.gpx", line, day=day)
    sessions, _ = read_sessions(tmp_path)
    first, other = sessions["session_id"].tolist()[:2]
    assert sessions["route"].tolist() == [first, other, first, first]
    text = " ".join(map(str, sessions.iloc[0].tolist()))
    assert "49.4" not in text, "a position in the sessions table"


def test_the_run_in_heidelberg(corpus: Path, heidelberg: Path) -> None:
    """Known because its runner ran up the hill: three quarters of it on forest tracks."""
    run = corpus / "fit" / "corriporai-runpandas__run.fit"
    row = read_sessions(run, osm=heidelberg)[0].iloc[0]
    known = row["distance_km"] - row["unknown_surface_km"]
    assert known / row["distance_km"] >= 0.7
    assert row["soft_km"] / known == pytest.approx(0.8, abs=0.06)
    samples, meta = ml.read_recording(run)
    explained = explain_surface(samples, heidelberg, meta=meta)
    assert (explained["way"] > 0).mean() > 0.85
    assert (
        explained["surface"]
        .isin(["compacted", "dirt", "gravel", "asphalt", "paved", "unknown"])
        .all()
    )


def test_runs_along_real_ways_get_their_surface(heidelberg: Path) -> None:
    """5 m of noise on both axes; 90 % is asked for, and better than the nearest way."""
    net = made_walks.known_net(heidelberg, (8.6, 49.36, 8.75, 49.45))
    atlas = Atlas(ways_files(heidelberg))
    shares = []
    for seed in range(6):
        run = made_walks.walk(net, seed, metres=3000)
        found = ground_under(motion(run.samples, made_recordings.meta()), atlas)
        streets = atlas.around(
            *(run.samples[k].to_numpy() for k in ("longitude_deg", "latitude_deg"))
        )
        assert streets is not None
        x, y = streets.plane(
            *(run.samples[k].to_numpy() for k in ("longitude_deg", "latitude_deg"))
        )
        nearest = streets.way[streets.tree.nearest(shapely.points(x, y))]
        near_id = streets.ways["way"].to_numpy()[nearest]
        right = (found.surface == run.surface).mean()
        shares.append((right, (near_id == run.way).mean()))
    ours, nearest_share = np.mean(shares, axis=0)
    assert ours >= 0.94
    assert nearest_share <= ours - 0.05


def test_another_recording_and_the_way_back_agree(heidelberg: Path) -> None:
    """The same ground under another recording of a run, and under one of the way back."""
    net = made_walks.known_net(heidelberg, (8.6, 49.36, 8.75, 49.45))
    for seed in (101, 102, 103):
        first = made_walks.walk(net, seed, metres=3000, noise_m=3).samples
        north, east = np.random.default_rng(seed).normal(0, 4 / 111_195, (2, len(first)))
        again = first.assign(
            latitude_deg=first["latitude_deg"] + north, longitude_deg=first["longitude_deg"] + east
        )
        back = again.iloc[::-1].set_axis(first.index)
        one, two, three = (shares(samples, heidelberg) for samples in (first, again, back))
        assert (one - two).abs().sum() / 2 < 0.04
        assert (one - three).abs().sum() / 2 < 0.04


def shares(samples: pd.DataFrame, osm: Path) -> pd.Series[float]:
    """Share of each surface in the distance."""
    explained = explain_surface(samples, osm)
    metres = explained.groupby("surface")["metres"].sum() / explained["metres"].sum()
    return metres.reindex(SURFACES, fill_value=0.0)


@pytest.mark.parametrize(
    ("kept", "other", "expected"),
    [
        (("asphalt", "map"), ("treadmill", "file"), "treadmill"),
        (("asphalt", "map"), ("grass", "export"), "grass"),
        (("trail", "file"), ("grass", "typed"), "grass"),
        (("trail", "file"), ("asphalt", "map"), "trail"),
        (("asphalt", "map"), ("gravel", "map"), "asphalt"),
        (("asphalt", "map"), ("unknown", "unknown"), "asphalt"),
        (("unknown", "unknown"), ("track", "shape"), "track"),
    ],
)
def test_of_two_recordings_the_better_word_on_the_ground_stands(
    kept: tuple[str, str], other: tuple[str, str], expected: str
) -> None:
    both = pd.DataFrame(
        {
            "start": ["2026-05-03 08:00:00", "2026-05-03 08:00:10"],
            "start_utc": pd.to_datetime(["2026-05-03 06:00:00", "2026-05-03 06:00:10"]),
            "distance_km": [8.0, 8.0],
            "duration_min": [40.0, 40.0],
            "elapsed_min": [40.0, 40.0],
            "heart_rate_bpm": [150.0, np.nan],
            "surface": [kept[0], other[0]],
            "surface_source": [kept[1], other[1]],
        }
    )
    sessions, decisions = merge_duplicates(both)
    assert len(decisions) == 1
    assert sessions["surface"].tolist() == [expected]


def test_the_same_hard_loop_is_told_end_to_end(tmp_path: Path, town: Path) -> None:
    for day in range(1, 15, 2):
        write_gpx(tmp_path / f"{day}.gpx", STREET if day % 4 == 1 else STREET[::-1], day=day)
    sessions, _ = read_sessions(tmp_path, osm=town)
    found = ml.assess(sessions, include_ok=True)
    assert found.loc[found["rule"] == "SURF2", "level"].astype(str).iloc[-1] == "note"
    blind = ml.assess(read_sessions(tmp_path)[0], include_ok=True)
    assert set(blind.loc[blind["rule"] == "SURF2", "level"].astype(str)) == {"unknown"}
