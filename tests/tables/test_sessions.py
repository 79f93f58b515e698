"""One recording to one row, by figures a reader can add up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_recordings import meta, north, pauses, samples

from metatarsal_load.errors import MetatarsalError
from metatarsal_load.schema import SESSIONS, SPORTS
from metatarsal_load.tables.sessions import summarise


def row_of(table: pd.DataFrame, *, tz: str | None = None, **said: object) -> dict[str, object]:
    return summarise(table, meta(**said), tz=tz)[0]


def steady(seconds: int = 1801, speed: float = 3.0, **channels: object) -> pd.DataFrame:
    time = np.arange(seconds)
    return samples(time, **({"distance_m": speed * time, "speed_mps": speed} | channels))


def test_every_column_of_the_schema_in_its_order() -> None:
    row = row_of(steady())
    assert list(row) == list(SESSIONS)
    for name, value in row.items():
        kind = SESSIONS[name].dtype
        if kind in ("float", "flag"):
            assert isinstance(value, float), name
        elif kind == "category":
            assert value in SESSIONS[name].values  # noqa: PD011 - not a frame


def test_half_an_hour_at_3_metres_a_second() -> None:
    row = row_of(steady(cadence_spm=170.0, heart_rate_bpm=150.0), cadence_source="fit_one_leg")
    expected = {
        "distance_km": 5.4, "duration_min": 30, "moving_min": 30, "running_min": 30,
        "longest_bout_min": 30, "speed_mps": 3.0, "cadence_spm": 170, "steps": 5100,
        "heart_rate_bpm": 150, "easy_cadence_spm": 170, "easy_speed_mps": 3.0,
        "easy_level_min": 30, "unknown_surface_km": 5.4, "paved_km": 0.0,
    }  # fmt: skip
    assert {name: row[name] for name in expected} == pytest.approx(expected)
    assert row["cadence_source"] == "fit_one_leg"
    assert np.isnan(row["ascent_m"])  # type: ignore[call-overload]
    assert row["session_id"] == "20240501T060000Z"


def test_the_devices_totals_come_first() -> None:
    row = row_of(
        steady(cadence_spm=170.0, altitude_m=100 + 0.1 * np.arange(1801)),
        distance_m=5555.0, timer_s=1850.0, ascent_m=99.0, descent_m=3.0, steps=5200.0,
    )  # fmt: skip
    assert row["distance_km"] == 5.555
    assert row["duration_min"] == pytest.approx(1850 / 60)
    assert (row["ascent_m"], row["descent_m"], row["steps"]) == (99.0, 3.0, 5200.0)


def test_a_device_total_of_zero_gives_way_to_the_track() -> None:
    row = row_of(samples(range(601), **north(np.arange(601) * 3.0)), distance_m=0.0, timer_s=0.0)
    assert row["distance_km"] == pytest.approx(1.8, rel=1e-3)
    assert row["duration_min"] == pytest.approx(10)


def test_pauses_and_gaps_are_neither_distance_nor_time() -> None:
    """10 min, timer stopped for 5 while walking 300 m; 10 min, 5 min of silence; 10 min."""
    time = np.concatenate([np.arange(601), 900 + np.arange(601), 1800 + np.arange(601)])
    metres = 3.0 * np.concatenate([np.arange(601), 700 + np.arange(601), 1500 + np.arange(601)])
    row = row_of(samples(time, **north(metres)), pauses=pauses((600, 900)))
    assert row["duration_min"] == pytest.approx(30)
    assert row["moving_min"] == pytest.approx(30)
    assert row["distance_km"] == pytest.approx(5.4, rel=2e-3)
    assert row["longest_bout_min"] == pytest.approx(10)


@pytest.mark.parametrize(
    ("walk_s", "running_min", "longest_bout_min"), [(60, 5.0, 5.0), (90, 5.0, 1.0)]
)
def test_five_times_one_minute_of_jogging(
    walk_s: int, running_min: float, longest_bout_min: float
) -> None:
    speed = np.concatenate([[0.0], np.tile(np.repeat([2.5, 1.3], [60, walk_s]), 5)])
    table = samples(np.arange(speed.size), speed_mps=speed, distance_m=np.cumsum(speed))
    row = row_of(table)
    assert row["running_min"] == pytest.approx(running_min)
    assert row["longest_bout_min"] == pytest.approx(longest_bout_min)
    assert row["moving_min"] == pytest.approx((speed.size - 1) / 60)


def test_a_treadmill_run_needs_no_gps() -> None:
    table = samples(range(1201), cadence_spm=168.0, altitude_m=np.linspace(80, 95, 1201))
    row = row_of(table, sub_sport="treadmill", distance_m=3300.0, timer_s=1200.0)
    assert (row["surface"], row["surface_source"], row["treadmill_km"]) == (
        "treadmill",
        "file",
        3.3,
    )
    assert row["running_min"] == pytest.approx(20)
    assert row["speed_mps"] == pytest.approx(2.75)
    assert row["easy_cadence_spm"] == 168
    assert np.isnan([row["ascent_m"], row["steep_m"], row["easy_speed_mps"]]).all()  # type: ignore[list-item]


def test_a_virtual_ride_is_not_on_a_treadmill() -> None:
    table = steady(601, speed=9.0)
    ride = row_of(table, sport="cycling", sub_sport="virtual_activity")
    run = row_of(steady(601), sub_sport="virtual_activity")
    assert (ride["surface"], ride["treadmill_km"]) == ("unknown", 0.0)
    assert (run["surface"], run["treadmill_km"]) == ("treadmill", 1.8)


def test_a_run_with_a_heart_rate_only_has_no_running_time() -> None:
    row, kept = summarise(samples(range(601), heart_rate_bpm=150.0), meta(distance_m=1800.0))
    assert np.isnan([row["moving_min"], row["running_min"], row["speed_mps"]]).all()  # type: ignore[list-item]
    assert (row["duration_min"], row["heart_rate_bpm"]) == (10.0, 150.0)
    assert kept.hr_s[150] == 600


def test_totals_without_samples() -> None:
    row = row_of(
        samples([]), start_utc=pd.Timestamp("2024-05-01 06:00", tz="UTC"), sport="cycling",
        distance_m=20000.0, elapsed_s=3600.0, utc_offset_s=7200.0,
    )  # fmt: skip
    assert (row["sport"], row["distance_km"], row["duration_min"]) == ("cycling", 20.0, 60.0)
    assert row["start"] == pd.Timestamp("2024-05-01 08:00")
    assert "elapsed time" in str(row["notes"])


@pytest.mark.parametrize("rows", [0, 1, 30])
def test_nothing_known_is_unknown_and_does_not_warn(rows: int) -> None:
    row = row_of(samples(range(rows)), sport=None)
    known = {"duration_min"} if rows > 1 else set()
    floats = {name for name, column in SESSIONS.items() if column.dtype == "float"}
    assert {name for name in floats if not np.isnan(row[name])} == known  # type: ignore[call-overload]
    assert row["sport"] == "other"
    assert pd.isna(row["start"]) == (rows == 0)


def test_sunday_night_in_los_angeles_stays_on_sunday() -> None:
    table = samples(
        range(601), start="2024-06-10T06:30:00", distance_m=3.0 * np.arange(601),
        latitude_deg=34.05, longitude_deg=-118.24,
    )  # fmt: skip
    row = row_of(table, tz="Europe/Berlin")
    assert row["start"] == pd.Timestamp("2024-06-09 23:30")
    assert row["start_utc"] == pd.Timestamp("2024-06-10 06:30")
    assert (row["timezone"], row["timezone_source"]) == ("America/Los_Angeles", "coordinates")
    assert row["session_id"] == "20240610T063000Z"


def test_a_run_through_the_night_the_clocks_go_forward_lasts_as_long_as_it_lasted() -> None:
    table = samples(range(3601), start="2024-03-31T00:30:00", distance_m=3.0 * np.arange(3601))
    row = row_of(table, tz="Europe/Berlin")
    assert row["start"] == pd.Timestamp("2024-03-31 01:30")
    assert row["duration_min"] == pytest.approx(60)


def test_a_zone_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(MetatarsalError, match="Mars"):
        row_of(steady(), tz="Mars/Olympus")


def test_level_easy_running_leaves_hills_and_repetitions_out() -> None:
    """20 min level at 2.8 m/s, 10 min uphill, 5 min of repetitions: the first part is judged."""
    speed = np.repeat([2.8, 2.8, 4.5], [1200, 600, 300])
    distance = np.cumsum(speed)
    altitude = 100 + 0.06 * np.clip(distance - 2.8 * 1200, 0, 2.8 * 600)
    row = row_of(
        samples(
            np.arange(2100), speed_mps=speed, distance_m=distance, altitude_m=altitude,
            cadence_spm=np.repeat([168.0, 160.0, 186.0], [1200, 600, 300]),
        )
    )  # fmt: skip
    assert row["easy_cadence_spm"] == 168
    assert row["easy_speed_mps"] == pytest.approx(2.8)
    assert row["easy_level_min"] == pytest.approx(20, abs=0.7)
    assert row["steep_m"] == pytest.approx(1680, abs=40)


@pytest.mark.parametrize("sport", [s for s in SPORTS if s not in ("running", "walking")])
def test_only_runs_and_walks_have_steps_and_running_time(sport: str) -> None:
    row = row_of(steady(cadence_spm=np.nan), sport=sport)
    assert np.isnan([row["running_min"], row["steps"], row["cadence_spm"]]).all()  # type: ignore[list-item]
    assert row["cadence_source"] is None
    assert row["distance_km"] == pytest.approx(5.4)


def test_what_was_odd_is_noted() -> None:
    metres = np.arange(600) * 3.0
    metres[300] += 400
    row = row_of(samples(range(600), **north(metres)), sport=None, notes=("kept from the reader",))
    assert str(row["notes"]).split("; ") == [
        "kept from the reader",
        "sport not in the file, running inferred from speed and cadence",
        "1 GPS positions or steps too fast for running: left out",
    ]


def test_an_impossible_figure_is_unknown_and_noted() -> None:
    row = row_of(steady(11), distance_m=1000.0)
    assert np.isnan(row["speed_mps"])  # type: ignore[call-overload]
    assert row["notes"] == "speed_mps 100 m/s is not possible: unknown"
    assert row["distance_km"] == 1.0


def test_running_time_is_never_more_than_the_timer() -> None:
    row = row_of(steady(601), timer_s=590.0)
    assert row["moving_min"] == row["running_min"] == row["longest_bout_min"] == row["duration_min"]


def test_arguments_stay_as_they_were() -> None:
    table = steady(cadence_spm=170.0, altitude_m=100.0)
    before = table.copy(deep=True)
    summarise(table, meta())
    pd.testing.assert_frame_equal(table, before)
