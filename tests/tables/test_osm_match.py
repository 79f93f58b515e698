"""Which way a run followed, against ways that are known because the run was made along them."""

from __future__ import annotations

from pathlib import Path

import made_maps
import numpy as np
import pandas as pd
import pytest

from metatarsal_load.tables.explain import explain_surface, surface_shares
from metatarsal_load.tables.ground import ground_under
from metatarsal_load.tables.osm.atlas import Atlas, ways_files
from metatarsal_load.tables.osm.match import match
from metatarsal_load.tables.samples import motion

shapely = pytest.importorskip("shapely")
pytest.importorskip("osmium")
pytest.importorskip("pyarrow")

X = np.arange(0, 2001, 50.0)
Y = 40 * np.sin(X / 250)
ROAD = list(zip(X.tolist(), Y.tolist(), strict=True))
PATH = [(x, y + 10) for x, y in ROAD]
LINKS = [[ROAD[k], PATH[k]] for k in range(0, len(ROAD), 8)]
TOWN = [
    ({"highway": "residential", "surface": "asphalt", "name": "River Road"}, ROAD),
    ({"highway": "path", "surface": "gravel"}, PATH),
    *(({"highway": "footway", "surface": "paving_stones"}, link) for link in LINKS),
    # It goes on from the road, under another surface.
    ({"highway": "track", "surface": "ground"}, [ROAD[-1], (2600, 0), (2600, 600)]),
    ({"highway": "path"}, [(2600, 600), (2000, 600)]),
]
ASPHALT, GRAVEL = 1, 2


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_maps.write_map(tmp_path_factory.mktemp("map") / "town.osm", TOWN)


def share_of(explained: pd.DataFrame, way: int) -> float:
    return float((explained["way"] == way).mean())


def nearest_share(samples: pd.DataFrame, town: Path, way: int) -> float:
    """The baseline: the nearest way to each position."""
    streets = Atlas(ways_files(town)).around(
        samples["longitude_deg"].to_numpy(), samples["latitude_deg"].to_numpy()
    )
    assert streets is not None
    x, y = streets.plane(samples["longitude_deg"].to_numpy(), samples["latitude_deg"].to_numpy())
    row = streets.way[streets.tree.nearest(shapely.points(x, y))]
    return float((streets.ways["way"].to_numpy()[row] == way).mean())


