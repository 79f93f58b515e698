"""GPX: documents typed here, with the samples a reader can check by eye."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from xml_files import gpx, leaf, segment, simple_gpx, tpx, track, trkpt

from metatarsal_load.errors import RunFileError, UnsupportedFormat
from metatarsal_load.readers.gpx import read_gpx
from metatarsal_load.readers.recording import SAMPLE_COLUMNS

NAN = np.nan
T0, T1, T2 = (f"2024-05-01T06:00:0{second}Z" for second in range(3))
BOTH = pytest.mark.parametrize("engine", ["columnar", "lxml"])


def one(data: bytes, engine: str = "columnar"):
    recordings = read_gpx(data, "run.gpx", engine=engine)
    assert len(recordings) == 1
    return recordings[0]


def seconds(samples: pd.DataFrame) -> list[float]:
    """Seconds since 2024-05-01 06:00 UTC."""
    return ((samples.index - pd.Timestamp("2024-05-01T06:00Z")) / pd.Timedelta("1s")).tolist()


@BOTH
def test_frame_has_the_contract_of_samples(engine):
    samples, meta = one(simple_gpx([trkpt(T0), trkpt(T1)], name="Morning run"), engine)
    assert tuple(samples.columns) == SAMPLE_COLUMNS
    assert samples.index.name == "time"
    assert str(samples.index.dtype) == "datetime64[us, UTC]"
    assert {str(dtype) for dtype in samples.dtypes} == {"float64"}
    assert (meta.format, meta.engine, meta.file) == ("gpx", engine, "run.gpx")
    assert (meta.sport, meta.name, meta.creator) == ("running", "Morning run", "test")
    assert meta.start_utc == pd.Timestamp("2024-05-01T06:00Z")
    assert meta.notes == ()
    assert meta.losses == ()


# markup inside <extensions>, channel, its value
EXTENSIONS = [
    (tpx(hr=140), "heart_rate_bpm", 140),
    (tpx(prefix="ns3", hr=140, atemp=21.5), "temperature_c", 21.5),
    (tpx(speed=2.75), "speed_mps", 2.75),
    ("<undeclared:hr>140</undeclared:hr>", "heart_rate_bpm", 140),
    ("<hr>140</hr>", "heart_rate_bpm", 140),
    ("<g:hr xmlns:g='http://www.cluetrust.com/XML/GPXDATA/1/0'>140</g:hr>", "heart_rate_bpm", 140),
    ("<g:temp xmlns:g='urn:x'>-3</g:temp>", "temperature_c", -3),
    ("<power>251</power>", "power_w", 251),
    ("<p:PowerInWatts xmlns:p='urn:y'>251</p:PowerInWatts>", "power_w", 251),
    (tpx(hr=0), "heart_rate_bpm", NAN),
    (tpx(hr=255), "heart_rate_bpm", NAN),
    (tpx(hr=""), "heart_rate_bpm", NAN),
    (tpx(hr="--"), "heart_rate_bpm", NAN),
    (tpx(hr="1_40"), "heart_rate_bpm", NAN),
    (tpx(hr=" 140\n"), "heart_rate_bpm", 140),
    (tpx(hr="1.4e2"), "heart_rate_bpm", 140),
    ("<hr>1<!-- a -->40</hr>", "heart_rate_bpm", 140),
    ("<hr><![CDATA[140]]></hr>", "heart_rate_bpm", 140),
    ("<hr>&#49;40</hr>", "heart_rate_bpm", 140),
    ("<hr unit='bpm'>140</hr>", "heart_rate_bpm", 140),
    ("<hr><v>140</v></hr>", "heart_rate_bpm", NAN),
    ("<hr></hr><hr>140</hr><hr>150</hr>", "heart_rate_bpm", 140),
    ("<hr/><hr >140</hr >", "heart_rate_bpm", 140),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize(("markup", "channel", "value"), EXTENSIONS)
def test_extension_channels(markup, channel, value, engine):
    samples, _ = one(simple_gpx([trkpt(T0, extensions=markup), trkpt(T1)]), engine)
    np.testing.assert_array_equal(samples[channel], [value, NAN])


@BOTH
def test_a_missing_value_leaves_a_hole_in_its_own_row(engine):
    points = [
        trkpt(T0, ele=5, extensions=tpx(hr=140)),
        trkpt(T1, extensions=tpx(cad=80)),
        trkpt(T2, ele=7, extensions=tpx(hr=142)),
    ]
    samples, _ = one(simple_gpx(points), engine)
    np.testing.assert_array_equal(samples["altitude_m"], [5, NAN, 7])
    np.testing.assert_array_equal(samples["heart_rate_bpm"], [140, NAN, 142])


# time as written, seconds since 06:00 UTC, note
TIMES = [
    ("2024-05-01T06:00:07Z", 7, None),
    ("2024-05-01T06:00:07.25Z", 7.25, None),
    ("2024-05-01T06:00:07.1234567Z", 7.123456, None),
    ("2024-05-01T08:00:07+02:00", 7, None),
    ("2024-05-01T03:30:07-0230", 7, None),
    ("2024-05-01T06:00:07", 7, "1 times without a zone taken as UTC"),
    (" 2024-05-01T06:00:07Z\n", 7, None),
]


@BOTH
@pytest.mark.parametrize(("written", "second", "note"), TIMES)
def test_times(written, second, note, engine):
    samples, meta = one(simple_gpx([trkpt(T0), trkpt(written)]), engine)
    assert seconds(samples) == [0, second]
    assert meta.notes == ((note,) if note else ())


# times, seconds kept, note or loss
DISORDER = [
    ([T0, None, T1], [0, 1], "1 points without a readable time dropped"),
    ([T0, "2024-02-30T06:00:00Z", T1], [0, 1], "1 points without a readable time dropped"),
    ([T0, "yesterday", T1], [0, 1], "1 points without a readable time dropped"),
    ([T0, "1901-12-13T20:45:52Z", T1], [0, 1],
     "1 points dated before 1990 or in the future (1901-12-13T20:45:52) dropped"),
    ([T0, "2085-01-01T00:00:00Z", T1], [0, 1],
     "1 points dated before 1990 or in the future (2085-01-01T00:00:00) dropped"),
    ([T1, T0, T2], [0, 1, 2], "1 steps back in time: sorted"),
    ([T0, T1, T1, T2], [0, 1, 2], "1 points at the instant of another: merged"),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize(("times", "kept", "said"), DISORDER)
def test_disorder_in_time_is_mended_and_said(times, kept, said, engine):
    samples, meta = one(simple_gpx([trkpt(time) for time in times]), engine)
    assert seconds(samples) == kept
    assert [*meta.notes, *(loss.reason for loss in meta.losses)] == [said]


def test_points_of_one_instant_fill_each_other():
    points = [
        trkpt(T0, 50, 8, extensions=tpx(hr=140)),
        trkpt(T0, 51, 9, ele=3, extensions=tpx(hr=150)),
    ]
    samples, _ = one(simple_gpx(points))
    row = samples.iloc[0][["latitude_deg", "longitude_deg", "altitude_m", "heart_rate_bpm"]]
    assert row.tolist() == [50, 8, 3, 140]


# latitude, longitude as written, what is kept, note
PLACES = [
    ("50.5", "-0.25", (50.5, -0.25), ()),
    ("0", "0", (NAN, NAN), ("1 positions at 0 N 0 E: unknown",)),
    ("0", "8", (0, 8), ()),
    ("90.1", "8", (NAN, NAN), ("1 positions off the globe: unknown",)),
    ("50", "-180.5", (NAN, NAN), ("1 positions off the globe: unknown",)),
    ("", "8", (NAN, NAN), ()),
    ("40.03811557777225971221923828125", "-105.25865315459668636322021484375",
     (40.03811557777226, -105.25865315459669), ()),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize(("lat", "lon", "kept", "notes"), PLACES)
def test_places(lat, lon, kept, notes, engine):
    samples, meta = one(simple_gpx([trkpt(T0, lat, lon)]), engine)
    got = samples.iloc[0][["latitude_deg", "longitude_deg"]]
    np.testing.assert_array_equal(got.to_numpy(), kept)
    assert meta.notes == notes


def test_points_without_position_keep_their_other_channels():
    bare = f"<trkpt>{leaf('time', T0)}{leaf('ele', 12)}</trkpt>"
    samples, _ = one(simple_gpx([bare, trkpt(T1)]))
    np.testing.assert_array_equal(samples["latitude_deg"], [NAN, 50])
    np.testing.assert_array_equal(samples["altitude_m"], [12, NAN])


def test_segments_are_one_recording_with_a_pause_between():
    late = ["2024-05-01T06:10:00Z", "2024-05-01T06:10:01Z"]
    data = gpx(track(segment([trkpt(T0), trkpt(T1)]), segment([]), segment(map(trkpt, late))))
    samples, meta = one(data)
    assert seconds(samples) == [0, 1, 600, 601]
    expected = np.array([[T1[:-1], late[0][:-1]]], dtype="M8[us]")
    np.testing.assert_array_equal(meta.pauses, expected)


def test_tracks_are_recordings_of_their_own():
    data = gpx(
        track(segment([trkpt(T0)]), name="a", type_="9"),
        track(segment([]), name="empty"),
        track(segment([trkpt(T1), trkpt(T2)]), name="b", type_="1"),
    )
    got = [
        (meta.activity, meta.name, meta.sport, len(samples))
        for samples, meta in read_gpx(data, "x.gpx")
    ]
    assert got == [(0, "a", "running", 1), (1, "b", "cycling", 2)]


SPORTS = [
    ("9", "running", None), ("running", "running", None), ("Run", "running", None),
    ("trail_running", "running", "trail"), ("treadmill_running", "running", "treadmill"),
    ("10", "walking", None), ("4", "hiking", None), ("1", "cycling", None),
    ("Biking", "cycling", None), ("Nordic Ski", "nordic ski", None), ("", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("word", "sport", "sub_sport"), SPORTS)
def test_sport_words(word, sport, sub_sport):
    _, meta = one(simple_gpx([trkpt(T0)], type_=word))
    assert (meta.sport, meta.sub_sport) == (sport, sub_sport)


@BOTH
def test_prefixed_document_and_lon_before_lat(engine):
    data = (
        b"<g:gpx xmlns:g='http://www.topografix.com/GPX/1/0' creator='x'><g:trk><g:trkseg>"
        b"<g:trkpt lon='8.5' lat='50.5'><g:time>2024-05-01T06:00:00Z</g:time>"
        b"<g:speed>3.5</g:speed></g:trkpt></g:trkseg></g:trk></g:gpx>"
    )
    samples, meta = one(data, engine)
    row = samples.iloc[0][["latitude_deg", "longitude_deg", "speed_mps"]]
    assert row.tolist() == [50.5, 8.5, 3.5]
    assert meta.sport is None


WRAPPED = [
    ("byte-order mark", lambda text: b"\xef\xbb\xbf" + text.encode()),
    ("ten blanks", lambda text: b" " * 10 + text.encode()),
    ("UTF-16", lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16")),
    ("Latin-1", lambda text: text.replace("UTF-8", "ISO-8859-1").encode("latin-1")),
    ("trailing zeros", lambda text: text.encode() + b"\0" * 20),
]


@BOTH
@pytest.mark.parametrize("encode", [call for _, call in WRAPPED], ids=[name for name, _ in WRAPPED])
def test_encodings(encode, engine):
    text = simple_gpx([trkpt(T0), trkpt(T1)], name="Früh").decode()
    samples, meta = one(encode(text), engine)
    assert len(samples) == 2
    assert meta.name == "Früh"
    assert meta.losses == ()


# content of the document, words of the refusal
COURSES = [
    ("<rte><rtept lat='1' lon='2'/></rte>", "a route (a course)"),
    ("<wpt lat='1' lon='2'/>", "waypoints"),
    ("<trk><trkseg/></trk>", "a track without points"),
    ("", "holds nothing"),
    (track(segment([trkpt(None), trkpt(None)])), "2 GPX track points without times"),
]


@BOTH
@pytest.mark.parametrize(("content", "words"), COURSES)
def test_courses_are_refused_by_name(content, words, engine):
    with pytest.raises(UnsupportedFormat, match=r"^x\.gpx at byte 0: ") as caught:
        read_gpx(gpx(content), "x.gpx", engine=engine)
    assert words in caught.value.reason


def test_a_track_from_another_age_is_an_error_that_says_so():
    with pytest.raises(RunFileError, match="no track point is left: 1 points dated before 1990"):
        read_gpx(simple_gpx([trkpt("1901-12-13T20:45:52Z")]), "x.gpx")


def test_cadence_of_one_leg_by_the_speed_of_the_track():
    step = 3.0 / 111_195  # degrees of latitude in 3 m
    points = [
        trkpt(f"2024-05-01T06:{i // 60:02d}:{i % 60:02d}Z", 50 + i * step, extensions=tpx(cad=82))
        for i in range(120)
    ]
    samples, meta = one(simple_gpx(points, type_="9"))
    assert meta.cadence_source == "gpx_one_leg_by_cadence"
    assert samples["cadence_spm"].unique().tolist() == [164]
    assert samples["speed_mps"].isna().all()  # the file has none


def test_a_time_from_another_age_makes_no_pause():
    wild = ["2024-05-01T06:00:01Z", "2085-01-01T00:00:00Z"]
    late = ["1901-12-13T20:45:52Z", "2024-05-01T06:10:00Z"]
    _, meta = one(gpx(track(segment(map(trkpt, wild)), segment(map(trkpt, late)))))
    expected = np.array([["2024-05-01T06:00:01", "2024-05-01T06:10:00"]], dtype="M8[us]")
    np.testing.assert_array_equal(meta.pauses, expected)


def test_a_track_that_is_lost_whole_is_told_with_the_first_that_is_kept():
    data = gpx(track(segment([trkpt(None), trkpt("soon")])), track(segment([trkpt(T0)])))
    _, meta = one(data)
    assert [loss.reason for loss in meta.losses] == ["2 points without a readable time dropped"]
