"""Sessions, laps, pauses, totals and times of FIT activities."""

from __future__ import annotations

import time

import fit_files as fit
import numpy as np
import pandas as pd
import pytest

from metatarsal_load.readers.fit import read_fit
from metatarsal_load.readers.recording import SAMPLE_COLUMNS

T0 = fit.T0


def only(body: bytes):
    ((samples, meta),) = read_fit(fit.fit_file(fit.file_id() + body), "run.fit")
    return samples, meta


def utc(second: int) -> pd.Timestamp:
    return pd.Timestamp(second + fit.EPOCH, unit="s", tz="UTC")


def seconds(samples) -> list[int]:
    return [round(t.timestamp()) - fit.EPOCH - T0 for t in samples.index]


STEADY = fit.records(fit.steady_rows(10))


def test_totals_of_the_session():
    _, meta = only(STEADY + fit.session(T0, 9, 27.5, elapsed=11, sub_sport=1))
    assert (meta.sport, meta.sub_sport) == ("running", "treadmill")
    assert (meta.distance_m, meta.timer_s, meta.elapsed_s) == (27.5, 9.0, 11.0)
    assert meta.start_utc == utc(T0)
    assert meta.device == "garmin fr235"
    assert (meta.steps, meta.ascent_m, meta.mass_kg, meta.utc_offset_s) == (None,) * 4


def test_steps_are_twice_the_strides_of_a_run():
    fields = ((2, "uint32"), (5, "enum"), (8, "uint32"), (10, "uint32"), (94, "uint8"))
    for sport, steps in ((1, 201.0), (11, 201.0), (2, None)):
        message = fit.message(1, fields, (T0, sport, 9000, 100, 64))  # 100 + 64/128 strides
        assert only(STEADY + fit.define(1, 18, fields) + message)[1].steps == steps


def test_each_leg_of_a_triathlon_is_a_recording():
    legs = [(0, 10, 5), (10, 12, 3), (12, 30, 2), (30, 32, 3), (32, 50, 1)]
    body = fit.records(fit.steady_rows(50))
    for first, last, sport in legs:
        body += fit.session(T0 + first, last - first, 3 * (last - first), sport=sport)
    recordings = read_fit(fit.fit_file(fit.file_id() + body), "tri.fit")
    assert [m.sport for _, m in recordings] == [
        "swimming", "transition", "cycling", "transition", "running",
    ]  # fmt: skip
    assert [len(s) for s, _ in recordings] == [10, 2, 18, 2, 18]
    assert [m.activity for _, m in recordings] == [0, 1, 2, 3, 4]
    assert [m.start_utc for _, m in recordings] == [utc(T0 + first) for first, *_ in legs]
    assert recordings[2][0].cadence_rpm.tolist() == [85.0] * 18
    assert recordings[4][0].cadence_spm.tolist() == [170.0] * 18


def test_a_sum_over_the_legs_is_no_leg():
    body = fit.records(fit.steady_rows(20)) + fit.session(T0, 20, 60, sport=18)  # multisport
    body += fit.session(T0, 10, 30, sport=5) + fit.session(T0 + 10, 10, 30, sport=1)
    recordings = read_fit(fit.fit_file(fit.file_id() + body), "tri.fit")
    assert [(m.sport, len(s)) for s, m in recordings] == [("swimming", 10), ("running", 10)]


def test_summary_first_and_a_session_written_twice_make_no_difference():
    session = fit.session(T0, 9, 27)
    before, after = only(session + STEADY), only(STEADY + session + session)
    pd.testing.assert_frame_equal(before[0], after[0])
    assert before[1] == after[1]


def test_without_a_session_message_nothing_is_made_up():
    samples, meta = only(STEADY)
    assert len(samples) == 10
    assert (meta.sport, meta.distance_m, meta.timer_s) == (None, None, None)
    assert meta.start_utc == utc(T0)
    assert meta.notes == ("there is no session message: totals are unknown",)


def test_without_a_session_the_sport_message_tells_the_sport():
    fields = ((0, "enum"), (1, "enum"), (3, "string", 12))
    _, meta = only(STEADY + fit.define(1, 12, fields) + fit.message(1, fields, (1, 3, "Trail Run")))
    assert (meta.sport, meta.sub_sport, meta.name) == ("running", "trail", "Trail Run")


def test_a_summary_without_samples_is_a_recording():
    samples, meta = only(fit.session(T0, 1800, 5000))
    assert samples.empty
    assert tuple(samples.columns) == SAMPLE_COLUMNS
    assert str(samples.index.dtype) == "datetime64[us, UTC]"
    assert (meta.distance_m, meta.timer_s, meta.start_utc) == (5000.0, 1800.0, utc(T0))
    assert meta.notes == ("the session has totals but no samples",)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(7200, 7200.0), (-12600, -12600.0), (20700, 20700.0), (7199, 7200.0), (0, 0.0),
     (50400, 50400.0), (51300, None), (7500, None), (-700_000_000, None), (None, None)],
)  # fmt: skip
def test_offset_of_the_local_clock(offset, expected):
    local = None if offset is None else T0 + 9 + offset
    activity = fit.define(1, 34, fit.ACTIVITY) + fit.message(1, fit.ACTIVITY, (T0 + 9, local))
    assert only(STEADY + activity)[1].utc_offset_s == expected


def events(*pairs: tuple[int, int]) -> bytes:
    """Timer events: (second, event type); 0 start, 1 stop, 4 stop all."""
    made = b"".join(fit.message(3, fit.EVENT, (T0 + at, 0, kind)) for at, kind in pairs)
    return fit.define(3, 21, fit.EVENT) + made


