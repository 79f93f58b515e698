"""Cleaning: timer time, distance from the best channel, speed, motion."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_recordings import meta, north, pauses, samples

from metatarsal_load.tables.samples import clean, motion
from metatarsal_load.tables.timer import timer_spans

START = np.datetime64("2024-05-01T06:00:00", "us")


def spans(seconds: list[float], *stopped: tuple[float, float]) -> list[float]:
    time = (START + (np.array(seconds) * 1e6).astype("timedelta64[us]")).astype(np.int64)
    table = pauses(*stopped) if stopped else np.empty((0, 2), dtype="datetime64[us]")
    return timer_spans(time, table).tolist()


@pytest.mark.parametrize(
    ("seconds", "stopped", "expected"),
    [
        ([0, 1, 2, 4], [], [0, 1, 1, 2]),
        ([0, 1, 31, 32], [], [0, 1, 30, 1]),  # a lost signal
        ([0, 1, 32, 33], [], [0, 1, 0, 1]),  # a gap
        ([0, 10, 20, 70, 121], [], [0, 10, 10, 50, 51]),  # 5 x the usual 30 s
        ([0, 1, 2, 12, 13], [(2, 11)], [0, 1, 1, 1, 1]),
        ([0, 1, 2, 302, 303], [(3, 300)], [0, 1, 1, 3, 1]),
        ([0, 10, 20], [(4, 6), (5, 8)], [0, 6, 10]),  # overlapping pauses count once
        ([0, 10, 20], [(12, 15), (2, 5)], [0, 7, 7]),
        ([0, 10, 20], [(0, 20)], [0, 0, 0]),
        ([0], [], [0]),
        ([], [], []),
    ],
)
def test_timer_time_leaves_pauses_and_gaps_out(
    seconds: list[float], stopped: list[tuple[float, float]], expected: list[float]
) -> None:
    assert spans(seconds, *stopped) == expected


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        ([0, 3, 6, 9], [0, 3, 6, 9]),
        ([2, 5, 8, 11], [2, 5, 8, 11]),  # a device that starts after the first metres
        ([5000, 5003, 5006, 5009], [0, 3, 6, 9]),  # a later leg of a triathlon
        ([0, 3, np.nan, 9], [0, 3, 6, 9]),
        ([0, 3, 0, 3], [0, 3, 3, 6]),  # reset at a lap
    ],
)
def test_the_devices_distance_comes_first(device: list[float], expected: list[float]) -> None:
    table = samples(range(4), distance_m=device, **north(np.arange(4) * 7.0))
    found = motion(table, meta())
    assert found.source == "device"
    assert found.distance_m.tolist() == expected


def test_the_track_comes_second_and_speed_third() -> None:
    seconds = range(100)
    track = motion(samples(seconds, speed_mps=9.0, **north(np.arange(100) * 3.0)), meta())
    speed = motion(samples(seconds, speed_mps=3.0), meta())
    zero = motion(samples(seconds, distance_m=0.0, **north(np.arange(100) * 3.0)), meta())
    assert (track.source, speed.source, zero.source) == ("track", "speed", "track")
    assert track.distance_m[-1] == pytest.approx(297, rel=1e-3)
    assert speed.distance_m[-1] == pytest.approx(297)


def test_clean_fills_and_adds_but_changes_nothing_given() -> None:
    table = samples(
        range(120), altitude_m=100 + 0.15 * np.arange(120), **north(np.arange(120) * 3.0)
    )
    before = table.copy(deep=True)
    found = clean(table, meta())
    pd.testing.assert_frame_equal(table, before)
    assert found["moving"].dtype == bool
    assert found["moving"].tolist() == [False] + [True] * 119
    assert found["speed_mps"].to_numpy()[10:-10] == pytest.approx(3.0, rel=0.01)
    assert found["grade"].to_numpy()[40:-40] == pytest.approx(0.05, rel=0.05)
    pd.testing.assert_frame_equal(clean(found, meta()), found)


def test_walking_running_and_standing() -> None:
    speed = np.repeat([0.0, 1.4, 1.9, 2.0, 3.0], 10)
    found = motion(samples(range(50), speed_mps=speed), meta())
    assert found.moving[1:].reshape(-1)[9:].all()
    assert not found.moving[:10].any()
    assert (found.running == (speed >= 2.0)).all()


def test_a_treadmill_run_is_told_by_its_cadence() -> None:
    cadence = np.repeat([np.nan, 110.0, 139.0, 140.0, 170.0], 10)
    found = motion(samples(range(50), cadence_spm=cadence), meta(sub_sport="treadmill"))
    assert found.measured
    assert (found.running == (cadence >= 140)).all()
    assert (found.moving == (cadence >= 60)).all()
    assert np.isnan(found.distance_m).all()


@pytest.mark.parametrize(
    ("speed", "sport"),
    [(3.0, "running"), (1.3, "walking"), (8.0, "cycling"), (25.0, "other"), (0.0, "other")],
)
def test_a_track_without_a_sport_is_judged_by_its_speed(speed: float, sport: str) -> None:
    found = motion(samples(range(300), **north(np.arange(300) * speed)), meta(sport=None))
    assert (found.sport, found.inferred) == (sport, True)


def test_a_bicycles_cadence_does_not_make_it_a_run() -> None:
    table = samples(range(300), speed_mps=8.0, cadence_spm=180.0)
    assert motion(table, meta(sport=None)).sport == "cycling"


def test_cadence_alone_tells_a_run() -> None:
    assert motion(samples(range(300), cadence_spm=165.0), meta(sport=None)).sport == "running"


def test_a_run_with_a_minute_in_a_car_is_a_run_without_it() -> None:
    metres = np.concatenate([np.arange(1200) * 3.0, 3600 + np.arange(70) * 20.0])
    found = motion(samples(range(1270), **north(metres)), meta(sport=None))
    assert found.sport == "running"
    assert found.distance_m[-1] == pytest.approx(3600, rel=0.02)
    assert found.jumps >= 60


@pytest.mark.parametrize("rows", [0, 1, 2, 50])
def test_nothing_known_is_unknown_and_does_not_warn(rows: int) -> None:
    found = motion(samples(range(rows)), meta(sport=None))
    assert found.source == "unknown"
    assert found.sport == "other"
    assert not found.measured
    for name in ("distance_m", "speed_mps", "pace_mps", "grade", "altitude_m"):
        assert np.isnan(getattr(found, name)).all()
    assert clean(samples(range(rows)), meta()).shape == (rows, 14)
