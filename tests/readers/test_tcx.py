"""TCX: documents typed here, with the samples, laps and totals a reader can check by eye."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from xml_files import TCX_NS, activity, lap, tcx, trackpoint

from metatarsal_load.errors import RunFileError, UnsupportedFormat
from metatarsal_load.readers.tcx import read_tcx

NAN = np.nan
TIMES = [f"2024-05-01T06:{second // 60:02d}:{second % 60:02d}Z" for second in range(600)]
BOTH = pytest.mark.parametrize("engine", ["columnar", "lxml"])


def one(data: bytes, engine: str = "columnar"):
    recordings = read_tcx(data, "run.tcx", engine=engine)
    assert len(recordings) == 1
    return recordings[0]


@BOTH
def test_channels(engine):
    points = [
        trackpoint(TIMES[0], lat=50.5, lon=-8.25, altitude=101.5, distance=0, heart_rate=120),
        trackpoint(TIMES[1], distance=2.5, heart_rate=121, speed=2.5, run_cadence=80, watts=250),
        trackpoint(TIMES[2]),
    ]
    samples, _ = one(tcx(activity(lap(points))), engine)
    expected = {
        "distance_m": [0, 2.5, NAN],
        "latitude_deg": [50.5, NAN, NAN],
        "longitude_deg": [-8.25, NAN, NAN],
        "altitude_m": [101.5, NAN, NAN],
        "speed_mps": [NAN, 2.5, NAN],
        "cadence_spm": [NAN, 160, NAN],
        "heart_rate_bpm": [120, 121, NAN],
        "power_w": [NAN, 250, NAN],
        "temperature_c": [NAN, NAN, NAN],
    }
    for channel, values in expected.items():
        np.testing.assert_array_equal(samples[channel], values, err_msg=channel)


@BOTH
def test_laps_totals_and_names(engine):
    data = tcx(
        activity(
            lap([trackpoint(TIMES[0])], start=TIMES[0], seconds=60.5, meters=200, steps=165),
            lap([trackpoint(TIMES[70])], start=TIMES[70], seconds=30, meters=100.25, steps=80),
            device="Garmin Forerunner 220",
        ),
        author="Connect Api",
    )
    _, meta = one(data, engine)
    assert (meta.sport, meta.device, meta.creator) == (
        "running",
        "Garmin Forerunner 220",
        "Connect Api",
    )
    assert (meta.distance_m, meta.timer_s, meta.steps) == (300.25, 90.5, 245)
    assert meta.start_utc == pd.Timestamp("2024-05-01T06:00Z")
    assert meta.laps["start"].tolist() == [pd.Timestamp(TIMES[0]), pd.Timestamp(TIMES[70])]
    assert meta.laps["distance_m"].tolist() == [200, 100.25]
    assert meta.laps["timer_s"].tolist() == [60.5, 30]


def test_a_total_with_a_lap_missing_is_unknown():
    first = lap([trackpoint(TIMES[0])], meters=None)
    _, meta = one(tcx(activity(first, lap([trackpoint(TIMES[1])]))))
    assert meta.distance_m is None
    assert meta.timer_s == 120


# cadence element, raw values, speed, sport -> spm, source
CADENCES = [
    ("run_cadence", 88, 3.0, "Running", 176, "tcx_run_cadence_one_leg"),
    ("run_cadence", 120, NAN, "Running", 120, "tcx_run_cadence_both_feet_by_cadence"),
    ("cadence", 81, 2.7, "Running", 162, "tcx_one_leg_by_cadence"),
    ("cadence", 164, 2.7, "Running", 164, "tcx_both_feet_by_cadence"),
    ("cadence", 90, 8.0, "Biking", NAN, "not_steps"),
]


@BOTH
@pytest.mark.parametrize(("element", "raw", "speed", "sport", "spm", "source"), CADENCES)
def test_cadence(element, raw, speed, sport, spm, source, engine):
    known = {} if np.isnan(speed) else {"speed": speed}
    points = [trackpoint(time, **{element: raw}, **known) for time in TIMES[:30]]
    samples, meta = one(tcx(activity(lap(points), sport=sport)), engine)
    assert meta.cadence_source == source
    np.testing.assert_array_equal(samples["cadence_spm"], np.full(30, spm))


@BOTH
def test_tracks_of_a_lap_are_parted_by_pauses_and_laps_are_not(engine):
    ahead, behind = map(trackpoint, TIMES[:2]), map(trackpoint, TIMES[300:302])
    data = tcx(activity(lap(ahead, behind), lap(map(trackpoint, TIMES[310:312]))))
    samples, meta = one(data, engine)
    assert len(samples) == 6
    gap = np.array([["2024-05-01T06:00:01", "2024-05-01T06:05:00"]], dtype="M8[us]")
    np.testing.assert_array_equal(meta.pauses, gap)


@BOTH
def test_each_activity_is_a_recording(engine):
    ride = activity(lap([trackpoint(TIMES[9], distance=5)]), sport="Biking", id_=TIMES[9])
    data = tcx(activity(lap(map(trackpoint, TIMES[:3]))), ride)
    got = [
        (meta.activity, meta.sport, len(samples), meta.start_utc)
        for samples, meta in read_tcx(data, "x.tcx", engine=engine)
    ]
    assert got == [
        (0, "running", 3, pd.Timestamp(TIMES[0])),
        (1, "cycling", 1, pd.Timestamp(TIMES[9])),
    ]


@BOTH
def test_an_activity_without_points_is_kept_for_its_totals(engine):
    samples, meta = one(tcx(activity(lap(seconds=1800, meters=5000))), engine)
    assert samples.empty
    assert str(samples.index.dtype) == "datetime64[us, UTC]"
    assert (meta.distance_m, meta.timer_s) == (5000, 1800)


# body of the database, error, words
REFUSED = [
    ("<Courses><Course><Name>c</Name></Course></Courses>", UnsupportedFormat, "a TCX course"),
    ("<Workouts><Workout/></Workouts>", UnsupportedFormat, "a TCX workout"),
    ("<Folders/>", RunFileError, "without an activity"),
    ("<Activities><Activity Sport='Running'/></Activities>", RunFileError, "without points"),
]


@pytest.mark.parametrize(("body", "error", "words"), REFUSED)
def test_what_is_no_recording_is_named(body, error, words):
    data = f"<TrainingCenterDatabase xmlns='{TCX_NS}'>{body}</TrainingCenterDatabase>".encode()
    with pytest.raises(error, match=words):
        read_tcx(data, "x.tcx")


def test_a_course_beside_an_activity_is_left_out():
    points = "".join(map(trackpoint, TIMES[20:25]))
    course = f"<Courses><Course><Track>{points}</Track></Course></Courses>".encode()
    data = tcx(activity(lap(map(trackpoint, TIMES[:3]))))
    data = data.replace(b"</TrainingCenterDatabase>", course + b"</TrainingCenterDatabase>")
    samples, _ = one(data)
    assert len(samples) == 3


# what the activity says of its start, its first point, start that is used
STARTS = [
    (TIMES[0], TIMES[9], TIMES[0], 0),
    ("2024-05-01T08:00:00Z", TIMES[9], TIMES[9], 1),  # local time labelled UTC
    ("1989-12-31T00:00:00Z", TIMES[9], TIMES[9], 0),
    ("no time", TIMES[9], TIMES[9], 0),
]


@pytest.mark.parametrize(("stated", "first", "start", "notes"), STARTS)
def test_a_start_far_from_the_points_is_not_believed(stated, first, start, notes):
    lap_ = lap([trackpoint(first)], start=stated)
    _, meta = one(tcx(activity(lap_, id_=stated)))
    assert meta.start_utc == pd.Timestamp(start)
    assert len(meta.notes) == notes


@BOTH
def test_distances_that_start_again_in_each_lap_are_counted_on(engine):
    def points(first: int, metres: list[float | None]) -> list[str]:
        return [trackpoint(TIMES[first + k], distance=m) for k, m in enumerate(metres)]

    laps = (
        lap(points(0, [0, 300, 600])),
        lap(points(3, [None, 0, 250])),
        lap(points(6, [2, 100]), points(8, [200])),  # two tracks of one lap
    )
    samples, meta = one(tcx(activity(*laps)), engine)
    np.testing.assert_array_equal(
        samples["distance_m"], [0, 300, 600, NAN, 600, 850, 852, 950, 1050]
    )
    assert meta.notes == ("distances start again in 2 laps: counted on from the lap before",)


@BOTH
def test_distances_that_go_on_stay_as_they_are(engine):
    first = [trackpoint(TIMES[k], distance=300 * k) for k in range(3)]
    second = [trackpoint(TIMES[3], distance=599.5), trackpoint(TIMES[4], distance=900)]
    samples, meta = one(tcx(activity(lap(first), lap(second))), engine)
    assert samples["distance_m"].tolist() == [0, 300, 600, 599.5, 900]
    assert meta.notes == ()
