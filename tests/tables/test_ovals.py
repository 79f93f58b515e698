"""Laps of a 400 m track, and rounds that are none."""

from __future__ import annotations

import made_maps
import numpy as np
import pytest

from metatarsal_load.readers.recording import Meta
from metatarsal_load.tables.ovals import on_track
from metatarsal_load.tables.paths import NO_PATH, Path, even_path
from metatarsal_load.tables.samples import motion


def oval(laps: float, *, half: float = 42.195, radius: float = 36.8) -> np.ndarray:
    """Stadium of two straights and two half circles, a point a metre, `laps` times round."""
    bend = np.pi * radius
    round_m = 4 * half + 2 * bend
    s = np.arange(0, laps * round_m) % round_m
    first, turn = s < 2 * half, (s - 2 * half) / radius
    back = (s >= 2 * half + bend) & (s < 4 * half + bend)
    last = (s - 4 * half - bend) / radius
    x = np.where(first, s - half, np.where(back, half - (s - 2 * half - bend), 0.0))
    y = np.where(first, -radius, np.where(back, radius, 0.0))
    east, west = ~first & ~back & (s < 2 * half + bend), s >= 4 * half + bend
    x = np.where(
        east, half + radius * np.sin(turn), np.where(west, -half - radius * np.sin(last), x)
    )
    y = np.where(east, -radius * np.cos(turn), np.where(west, radius * np.cos(last), y))
    return np.column_stack([x, y])


def block(laps: int, long: float, wide: float) -> np.ndarray:
    corners = np.array([(0, 0), (long, 0), (long, wide), (0, wide)], dtype=float)
    return np.vstack([np.tile(corners, (laps, 1)), corners[:1]])


def circle(laps: int, radius: float) -> np.ndarray:
    turn = np.linspace(0, 2 * np.pi * laps, 200 * laps)
    return radius * np.column_stack([np.cos(turn), np.sin(turn)])


def path_of(line: np.ndarray, noise_m: float = 0.0) -> Path:
    samples = made_maps.run_along([tuple(p) for p in line], noise_m=noise_m, seed=4)
    found = motion(samples, Meta(file="run.gpx", format="gpx", sport="running"))
    return even_path(found.latitude_deg, found.longitude_deg, found.clock_s, found.distance_m)[0]


@pytest.mark.parametrize("noise_m", [0.0, 3.0, 5.0])
@pytest.mark.parametrize("lane", [1, 4, 8])
def test_laps_are_on_a_track(lane: int, noise_m: float) -> None:
    assert on_track(path_of(oval(6, radius=36.8 + 1.22 * (lane - 1)), noise_m)).all()


@pytest.mark.parametrize(
    "line",
    [
        block(8, 130, 70),
        block(8, 120, 80),
        block(8, 140, 60),
        block(8, 100, 100),
        circle(8, 63.7),
        oval(8, half=20, radius=51),
        oval(2),
        oval(5, half=60, radius=52),
    ],
    ids=["130 x 70", "120 x 80", "140 x 60", "square", "circle", "round", "two laps", "566 m"],
)
@pytest.mark.parametrize("noise_m", [0.0, 3.0])
def test_rounds_of_another_shape_are_not(line: np.ndarray, noise_m: float) -> None:
    assert not on_track(path_of(line, noise_m)).any()


def test_a_way_to_the_track_is_not_the_track() -> None:
    there = np.array([(-2000.0, -300.0), (-80.0, -36.8)])
    path = path_of(np.vstack([there, oval(5), there[::-1]]))
    found = on_track(path)
    on_it = found.sum() * path.distance_m[1]
    assert on_it == pytest.approx(2000, abs=120)
    assert not found[path.distance_m < 1800].any()


def test_a_straight_run_and_no_run() -> None:
    assert not on_track(path_of(np.array([(0.0, 0.0), (5000.0, 0.0)]))).any()
    assert on_track(NO_PATH).size == 0
