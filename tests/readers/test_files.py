"""`read_recording` and `read_recordings`: any source, any wrapper, clear refusals."""

from __future__ import annotations

import gzip
import io
import pickle

import pytest
from xml_files import activity, gpx, lap, segment, simple_gpx, tcx, tpx, track, trackpoint, trkpt

from metatarsal_load.errors import MetatarsalError, RunFileError, UnsupportedFormat
from metatarsal_load.readers.files import read_recording, read_recordings

TIMES = [f"2024-05-01T06:00:{second:02d}Z" for second in range(5)]
GPX = simple_gpx([trkpt(time, ele=3.5, extensions=tpx(hr=140)) for time in TIMES])
TCX = tcx(activity(lap(trackpoint(time, heart_rate=140) for time in TIMES)))


def test_path_bytes_and_open_file_read_the_same(tmp_path):
    path = tmp_path / "run.fit"  # the name lies: content counts
    path.write_bytes(gzip.compress(GPX))
    by_path, meta = read_recording(path)
    assert meta.file == str(path)
    assert meta.format == "gpx"
    for source in (str(path), GPX, bytearray(GPX), memoryview(GPX), io.BytesIO(GPX)):
        samples, meta = read_recording(source)
        assert samples.equals(by_path)
        assert meta.file == (source if isinstance(source, str) else "<bytes>")
    with path.open("rb") as stream:
        assert read_recording(stream)[1].file == str(path)


@pytest.mark.parametrize(("data", "engine"), [(GPX, "gpxpy"), (GPX, "lxml"), (TCX, "lxml")])
def test_reference_engines_read_the_same_samples(data, engine):
    ours, meta = read_recording(data)
    reference, other = read_recording(data, engine=engine)
    assert ours.equals(reference)
    assert (meta.engine, other.engine) == ("columnar", engine)


def test_first_of_several_activities_says_so():
    data = gpx(*(track(segment([trkpt(time)]), name=time) for time in TIMES))
    samples, meta = read_recording(data)
    assert len(samples) == 1
    assert meta.notes == ("activity 1 of 5; read_recordings gives all",)
    assert [meta.activity for _, meta in read_recordings(data)] == [0, 1, 2, 3, 4]


def test_a_torn_gzip_is_read_as_far_as_it_goes():
    points = [trkpt(f"2024-05-01T{i // 60:02d}:{i % 60:02d}:00Z", 50 + i / 997) for i in range(900)]
    packed = gzip.compress(simple_gpx(points))
    samples, meta = read_recording(packed[: len(packed) // 2])
    assert 300 < len(samples) < 600
    reasons = [loss.reason for loss in meta.losses]
    assert reasons[0] == "the gzip stream is torn: read up to the tear"
    assert "the document ends before </gpx>: read up to its last complete point" in reasons


# content, words of the refusal
REFUSED = [
    (b"", "an empty file: expected a FIT, GPX or TCX recording"),
    (b"\xff\xd8\xff\xe0", "a JPEG photo: expected"),
    (b"<!doctype html><html>", "an HTML page"),
    (b'{"a": 1}', "JSON text"),
    (b"\0\x05\x16\x07", "a macOS AppleDouble side file"),
    (b"<kml>", "a KML map"),
    (b"a;b\n", "a table of text (CSV)"),
    (b"MZ\x90", "no format that is known here"),
]


@pytest.mark.parametrize(("data", "words"), REFUSED)
def test_what_is_no_run_file_is_named(data, words, tmp_path):
    path = tmp_path / "run.fit"
    path.write_bytes(data)
    with pytest.raises(UnsupportedFormat) as caught:
        read_recording(path)
    assert str(caught.value).startswith(f"{path} at byte 0: {words}")
    assert "\n" not in str(caught.value)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(RunFileError, match=r"gone\.fit: no such file or folder; check the path$"):
        read_recording(tmp_path / "gone.fit")
    with pytest.raises(RunFileError, match="a folder, not a file: read_sessions reads folders"):
        read_recording(tmp_path)


def test_engine_that_does_not_read_the_format_names_those_that_do():
    with pytest.raises(RunFileError, match="engine 'gpxpy' does not read TCX: use columnar, lxml"):
        read_recording(TCX, engine="gpxpy")
    with pytest.raises(RunFileError, match="'fitparse' does not read GPX: use columnar, gpxpy"):
        read_recording(GPX, engine="fitparse")
    with pytest.raises(ValueError, match="engine='rust': expected one of columnar, fitparse"):
        read_recording(GPX, engine="rust")


def test_recordings_and_errors_survive_a_worker_process():
    samples, meta = pickle.loads(pickle.dumps(read_recording(TCX)))
    assert len(samples) == 5
    assert meta.laps.shape == (1, 3)
    with pytest.raises(MetatarsalError) as caught:
        read_recording(b"<kml>")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again)) == (type(caught.value), str(caught.value))
