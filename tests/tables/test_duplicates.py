"""Which recordings are one run, and what is kept of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metatarsal_load.tables.duplicates import explain_duplicates, merge_duplicates
from metatarsal_load.tables.tracks import MOMENTS, separation_m, track_signature

NAN = float("nan")
COLUMNS = "start duration_min distance_km format device"


def table(*rows: tuple[object, ...], columns: str = COLUMNS) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


def straight(metres_east: float = 0.0, *, km: float = 10.0, back: bool = False) -> np.ndarray:
    """A track due north at 50 degrees, moved east, as a signature."""
    north = np.linspace(0, km / 111.195, MOMENTS)
    east = metres_east / (111_195 * np.cos(np.radians(50.0)))
    places = np.column_stack([50 + (north[::-1] if back else north), np.full(MOMENTS, 8 + east)])
    return places.astype(np.float32)


FIT = ("2026-05-03 07:00:00", 60, 10, "fit", "watch")


@pytest.mark.parametrize(
    ("other", "runs"),
    [
        # One run: some seconds and metres apart, another format, no distance.
        (("2026-05-03 07:00:09", 59.5, 10.1, "gpx", "phone"), 1),
        (("2026-05-03 06:59:30", 61, 10.9, "gpx", "phone"), 1),
        (("2026-05-03 07:00:09", 60, NAN, "tcx", "phone"), 1),
        # The same time, but by its distance another thing.
        (("2026-05-03 07:00:09", 60, 14, "gpx", "phone"), 2),
        # A treadmill's belt and the watch on it.
        (("2026-05-03 07:00:09", 60, 12, "gpx", "phone"), 1),
        # The phone ran on for two hours and covered the same way.
        (("2026-05-03 06:30:00", 180, 10.1, "gpx", "phone"), 1),
        # A part of the time and of the way, by a device, by hand, and at no such pace.
        (("2026-05-03 07:00:09", 30, 5, "gpx", "phone"), 1),
        (("2026-05-03 07:00:09", 30, 5, "listed", None), 2),
        (("2026-05-03 07:00:09", 30, 2, "gpx", "phone"), 2),
        # Another run of the day, and one that begins as the first ends (a button press).
        (("2026-05-03 18:00:00", 60, 10, "fit", "watch"), 2),
        (("2026-05-03 08:00:05", 60, 10, "fit", "watch"), 2),
        # Clocks whole hours apart: alike in all else, and from another source.
        (("2026-05-03 05:00:20", 60.2, 10.05, "gpx", "phone"), 1),
        (("2026-05-03 17:00:20", 60.2, 10.05, "gpx", "phone"), 1),
        (("2026-05-03 05:00:20", 60.2, 10.05, "fit", "watch"), 2),
        (("2026-05-03 05:03:00", 60.2, 10.05, "gpx", "phone"), 2),
        (("2026-05-03 05:00:20", 62, 10.05, "gpx", "phone"), 2),
        (("2026-05-03 05:00:20", 60.2, 10.2, "gpx", "phone"), 2),
        # A bare date says nothing of the hour.
        (("2026-05-03", 60, 10, None, None), 2),
    ],
)
def test_what_is_one_run(other: tuple[object, ...], runs: int) -> None:
    for rows in ((FIT, other), (other, FIT)):
        sessions, decisions = merge_duplicates(table(*rows))
        assert (len(sessions), len(decisions)) == (runs, 2 - runs)


@pytest.mark.parametrize(
    ("other", "track", "runs"),
    [
        # Half an hour of the same road, cut short: a part of it.
        (("2026-05-03 07:00:09", 30, 5, "gpx", "phone"), straight(20, km=5), 1),
        # Another road at the same time is somebody else's run.
        (FIT, straight(2000), 2),
        (("2026-05-03 07:00:09", 30, 5, "gpx", "phone"), straight(2000, km=5), 2),
        # Tracks that agree outweigh an odometer that does not.
        (("2026-05-03 07:00:09", 60, 12, "gpx", "phone"), straight(20), 1),
        # The way there at 7, the way back at 8 exactly, by another device.
        (("2026-05-03 08:00:10", 60, 10, "gpx", "phone"), straight(back=True), 2),
        (("2026-05-03 08:00:10", 60, 10, "gpx", "phone"), straight(10), 1),
    ],
)
def test_tracks_decide_where_both_have_one(
    other: tuple[object, ...], track: np.ndarray, runs: int
) -> None:
    sessions, _ = merge_duplicates(table(FIT, other), tracks=[straight(), track])
    assert len(sessions) == runs


def test_two_athletes_run_together() -> None:
    rows = table(FIT, FIT).assign(athlete=["al", "bo"])
    assert len(merge_duplicates(rows)[0]) == 2


def test_two_entries_of_one_day_are_two_runs() -> None:
    rows = table(("2026-05-03", 8), ("2026-05-03", 8), columns="start distance_km")
    assert merge_duplicates(rows)[0]["distance_km"].tolist() == [8, 8]


def test_the_richest_is_kept_with_the_facts_of_all() -> None:
    rows = table(
        ("07:00:00", 60, 10.0, "fit", 150, None, None, None, None, "asphalt", "a.fit"),
        ("07:00:03", 60, 10.1, "gpx", NAN, "Long one", None, None, 1, None, "a.gpx"),
        ("07:00:05", 60, 10.0, "listed", NAN, "Sunday run", "Ghost", 4, None, None, "row 7"),
        columns="start duration_min distance_km format heart_rate_bpm name shoe rpe race "
        "surface file",
    )
    rows["start"] = "2026-05-03 " + rows["start"]
    rows["shoe_source"] = [None, None, "export"]
    sessions, decisions = merge_duplicates(rows.iloc[::-1])
    kept = sessions.iloc[0]
    assert len(sessions) == 1
    assert kept[["file", "heart_rate_bpm", "distance_km"]].tolist() == ["a.fit", 150, 10.0]
    assert kept[["name", "shoe", "shoe_source", "rpe", "race", "surface"]].tolist() == [
        "Sunday run", "Ghost", "export", 4, 1, "asphalt",
    ]  # fmt: skip
    assert "also recorded in a.gpx" in kept["notes"]
    log = decisions.set_index("dropped_file")
    assert log.loc["a.gpx", "taken"] == "name, race"
    assert log.loc["row 7", "taken"] == "name, shoe, rpe"
    assert (log["kept_file"] == "a.fit").all()
    assert log.loc["a.gpx", "distance_difference_km"] == pytest.approx(0.1)
    assert log.loc["a.gpx", "overlap"] == pytest.approx(0.99, abs=0.01)


def test_a_whole_stands_for_its_richer_halves() -> None:
    rows = table(
        ("2026-05-03 07:00:00", 60, 10.0, "gpx", NAN),
        ("2026-05-03 07:00:05", 29, 4.9, "fit", 150),
        ("2026-05-03 07:30:05", 29, 4.9, "fit", 150),
        columns="start duration_min distance_km format heart_rate_bpm",
    )
    whole = straight()
    second = straight(km=5)
    second[:, 0] += np.float32(5 / 111.195)
    sessions, _ = merge_duplicates(rows, tracks=[whole, straight(km=5), second])
    assert sessions["distance_km"].tolist() == [10.0]


def test_a_sure_zone_is_taken_over_from_the_poorer_recording() -> None:
    rows = table(
        ("2026-05-03 05:00", "2026-05-03 05:00", 60, 10, "fit", "UTC", "assumed_utc"),
        ("2026-05-03 07:00", "2026-05-03 05:00", 60, 10, "gpx", "Europe/Berlin", "coordinates"),
        columns="start start_utc duration_min distance_km format timezone timezone_source",
    )
    kept = merge_duplicates(rows)[0].iloc[0]
    assert kept["start"] == pd.Timestamp("2026-05-03 07:00")
    assert (kept["timezone"], kept["timezone_source"]) == ("Europe/Berlin", "coordinates")


@pytest.mark.parametrize(
    ("hours", "zone", "runs"),
    [
        # Berlin in May is two hours ahead of UTC: an hour of summer time, or local time as UTC.
        (1, "Europe/Berlin", 1),
        (2, "Europe/Berlin", 1),
        # Morning and evening on one loop.
        (10, "Europe/Berlin", 2),
        (10, None, 1),
    ],
)
def test_clocks_are_wrong_by_hours_that_have_a_cause(
    hours: int, zone: str | None, runs: int
) -> None:
    rows = table(
        ("2026-05-03 07:00", "2026-05-03 05:00", 60, 10, "gpx"),
        ("2026-05-03 07:00", "2026-05-03 05:00", 60, 10, "fit"),
        columns="start start_utc duration_min distance_km format",
    ).assign(timezone_source="coordinates" if zone else "assumed_utc")
    for name in ("start", "start_utc"):
        rows[name] = pd.to_datetime(rows[name]) + pd.to_timedelta([0, hours], unit="h")
    assert len(merge_duplicates(rows)[0]) == runs


@pytest.mark.parametrize(
    ("start", "minutes", "runs"),
    [("07:00", 60, 1), ("07:04", 60, 1), ("07:00", NAN, 1), ("07:20", 60, 2), ("05:03", 60, 2)],
)
def test_a_local_clock_is_compared_with_the_local_clock(
    start: str, minutes: float, runs: int
) -> None:
    rows = table(
        ("2026-05-03 07:00", "2026-05-03 05:00", 60, 10, "gpx", "coordinates"),
        (f"2026-05-03 {start}", None, minutes, 10, "listed", "typed"),
        columns="start start_utc duration_min distance_km format timezone_source",
    )
    assert len(merge_duplicates(rows)[0]) == runs


def test_a_list_of_local_clocks_tells_the_zone_of_a_recording_of_utc() -> None:
    rows = table(
        ("2026-05-03 22:30:05", "2026-05-03 22:30:05", 60, 10, "fit", "assumed_utc"),
        ("2026-05-04 00:30:11", None, 60, 10, "listed", "typed"),
        columns="start start_utc duration_min distance_km format timezone_source",
    )
    sessions, decisions = merge_duplicates(rows)
    kept = sessions.iloc[0]
    assert kept["start"] == pd.Timestamp("2026-05-04 00:30:05")
    assert kept["date"] == pd.Timestamp("2026-05-04")
    assert kept[["timezone", "timezone_source"]].tolist() == ["+02:00", "file"]
    assert decisions["taken"].tolist() == ["start"]


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        # As far (within 2 %) on that day: the same run. Time with or without pauses.
        ([("03", 10.1, 60)], ["a.fit", "b.fit"]),
        ([("03", 10.0, 70)], ["a.fit", "b.fit"]),
        ([("03", 10.0, NAN)], ["a.fit", "b.fit"]),
        # Farther, slower, or on another day: another run.
        ([("03", 10.3, 60)], ["log.csv row 1", "a.fit", "b.fit"]),
        ([("03", 10.0, 90)], ["log.csv row 1", "a.fit", "b.fit"]),
        ([("04", 10.0, 60)], ["a.fit", "b.fit", "log.csv row 1"]),
        # A run each, the nearest first; the third entry is a third run.
        ([("03", 10.0, 60), ("03", 5.0, 30)], ["a.fit", "b.fit"]),
        ([("03", 10.1, 60), ("03", 10.0, 60)], ["log.csv row 1", "a.fit", "b.fit"]),
    ],
)
def test_an_entry_of_a_bare_date_is_the_run_of_that_day(
    entries: list[tuple[str, float, float]], left: list[str]
) -> None:
    runs = [("2026-05-03 07:00", 10.0, 58, "fit", "a.fit", None)]
    runs += [("2026-05-03 18:00", 5.0, 30, "fit", "b.fit", None)]
    runs += [
        (f"2026-05-{day}", km, time, "listed", f"log.csv row {n}", "Ghost")
        for n, (day, km, time) in enumerate(entries, 1)
    ]
    columns = "start distance_km duration_min format file shoe"
    sessions, decisions = merge_duplicates(table(*runs, columns=columns))
    assert sessions["file"].tolist() == left
    merged = sessions[sessions["file"].isin(decisions["kept_file"])]
    assert (merged["shoe"] == "Ghost").all()
    assert len(merged) == len(decisions)
    assert decisions["why"].str.endswith("one a bare date of that day").all()


def test_keep_all_explains_and_drops_nothing() -> None:
    rows = table(FIT, ("2026-05-03 07:00:09", 59.5, 10.1, "gpx", "phone"))
    sessions, decisions = merge_duplicates(rows, keep_all=True)
    assert len(sessions) == 2
    pd.testing.assert_frame_equal(explain_duplicates(rows), decisions)
    assert decisions["why"].tolist() == [
        "the same run as 20260503T070000, 99% of the longer one's time, distances 100 m apart"
    ]


def test_many_copies_cost_no_more_than_many_runs() -> None:
    copies = table(*[FIT] * 3000).assign(file=[f"{k:04d}.fit" for k in range(3000)])
    sessions, decisions = merge_duplicates(copies)
    assert sessions["file"].tolist() == ["0000.fit"]
    assert len(decisions) == 2999


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_files_decides_nothing(order: list[int]) -> None:
    rows = table(
        FIT,
        ("2026-05-03 07:00:09", 59.5, 10.1, "gpx", "phone"),
        ("2026-05-03 07:00:04", 60, 10.0, "tcx", "watch"),
        ("2026-05-03 18:00:00", 30, 5.0, "fit", "watch"),
        ("2026-05-03 16:00:10", 30, 5.0, "gpx", "phone"),
    )
    rows["file"] = list("abcde")
    kept, log = merge_duplicates(rows.iloc[order])
    assert kept["file"].tolist() == ["a", "d"]
    assert sorted(log["dropped_file"]) == ["b", "c", "e"]


def samples(latitude: list[float], seconds: list[int]) -> pd.DataFrame:
    time = pd.Timestamp("2026-05-03", tz="UTC") + pd.to_timedelta(seconds, unit="s")
    return pd.DataFrame({"latitude_deg": latitude, "longitude_deg": 8.0}, index=time)


def test_a_signature_is_the_track_at_even_moments() -> None:
    track = track_signature(samples([50.0, NAN, 50.31], [0, 10, 310]))
    np.testing.assert_allclose(track[:, 0], np.linspace(50, 50.31, MOMENTS), rtol=1e-6)
    assert np.isnan(track_signature(samples([50.0, 50.1, NAN], [0, 10, 310]))).all()
    assert np.isnan(track_signature(samples([], []))).all()


def test_separation_is_measured_where_both_were_on_their_way() -> None:
    # 0.01 degrees of longitude at 50 degrees north are 715 m.
    assert separation_m(straight(), straight(715), (0, 60), (0, 60)) == pytest.approx(715, rel=0.01)
    late = straight(km=5)
    late[:, 0] += np.float32(5 / 111.195)
    assert separation_m(straight(), late, (0, 60), (30, 60)) == pytest.approx(0, abs=3)
    assert np.isnan(separation_m(straight(), late, (0, 60), (60, 90)))