def test_pauses_run_from_a_stop_to_the_next_start():
    timer = events((0, 0), (3, 4), (5, 0), (7, 1), (8, 4), (9, 0), (10, 4))
    _, meta = only(STEADY + timer + fit.session(T0, 9, 27))
    expected = [[utc(T0 + 3), utc(T0 + 5)], [utc(T0 + 7), utc(T0 + 9)]]
    assert meta.pauses.dtype == np.dtype("datetime64[us]")
    assert meta.pauses.tolist() == [
        [t.to_pydatetime().replace(tzinfo=None) for t in p] for p in expected
    ]


def test_no_pauses():
    _, meta = only(STEADY + events((0, 0), (9, 4)))
    assert meta.pauses.shape == (0, 2)


def test_laps():
    lap = fit.define(3, 19, fit.LAP)
    for first, length in ((0, 6), (6, 4)):
        values = (T0 + first + length, T0 + first, 1000 * length, 300 * length)
        lap += fit.message(3, fit.LAP, values)
    _, meta = only(STEADY + lap + fit.session(T0, 9, 27))
    assert meta.laps.columns.tolist() == ["start", "distance_m", "timer_s"]
    assert meta.laps.start.tolist() == [utc(T0), utc(T0 + 6)]
    assert str(meta.laps.start.dtype) == "datetime64[us, UTC]"
    assert meta.laps.distance_m.tolist() == [18.0, 12.0]
    assert meta.laps.timer_s.tolist() == [6.0, 4.0]


def test_user_profile_and_zones():
    fields = ((4, "uint16"), (8, "uint8"), (9, "uint8"), (11, "uint8"))
    user = fit.define(3, 3, fields) + fit.message(3, fields, (705, 48, 191, 185))
    zones = fit.define(4, 7, ((1, "uint8"),)) + fit.message(4, ((1, "uint8"),), (188,))
    _, meta = only(user + zones + STEADY + fit.session())
    assert (meta.mass_kg, meta.hr_rest_bpm, meta.hr_max_bpm) == (70.5, 48.0, 191.0)
    _, meta = only(user + zones + STEADY + fit.session(sport=2))
    assert meta.hr_max_bpm == 188.0


@pytest.mark.parametrize(
    ("maker", "product", "text", "device"),
    [(1, 2431, None, "garmin fr235"), (1, 65000, None, "garmin 65000"),
     (32, 31, "ELEMNT BOLT", "wahoo_fitness ELEMNT BOLT"), (23, 20, None, "suunto 20"),
     (None, None, None, None)],
)  # fmt: skip
def test_device(maker, product, text, device):
    fields = ((0, "enum"), (1, "uint16"), (2, "uint16"), (8, "string", 16))
    first = fit.define(0, 0, fields) + fit.message(0, fields, (4, maker, product, text))
    ((_, meta),) = read_fit(fit.fit_file(first + STEADY), "run.fit")
    assert meta.device == device


TIME_AND_HEART = ((253, "uint32"), (3, "uint8"), (6, "uint16"))


def timed(*rows: tuple[int | None, int | None, int | None]):
    return only(fit.records(rows, TIME_AND_HEART) + fit.session())


def test_records_of_one_instant_are_merged():
    """Suunto writes position and sensors of one instant apart."""
    samples, meta = timed(
        (T0, 120, None), (T0, None, 3000), (T0 + 1, 121, 3100), (T0 + 1, 99, None), (T0 + 2, 122, 0)
    )
    assert seconds(samples) == [0, 1, 2]
    assert samples.heart_rate_bpm.tolist() == [120.0, 121.0, 122.0]
    assert samples.speed_mps.tolist() == [3.0, 3.1, 0.0]
    assert meta.notes == ("2 records share the instant of another one and were merged with it",)


def test_steps_back_are_sorted():
    samples, meta = timed((T0, 120, 0), (T0 + 2, 122, 0), (T0 + 1, 121, 0), (T0 + 3, 123, 0))
    assert seconds(samples) == [0, 1, 2, 3]
    assert samples.heart_rate_bpm.tolist() == [120.0, 121.0, 122.0, 123.0]
    assert meta.notes == ("time steps back 1 times: the samples were sorted by time",)


NOW = int(time.time()) - fit.EPOCH


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (0x10000001, "1 records lie before the year 2000: dropped"),
        (500, "1 records lie before the year 2000: dropped"),
        (2_000_000_000 + 1_000_000_000, "1 records lie in the future: dropped"),
        (NOW + 3 * 86400, "1 records lie in the future: dropped"),
        (T0 + 400 * 86400, "1 records lie more than half a year from the others: dropped"),
        (None, "1 records have no time: dropped"),
    ],
    ids=["1998", "relative", "2085", "in three days", "in a year", "none"],
)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_impossible_times_are_dropped(wrong, words, place):
    rows: list = [(T0 + k, 120, 0) for k in range(4)]
    rows.insert(place, (wrong, 120, 0))
    samples, meta = timed(*rows)
    assert seconds(samples) == [0, 1, 2, 3]
    assert [loss.reason for loss in meta.losses] == [words]
    assert words in meta.notes


def test_times_that_count_from_the_devices_start():
    samples, meta = timed((500, 120, 3000), (501, 121, 3000))
    assert np.diff(samples.index.to_numpy()).tolist() == [np.timedelta64(1, "s")]
    assert "the date is unknown" in meta.notes[0]


def test_a_day_long_activity_is_whole():
    rows = [(T0 + 86400 * k, 120, 0) for k in range(20)]
    samples, meta = timed(*rows)
    assert len(samples) == 20
    assert meta.losses == ()
