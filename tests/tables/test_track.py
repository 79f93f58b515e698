"""Track distance: known lengths, noise, standing, spikes, gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_recordings import north

from metatarsal_load.tables.track import net_speed, step_lengths, track_distance


def length(metres: np.ndarray, clock: np.ndarray, *, east: np.ndarray | float = 0.0) -> float:
    distance, _, _ = track_distance(**north(metres, east=east), clock_s=clock, limit_mps=12.0)
    return float(distance[-1])


@pytest.mark.parametrize(
    ("from_lat_lon", "to_lat_lon", "metres"),
    [
        # geodesics on WGS 84 (published degree lengths: 110 574 m at 0, 111 132.95 at 45 N,
        # 111 412.9 at 60 N; of longitude 111 319.49, 78 846.8, 55 800)
        ((0.0, 0.0), (0.01, 0.0), 1105.74),
        ((44.995, 7.0), (45.005, 7.0), 1111.33),
        ((60.0, 5.0), (60.0, 5.01), 558.00),
        ((0.0, 179.995), (0.0, -179.995), 1113.19),
    ],
)
def test_a_step_is_as_long_as_the_geodesic(
    from_lat_lon: tuple[float, float], to_lat_lon: tuple[float, float], metres: float
) -> None:
    latitude, longitude = np.array([from_lat_lon, to_lat_lon]).T
    assert np.hypot(*step_lengths(latitude, longitude))[0] == pytest.approx(metres, rel=2e-4)


@pytest.mark.parametrize("interval", [1.0, 2.0, 5.0])
@pytest.mark.parametrize("seed", range(4))
def test_two_kilometres_with_3_m_of_noise_are_two_kilometres(interval: float, seed: int) -> None:
    noise = np.random.default_rng(seed)
    clock = np.arange(0, 2000 / 2.8, interval)
    true = 2.8 * clock[-1]
    metres = 2.8 * clock + noise.normal(0, 3, clock.size)
    east = noise.normal(0, 3, clock.size)
    if interval == 1.0:  # the plain sum of the steps is off by more than three quarters
        assert np.hypot(np.diff(metres), np.diff(east)).sum() > 1.75 * true
    assert length(metres, clock, east=east) == pytest.approx(true, rel=0.01)


def test_a_lap_of_a_track_keeps_its_length() -> None:
    clock = np.arange(0, 1200.0)
    angle = 3.0 * clock / 36.5  # 36.5 m radius, the bend of a 400 m track, all the way round
    measured = length(36.5 * np.sin(angle), clock, east=36.5 * np.cos(angle))
    assert measured == pytest.approx(3.0 * 1199, rel=0.005)


def test_standing_does_not_grow() -> None:
    noise = np.random.default_rng(3)
    clock = np.arange(600.0)
    wander = np.cumsum(noise.normal(0, 0.05, (2, 600)), axis=1)
    assert np.hypot(*np.diff(wander)).sum() > 30
    assert length(wander[0], clock, east=wander[1]) < 3


def test_standing_in_the_middle_of_a_run_adds_nothing() -> None:
    noise = np.random.default_rng(4)
    clock = np.arange(901.0)
    metres = 3.0 * np.clip(clock, 0, 300) + 3.0 * np.clip(clock - 600, 0, 300)
    measured = length(metres + noise.normal(0, 1, 901), clock, east=noise.normal(0, 1, 901))
    assert measured == pytest.approx(1800, rel=0.015)


def test_a_spike_is_dropped_and_counted() -> None:
    clock = np.arange(101.0)
    metres = 3.0 * clock
    metres[50] += 500
    distance, jumps, _ = track_distance(**north(metres), clock_s=clock, limit_mps=12.0)
    assert distance[-1] == pytest.approx(300, rel=0.001)
    assert jumps == 1


def test_a_few_positions_stuck_between_good_ones_are_dropped() -> None:
    """A phone that repeats a stale fix between live ones (seen in real files)."""
    clock = np.arange(200.0)
    metres = 3.0 * clock
    metres[[50, 52, 54]] = 0.0
    assert length(metres, clock) == pytest.approx(597, rel=0.01)


@pytest.mark.parametrize(("seconds", "stuck", "doubtful"), [
    (600, 58, False),  # 116 fast steps of 600: not more than 150
    (900, 80, True),  # 160 of 900 are 17.8 %
    (1200, 89, False),  # 178 of 1200 are 14.8 %
    (1200, 91, True),  # 182 of 1200 are 15.2 %
])  # fmt: skip
def test_a_track_of_many_jumps_is_measured_as_recorded(
    seconds: int, stuck: int, doubtful: bool
) -> None:
    clock = np.arange(seconds + 1.0)
    metres = 3.0 * clock
    metres[20 : 20 + 10 * stuck : 10] -= 500.0
    place = {**north(metres), "clock_s": clock, "limit_mps": 12.0}
    distance, jumps, told = track_distance(**place)
    assert told == doubtful
    recorded = np.abs(np.diff(metres)).sum()
    assert distance[-1] == pytest.approx(recorded if doubtful else 3 * seconds, rel=0.01)
    assert jumps == (0 if doubtful else stuck)


def test_a_jump_to_another_place_is_no_distance() -> None:
    clock = np.arange(201.0)
    metres = 3.0 * clock + np.where(clock > 100, 5000, 0)
    assert length(metres, clock) == pytest.approx(600, rel=0.02)


def test_pauses_are_no_distance() -> None:
    wall = np.arange(201.0)
    clock = np.where(wall <= 100, wall, wall - 1)  # the span that ends at 101 took no timer time
    metres = 3.0 * wall + np.where(wall > 100, 40, 0)
    assert length(metres, clock) == pytest.approx(3.0 * 199, rel=0.005)


@pytest.mark.parametrize(("turn_every", "tolerance"), [(5, 1e-3), (1, 0.02)])
def test_sparse_positions_keep_their_corners(turn_every: int, tolerance: float) -> None:
    """40 m to and fro every 10 s: nothing is smoothed, even where each point is a turn."""
    clock = np.arange(0, 600.0, 10)
    steps = np.where(np.arange(59) // turn_every % 2, -40.0, 40.0)
    metres = np.concatenate([[0.0], np.cumsum(steps)])
    assert length(metres, clock) == pytest.approx(59 * 40, rel=tolerance)


def test_missing_positions_are_bridged_while_the_timer_runs() -> None:
    clock = np.arange(101.0)
    metres = 3.0 * clock
    metres[40:60] = np.nan
    distance, _, _ = track_distance(**north(metres), clock_s=clock, limit_mps=12.0)
    assert distance[-1] == pytest.approx(300, rel=1e-3)
    assert distance[50] == pytest.approx(150, rel=1e-2)


@pytest.mark.parametrize("known", [0, 1])
def test_fewer_than_two_positions_have_no_length(known: int) -> None:
    metres = np.full(10, np.nan)
    metres[:known] = 0.0
    place = {"latitude_deg": metres, "longitude_deg": metres, "clock_s": np.arange(10.0)}
    assert np.isnan(track_distance(**place, limit_mps=12.0)[0]).all()
    assert np.isnan(net_speed(**place, width_s=30.0)).all()


def test_net_speed_is_not_raised_by_jumps_there_and_back() -> None:
    clock = np.arange(300.0)
    metres = 2.5 * clock
    metres[100:200:2] += 80
    assert np.nanmedian(net_speed(**north(metres), clock_s=clock, width_s=30.0)) < 4.0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(-80, 80), min_size=2, max_size=60),
    st.floats(1.0, 30.0),
)
def test_distance_never_falls_and_never_beats_the_limit(
    latitudes: list[float], interval: float
) -> None:
    clock = np.arange(len(latitudes)) * interval
    distance, _, _ = track_distance(
        np.array(latitudes), np.zeros(len(latitudes)), clock, limit_mps=12.0
    )
    assert (np.diff(distance) >= 0).all()
    # Each step is at most what the limit allows in the 10 s around it.
    assert distance[-1] <= 12.0 * max(interval, 10.0) * (clock.size - 1) + 1e-6