@pytest.mark.parametrize(("line", "way"), [(ROAD, ASPHALT), (PATH, GRAVEL)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_path_beside_a_road_is_not_the_road(
    town: Path, line: list[tuple[float, float]], way: int, seed: int
) -> None:
    """Two ways 10 m apart, 5 m of noise on each axis."""
    samples = made_maps.run_along(line, noise_m=5, seed=seed)
    ours, nearest = share_of(explain_surface(samples, town), way), nearest_share(samples, town, way)
    assert ours >= 0.97
    assert 0.75 < nearest < 0.92


def test_reversed_it_is_the_same_way(town: Path) -> None:
    there = explain_surface(made_maps.run_along(PATH, noise_m=5, seed=7), town)
    back = explain_surface(made_maps.run_along(PATH[::-1], noise_m=5, seed=8), town)
    assert share_of(there, GRAVEL) >= 0.97
    assert share_of(back, GRAVEL) >= 0.97


def test_the_surface_changes_where_the_way_does(town: Path) -> None:
    line = [*ROAD, (2600, 0), (2600, 600), (2000, 600)]
    samples = made_maps.run_along(line, noise_m=3, seed=1)
    found = explain_surface(samples, town)
    road_m = float(np.hypot(np.diff(X), np.diff(Y)).sum())
    track_m = float(np.hypot(600, ROAD[-1][1])) + 600
    metres = found.groupby(["surface", "surface_source"])["metres"].sum()
    whole = metres.sum()
    total = road_m + track_m + 600
    assert metres["asphalt", "map"] / whole == pytest.approx(road_m / total, abs=0.01)
    assert metres["dirt", "map"] / whole == pytest.approx(track_m / total, abs=0.01)
    assert metres["dirt", "assumed"] / whole == pytest.approx(600 / total, abs=0.01)
    assert found["way_name"].dropna().unique().tolist() == ["River Road"]


def test_crossing_a_road_is_not_running_on_it(town: Path) -> None:
    across = [(500.0, -300.0), (500.0, 300.0)]
    found = explain_surface(made_maps.run_along(across), town)
    assert found.loc[found["surface"] != "unknown", "metres"].sum() < 60


def test_a_run_outside_every_extract_is_unknown(town: Path) -> None:
    for away in (3_000.0, 300_000.0):
        line = [(away, away), (away + 2000, away)]
        found = explain_surface(made_maps.run_along(line), town)
        assert set(found["surface"]) == {"unknown"}
        assert set(found["way"]) == {0}
        assert found["off_m"].isna().all()


def test_a_hole_in_the_track_is_unknown_ground(town: Path) -> None:
    samples = made_maps.run_along(ROAD)
    samples["distance_m"] = 3.0 * np.arange(len(samples))
    hole = slice(200, 400)
    samples.iloc[hole, samples.columns.get_indexer(["latitude_deg", "longitude_deg"])] = np.nan
    found = explain_surface(samples, town)
    unknown = found.loc[found["surface"] == "unknown", "metres"].sum()
    # 600 m without positions, of which 50 m at either end are near one.
    assert unknown == pytest.approx(500, abs=10)
    assert share_of(found.iloc[:200], ASPHALT) == 1.0


def test_samples_left_out_are_a_hole_too(town: Path) -> None:
    """600 m without a sample: the next one's way is not what the runner was on all the while."""
    samples = made_maps.run_along(ROAD)
    samples["distance_m"] = 3.0 * np.arange(len(samples))
    found = explain_surface(samples.drop(samples.index[200:400]), town)
    assert found.loc[found["surface"] == "unknown", "metres"].tolist() == [603.0]
    assert share_of(found, ASPHALT) == 1.0


def test_few_positions_and_none(town: Path) -> None:
    samples = made_maps.run_along(ROAD[:6])
    for kept in (0, 1, 2):
        few = samples.copy()
        few.iloc[kept:, few.columns.get_indexer(["latitude_deg", "longitude_deg"])] = np.nan
        few["distance_m"] = 3.0 * np.arange(len(few))
        found = explain_surface(few, town)
        assert len(found) == len(few)
        assert (found["surface"] == "unknown").sum() > len(few) / 2
    assert len(explain_surface(samples.iloc[:0], town)) == 0
    empty = np.empty(0)
    streets = Atlas(ways_files(town)).around(*(samples[name].to_numpy() for name in (
        "longitude_deg", "latitude_deg")))  # fmt: skip
    assert streets is not None
    assert match(empty, empty, streets)[0].size == 0


def test_positions_once_in_seven_seconds_do(town: Path) -> None:
    samples = made_maps.run_along(PATH, noise_m=3, seed=2).iloc[::7]
    assert share_of(explain_surface(samples, town), GRAVEL) >= 0.95


def test_shares_by_distance_and_by_steps(town: Path) -> None:
    line = [*ROAD, (2600, 0)]
    samples = made_maps.run_along(line, cadence_spm=180.0)
    late = np.arange(len(samples)) >= len(samples) // 2
    samples.loc[late, "cadence_spm"] = 160.0
    shares = surface_shares(explain_surface(samples, town)).set_index("surface")
    assert shares["distance_share"].sum() == pytest.approx(1)
    assert shares["steps_share"].sum() == pytest.approx(1)
    # The asphalt comes first, at 180 steps a minute: it has the larger share of the steps.
    assert shares.loc["asphalt", "steps_share"] > shares.loc["asphalt", "distance_share"] + 0.005
    assert shares.loc["asphalt", "distance_share"] == pytest.approx(0.775, abs=0.02)


def test_without_cadence_steps_are_unknown(town: Path) -> None:
    shares = surface_shares(explain_surface(made_maps.run_along(ROAD), town))
    assert shares["steps"].isna().all()
    assert shares["steps_share"].isna().all()


def test_the_sub_sport_goes_before_the_map(town: Path) -> None:
    import made_recordings

    meta = made_recordings.meta(sub_sport="trail")
    found = explain_surface(made_maps.run_along(ROAD), town, meta=meta)
    assert set(found["surface"]) == {"trail"}
    assert set(found["surface_source"]) == {"file"}
    # Its way can be shown all the same.
    assert share_of(found, ASPHALT) > 0.9


def test_a_tag_in_the_name_goes_before_both(town: Path) -> None:
    import made_recordings

    meta = made_recordings.meta(sub_sport="trail", name="Evening #grass")
    found = explain_surface(made_maps.run_along(ROAD), town, meta=meta)
    assert set(zip(found["surface"], found["surface_source"], strict=True)) == {("grass", "typed")}


def test_arguments_stay_as_they_were(town: Path) -> None:
    samples = made_maps.run_along(ROAD)
    before = samples.copy(deep=True)
    explain_surface(samples, town)
    pd.testing.assert_frame_equal(samples, before)


def test_no_map_at_all() -> None:
    import made_recordings

    found = ground_under(motion(made_maps.run_along(ROAD), made_recordings.meta()), None)
    assert set(found.surface) == {"unknown"}
    assert len(found.ways) == 0
