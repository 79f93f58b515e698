"""Every GPX and TCX of the corpus: fast against exact, ours against gpxpy and the manifest."""

from __future__ import annotations

import csv
import gzip
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from metatarsal_load.errors import MetatarsalError
from metatarsal_load.readers.files import read_recordings
from metatarsal_load.readers.gpx import read_gpx
from metatarsal_load.readers.gpx_reference import read_gpx_reference
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.tcx import read_tcx
from metatarsal_load.readers.xml.grammar import GPX, TCX
from metatarsal_load.readers.xml.text import plain_bytes
from metatarsal_load.readers.xml.tokens import tokenize

# (file, column) where our samples differ from gpxpy's: why
GPXPY_DIFFERS = {
    ("OpenTracksApp-OpenTracks__gpx11_with_speed_no_namespace.gpx", "speed_mps"):
        "<speed> right below a GPX 1.1 point: gpxpy keeps it in GPX 1.0 only",
}  # fmt: skip
# file: why gpxpy reads nothing where we do
GPXPY_REFUSES = {
    "marcusvolz-strava_py__invalid-lon-lat-missing.gpx": "gpxpy insists on latitude and longitude",
}
# file: (track points in the file, our samples), and why
TCX_COUNTS = {
    "aaron-schroeder-heartandsole__testdata.tcx.gz": (49, 46),  # each lap repeats an instant
    "corriporai-runpandas__stopped_example.tcx.gz": (1697, 1696),  # one instant twice
    "roznet-connectstats__activity_217470507.tcx": (22, 0),  # the watch's clock stood at 1989
}
# file: why the tokenizer leaves it to the tree
NOT_COLUMNAR = {
    "marcusvolz-strava_py__invalid-lon-lat-missing.gpx": "points without attributes",
    "corriporai-runpandas__malformed.tcx.gz": "no root element",
}

HEAD_POINTS = 150  # gpxpy takes 0.1 ms a point: its turn ends here; the tree reads every file whole


def content(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def documents(corpus: Path, kind: str) -> Iterator[tuple[str, bytes]]:
    found = sorted((corpus / kind).iterdir())
    assert found
    return ((path.name, content(path)) for path in found)


def head(data: bytes) -> bytes:
    """A document with its first points only, the structure around them kept."""
    points = itertools.count()
    return re.sub(
        rb"<trkpt.*?</trkpt>\s*",
        lambda match: match[0] if next(points) < HEAD_POINTS else b"",
        data,
        flags=re.DOTALL,
    )


def answer(read: Callable, *args: object, **options: object):
    """Recordings, or the error's text."""
    try:
        return read(*args, **options)
    except MetatarsalError as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize(("kind", "read"), [("gpx", read_gpx), ("tcx", read_tcx)])
def test_fast_path_equals_the_tree_on_every_file(corpus, kind, read):
    for name, data in documents(corpus, kind):
        fast, exact = (answer(read, data, name, engine=e) for e in ("columnar", "lxml"))
        if isinstance(exact, str):
            assert fast == exact, name
            continue
        assert len(fast) == len(exact), name
        for (a_samples, a_meta), (b_samples, b_meta) in zip(fast, exact, strict=True):
            assert a_samples.equals(b_samples), name
            assert vars(a_meta).keys() == vars(b_meta).keys()
            for field, value in vars(a_meta).items():
                other = getattr(b_meta, field)
                if field in ("laps", "pauses"):
                    np.testing.assert_array_equal(np.asarray(value), np.asarray(other))
                elif field != "engine":
                    assert value == other, (name, field)


def test_the_tokenizer_declines_only_the_files_listed(corpus):
    declined = {
        name
        for kind, grammar in (("gpx", GPX), ("tcx", TCX))
        for name, data in documents(corpus, kind)
        if f"<{grammar.point}".encode() in data
        and tokenize(plain_bytes(data), grammar, Budget(name)) is None
    }
    assert declined == set(NOT_COLUMNAR)


def test_gpx_equals_gpxpy_column_by_column(corpus):
    differs, refuses = set(), set()
    for name, whole in documents(corpus, "gpx"):
        data = head(whole)
        ours, reference = answer(read_gpx, data, name), answer(read_gpx_reference, data, name)
        if isinstance(ours, str) or isinstance(reference, str):
            if isinstance(ours, str) != isinstance(reference, str):
                refuses.add(name)
            continue
        for (samples, meta), (expected, other) in zip(ours, reference, strict=True):
            assert samples.index.equals(expected.index), name
            assert (meta.sport, meta.creator) == (other.sport, other.creator), name
            for column in samples:
                if not samples[column].equals(expected[column]):
                    differs.add((name, column))
    assert differs == set(GPXPY_DIFFERS)
    assert refuses == set(GPXPY_REFUSES)


def test_tcx_equals_the_manifest(corpus):
    with (corpus / "manifest.csv").open() as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == "tcx"]
    assert len(rows) == 25
    for row in rows:
        name = Path(row["file"]).name
        recordings = answer(read_tcx, content(corpus / row["file"]), name)
        if isinstance(recordings, str):
            assert recordings.startswith("UnsupportedFormat"), recordings
            assert "a TCX course" in recordings
            continue
        ((samples, meta),) = recordings
        told, kept = TCX_COUNTS.get(name, (int(row["records"]), int(row["records"])))
        assert (int(row["records"]), len(samples)) == (told, kept), name
        assert meta.distance_m == pytest.approx(float(row["distance_m"]), abs=0.051), name
        assert meta.timer_s == pytest.approx(float(row["timer_s"]), abs=0.051), name
        assert len(meta.laps) == int(row["laps"]), name


# one run in several formats: file names, and channels that all of them have
SAME_RUN = [
    ("aaron-schroeder-heartandsole__testdata", ("fit/{}.fit", "tcx/{}.tcx.gz", "gpx/{}.gpx")),
    ("roznet-connectstats__activity_234979239", ("fit/{}.fit", "tcx/{}.tcx.gz")),
]


@pytest.mark.parametrize(("name", "files"), SAME_RUN)
def test_formats_of_one_run_agree(corpus, name, files):
    read = [read_recordings(corpus / file.format(name)) for file in files]
    (reference, meta), *others = [recordings[0] for recordings in read]
    for samples, other in others:
        assert abs(samples.index[0] - reference.index[0]).total_seconds() <= 1
        assert abs(samples.index[-1] - reference.index[-1]).total_seconds() <= 1
        shared = reference.index.intersection(samples.index)
        assert len(shared) >= 0.95 * len(reference)
        for column, tolerance in (
            ("latitude_deg", 1e-5),
            ("longitude_deg", 1e-5),
            ("heart_rate_bpm", 0),
            ("cadence_spm", 1),  # TCX and GPX leave out the half step
        ):
            a, b = (frame.loc[shared, column].to_numpy() for frame in (reference, samples))
            known = np.isfinite(a) & np.isfinite(b)
            assert known.sum() >= 0.8 * np.isfinite(a).sum(), column
            np.testing.assert_allclose(a[known], b[known], rtol=0, atol=tolerance, err_msg=column)
        if other.distance_m is not None:
            assert other.distance_m == pytest.approx(meta.distance_m, abs=0.01)
            assert other.timer_s == pytest.approx(meta.timer_s, abs=0.01)
