"""Damaged GPX and TCX: no complete point before a cut is lost, and every loss is said."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xml_files import activity, gpx, lap, segment, simple_gpx, tcx, tpx, track, trackpoint, trkpt

from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.gpx import read_gpx
from metatarsal_load.readers.tcx import read_tcx

TIMES = [f"2024-05-01T06:00:{second:02d}Z" for second in range(60)]
TRKPTS = [
    trkpt(time, 50 + i / 8, 8, ele=i, extensions=tpx(hr=120 + i)) for i, time in enumerate(TIMES)
]
TRACKPOINTS = [
    trackpoint(time, lat=50 + i / 8, lon=8, distance=i * 3, heart_rate=120 + i)
    for i, time in enumerate(TIMES)
]
BARE = [trackpoint(time, heart_rate=120 + i) for i, time in enumerate(TIMES)]
# Each byte is a document to read: as short as two tracks, laps and segments can be.
SMALL_GPX = gpx(
    track(segment(TRKPTS[:2]), segment(TRKPTS[2:3])), track(segment(TRKPTS[3:4]), name="two")
)
SMALL_TCX = tcx(
    activity(lap(BARE[:1], BARE[1:2], steps=5), device="Garmin"),
    activity(lap(BARE[2:3]), sport="Biking"),
)


def kept(read, data: bytes, **options: str) -> tuple[list[float], int, int]:
    """Heart rates read, losses said, recordings; nothing for a `RunFileError`."""
    try:
        recordings = read(data, "cut", **options)
    except RunFileError:
        return [], 1, 0
    rates = [rate for samples, _ in recordings for rate in samples["heart_rate_bpm"]]
    return rates, sum(len(meta.losses) for _, meta in recordings), len(recordings)


@pytest.mark.parametrize(
    ("read", "data", "end"),
    [(read_gpx, SMALL_GPX, b"</trkpt>"), (read_tcx, SMALL_TCX, b"</Trackpoint>")],
    ids=["gpx", "tcx"],
)
def test_cut_at_every_byte(read, data, end):
    assert kept(read, data)[1] == 0
    for cut in range(len(data)):
        complete = len(re.findall(re.escape(end), data[:cut]))
        rates, losses, _ = kept(read, data[:cut])
        assert rates == [120 + i for i in range(complete)], f"cut at byte {cut}"
        assert losses >= 1, f"cut at byte {cut}: nothing said"


def test_a_cut_says_where():
    data = SMALL_GPX[: SMALL_GPX.rfind(b"</trkseg>")]
    *_, (_, first_meta) = [read_gpx(data, "x.gpx")[0]]
    assert [(loss.reason, loss.offset) for loss in first_meta.losses] == [
        ("the document ends before </gpx>: read up to its last complete point", len(data.rstrip()))
    ]


def test_a_cut_inside_a_point_says_which_point_is_lost():
    start = SMALL_GPX.rfind(b"<trkpt")
    _, meta = read_gpx(SMALL_GPX[: start + 40], "x.gpx")[0]
    assert ("1 damaged or incomplete points dropped, the first here", start) in [
        (loss.reason, loss.offset) for loss in meta.losses
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([b"\0" * 10, b"<<<<<", b"&&&", b"\xff\xfe\xfd"]))
def test_damage_in_the_middle_costs_at_most_the_points_it_touches(place, damage):
    data = simple_gpx(TRKPTS)
    first, last = data.find(b"<trkpt"), data.rfind(b"</trkpt>")
    at = first + place % (last - first - len(damage))
    broken = data[:at] + damage + data[at + len(damage) :]
    spans = [match.span() for match in re.finditer(rb"<trkpt.*?</trkpt>", data, re.DOTALL)]
    whole = [
        120 + i for i, (start, end) in enumerate(spans) if at + len(damage) <= start or end <= at
    ]
    rates, losses, recordings = kept(read_gpx, broken)
    assert set(whole) <= set(rates)
    assert losses >= 1 or len(rates) == len(TRKPTS)
    assert recordings == 1


def test_a_value_torn_by_the_cut_is_not_read_as_a_smaller_one():
    data = simple_gpx(TRKPTS[:2])
    torn = data[: data.rfind(b"121") + 2]  # "12" of "121"
    assert kept(read_gpx, torn)[0] == [120]


POINTS = st.lists(
    st.fixed_dictionaries(
        {
            "time": st.sampled_from([*TIMES, None, "2024-05-01T06:00:03.25+01:00", "soon"]),
            "lat": st.floats(-91, 91),
            "lon": st.decimals(-181, 181, places=7).map(str),
            "ele": st.none() | st.floats(-500, 9000).map(repr),
            "extensions": st.sampled_from(
                ["", tpx(hr=150), tpx(cad=81, hr=0), "<power>3</power>", "<hr/>", "<u:hr>9</u:hr>",
                 "<hr>1&#50;0</hr>", "<!-- c --><hr>130</hr>", "<speed>3.25</speed><hr>x</hr>"]
            ),
        }
    ).map(lambda point: trkpt(point.pop("time"), point.pop("lat"), point.pop("lon"), **point)),
    min_size=1,
    max_size=8,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(POINTS, min_size=1, max_size=3), st.integers(0, 400))
def test_fast_and_exact_paths_agree_on_generated_documents_whole_and_cut(segments, cut):
    data = gpx(track(*map(segment, segments)), track(segment(TRKPTS[:1])))
    for text in (data, data[: len(data) - cut]):
        fast, exact = (answers(text, engine) for engine in ("columnar", "lxml"))
        assert fast[0] == exact[0]
        for (a_samples, a_meta), (b_samples, b_meta) in zip(fast[1], exact[1], strict=True):
            np.testing.assert_array_equal(a_samples.to_numpy(), b_samples.to_numpy())
            assert a_samples.index.equals(b_samples.index)
            np.testing.assert_array_equal(a_meta.pauses, b_meta.pauses)
            assert (a_meta.notes, a_meta.losses) == (b_meta.notes, b_meta.losses)


def answers(data: bytes, engine: str):
    """The error's text, and the recordings."""
    try:
        return "", read_gpx(data, "x", engine=engine)
    except RunFileError as error:
        return str(error), []


