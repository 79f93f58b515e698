"""The same loop again."""

from __future__ import annotations

import tracemalloc

import made_maps
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metatarsal_load.tables.paths import NO_PATH, Path, rough_path
from metatarsal_load.tables.routes import covered_cells, name_routes, similarity

LOOP = [(0, 0), (1500, 200), (1800, 1400), (400, 1700), (0, 0)]
ELSEWHERE = [(0, 0), (-1500, 200), (-1800, 1400), (-400, 1700), (0, 0)]


def cells(line: list[tuple[float, float]], *, noise_m: float = 0.0, seed: int = 0) -> str:
    samples = made_maps.run_along(line, noise_m=noise_m, seed=seed)
    latitude, longitude = (samples[name].to_numpy() for name in ("latitude_deg", "longitude_deg"))
    return covered_cells(rough_path(latitude, longitude, np.arange(float(len(samples)))))


@settings(max_examples=20, deadline=None)
@given(
    east=st.floats(-100, 100), north=st.floats(-100, 100), turn=st.floats(0, 6.3),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_two_recordings_of_one_loop_are_one_route(
    east: float, north: float, turn: float, seed: int
) -> None:
    """Wherever the cells' edges lie, with 5 m of noise, and the other way round."""
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    line = [tuple(np.array(p) @ spin + (east, north)) for p in LOOP]
    one = cells(line, noise_m=5, seed=seed)
    assert similarity(one, cells(line, noise_m=5, seed=seed + 100)) > 0.95
    assert similarity(one, cells(line[::-1], noise_m=5, seed=seed + 200)) > 0.95


@pytest.mark.parametrize(
    ("other", "low", "high"),
    [
        (LOOP, 1.0, 1.0),
        # The first third of the way only, there and back.
        ([(0, 0), (1500, 200), (0, 0)], 0.2, 0.4),
        # A side street of 300 m, out and back: 6 cells of 60.
        ([*LOOP[:2], (1800, 200), *LOOP[1:]], 0.85, 1.0),
        (ELSEWHERE, 0.0, 0.1),
    ],
)
def test_similarity(other: list[tuple[float, float]], low: float, high: float) -> None:
    assert low <= similarity(cells(LOOP), cells(other)) <= high


def test_a_route_is_named_after_its_first_run() -> None:
    ground = [
        cells(LOOP),
        cells(ELSEWHERE),
        "",
        cells(LOOP, noise_m=4),
        None,
        cells(ELSEWHERE[::-1]),
    ]
    found = name_routes(ground, ["me"] * 6, list("abcdef"))
    assert found.fillna("-").tolist() == ["a", "b", "-", "a", "-", "b"]


def test_each_athlete_has_routes_of_their_own() -> None:
    ground = [cells(LOOP)] * 4
    found = name_routes(ground, ["anna", "ben", "anna", "ben"], list("abcd"))
    assert found.tolist() == ["a", "b", "a", "b"]


def test_no_positions_no_route() -> None:
    assert covered_cells(NO_PATH) == ""
    assert name_routes([], [], []).tolist() == []


def test_cells_near_the_date_line_and_south_of_the_equator() -> None:
    for longitude in (-179.99, 179.9, 0.0):
        path = Path(np.arange(3.0), np.full(3, -33.5), np.full(3, longitude))
        assert similarity(covered_cells(path), covered_cells(path)) == 1.0


def test_memory_grows_with_the_ground_and_not_with_its_square() -> None:
    """Six hundred runs in as many places: a few MB, where a table of all by all took 140."""
    along = np.linspace(0, 0.05, 250)
    places = [(30 + 0.05 * k, 0.5 * k) for k in range(600)]
    grounds = [
        covered_cells(Path(111_195.0 * along, north + along, np.full(250, east)))
        for north, east in places
    ]
    names = [f"run {k}" for k in range(600)]
    tracemalloc.start()
    routes = name_routes(grounds, ["me"] * 600, names)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert routes.tolist() == names
    assert peak < 20e6