def test_undeclared_prefix_and_missing_root_are_read():
    body = f"<gpx creator='x'><trk><trkseg>{''.join(TRKPTS[:2])}</trkseg></trk></gpx>"
    assert kept(read_gpx, body.encode())[:2] == ([120, 121], 0)
    points = "".join(TRACKPOINTS[:2])
    rootless = (
        f"<Activities><Activity Sport='Running'><Lap><Track>{points}</Track></Lap></Activity>"
    )
    rates, losses, _ = kept(
        read_tcx, (rootless + "</Activities></TrainingCenterDatabase>").encode()
    )
    assert (rates, losses) == ([120, 121], 0)


def test_a_document_beyond_repair_is_an_error_with_its_place():
    with pytest.raises(RunFileError, match=r"^x\.gpx at byte \d+: cannot be read as XML"):
        read_gpx(b"<?xml version='1.0'?> no element here", "x.gpx")


def test_wrappers_that_do_not_close_by_their_name_are_noticed():
    data = simple_gpx(TRKPTS)
    broken = data.replace(b"<extensions>", b"<extras>", 1)
    _, meta = read_gpx(broken, "x.gpx")[0]
    (note,) = meta.notes
    assert "tag mismatch: extras" in note
    assert kept(read_gpx, broken)[0] == [120.0 + i for i in range(1, 60)]


def test_the_reason_is_this_documents_not_an_older_ones():
    with pytest.raises(RunFileError):
        read_gpx(b"<?xml version='1.0'?> no element here", "older.gpx")
    _, meta = read_gpx(simple_gpx(TRKPTS).replace(b"<ele>", b"<&ele>", 1), "x.gpx")[0]
    assert re.search(
        r"not well-formed at byte \d{3} \(StartTag: invalid element name\)", meta.notes[0]
    )


def test_a_long_damaged_document_is_read_in_one_piece_but_for_the_damage():
    points = [trkpt(f"2024-05-01T{i // 3600:02d}:{i // 60 % 60:02d}:{i % 60:02d}Z", 50, 8, ele=i)
              for i in range(5000)]  # fmt: skip
    data = simple_gpx(points)
    places = [data.find(b"<ele>%d<" % i) for i in (7, 2500, 4998)]
    for at in reversed(places):
        data = data[:at] + b"<&" + data[at:]
    samples, meta = read_gpx(data, "x.gpx")[0]
    assert sorted(set(range(5000)) - set(samples["altitude_m"])) == [7, 2500, 4998]
    assert meta.losses[0].reason.startswith("3 damaged")
