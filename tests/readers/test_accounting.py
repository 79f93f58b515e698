"""Nothing is lost in silence: what went in came out, or is named in losses and notes.

What went in is counted apart from the readers: by the writers of these tests, who know where each
sample stands, and by plain searches in the damaged bytes.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable

import fit_files as fit
import pytest
from export_files import csv_bytes, gpx_bytes, zip_bytes
from hypothesis import example, given, settings
from hypothesis import strategies as st
from xml_files import activity, gpx, lap, segment, tcx, track, trackpoint, trkpt

from metatarsal_load.errors import MetatarsalError, TableError
from metatarsal_load.readers.exports import archives
from metatarsal_load.readers.files import read_recordings
from metatarsal_load.readers.recording import Recording
from metatarsal_load.readers.sources import find_sources
from metatarsal_load.tables.history import read_sessions

COUNT = 40
TOLD = re.compile(
    r"^(\d+) (?:points|records|damaged or incomplete points|bytes that are no messages)\b"
)
RECORD_SIZE = 1 + sum(fit.size_of(field) for field in fit.RECORD)
FIT = fit.run_file(COUNT)
FIRST = 14 + len(fit.file_id()) + len(fit.define(2, 20, fit.RECORD))
TIMES = [f"2024-05-01T06:{k // 60:02d}:{k % 60:02d}Z" for k in range(COUNT)]
GPX = gpx(
    track(segment(trkpt(time, ele=3) for time in TIMES[:20])),
    track(segment(trkpt(time, ele=4) for time in TIMES[20:])),
)
TCX = tcx(
    activity(lap([trackpoint(time, lat=50, lon=8, distance=k) for k, time in enumerate(TIMES)]))
)

damage = st.lists(
    st.tuples(
        st.sampled_from(("flip", "drop", "twice", "cut")),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 60),
    ),
    min_size=1,
    max_size=3,
)


def damaged(data: bytes, harm: Iterable[tuple[str, float, int]]) -> bytes:
    """Flip a bit, drop or repeat some bytes, or cut the end off, at a share of the length."""
    out = bytearray(data)
    for what, share, size in harm:
        at = int(share * len(out))
        if what == "flip" and out:
            out[at] ^= 1 << size % 8
        elif what == "drop":
            del out[at : at + size]
        elif what == "twice":
            out[at:at] = out[at : at + size]
        elif what == "cut":
            del out[at:]
    return bytes(out)


def told(recordings: list[Recording]) -> list[str]:
    """What the losses and notes of each recording say, each once."""
    words = []
    for _, meta in recordings:
        words += dict.fromkeys([*(loss.reason for loss in meta.losses), *meta.notes])
    return words


def named(words: Iterable[str]) -> int:
    """Samples that they count."""
    return sum(int(match[1]) for word in words if (match := TOLD.match(word)))


@pytest.mark.parametrize(("data", "tag"), [(GPX, b"trkpt"), (TCX, b"Trackpoint")])
@pytest.mark.parametrize("engine", ["columnar", "lxml"])
@settings(max_examples=40, deadline=None)
@given(harm=damage)
@example(harm=[("cut", 0.5, 1)])
@example(harm=[("drop", 0.5, 60), ("flip", 0.7, 3)])
@example(harm=[("flip", 0.5, 1), ("flip", 0.71875, 4)])
@example(harm=[("twice", 0.0168, 54), ("cut", 0.688, 45)])
def test_points_of_a_damaged_document(data, tag, engine, harm):
    text = damaged(data, harm)
    begun = len(re.findall(b"<" + tag + rb"[\s>]", text))
    try:
        recordings = read_recordings(text, engine=engine)
    except MetatarsalError:
        return  # the whole file is named
    words = told(recordings)
    out = sum(len(samples) for samples, _ in recordings)
    torn = any(word.startswith("the document ends before") for word in words)
    assert out <= begun
    assert begun <= out + named(words) + torn, words


@settings(max_examples=120, deadline=None)
@given(harm=damage)
@example(harm=[("cut", 0.5, 1)])
@example(harm=[("flip", 10 * RECORD_SIZE / (len(FIT) - FIRST), 0)])
def test_records_of_a_damaged_fit_file(harm):
    data = FIT[:FIRST] + damaged(FIT[FIRST:], harm)  # without their definition there are no records
    records = [
        FIT[at : at + RECORD_SIZE] for at in range(FIRST, FIRST + COUNT * RECORD_SIZE, RECORD_SIZE)
    ]
    whole = sum(record in data for record in records)
    try:
        recordings = read_recordings(data)
    except MetatarsalError:
        return
    words = told(recordings)
    out = sum(len(samples) for samples, _ in recordings)
    skipped = sum(
        -(-int(word.split()[0]) // RECORD_SIZE) + 1
        for word in words
        if " bytes " in word and word[0].isdigit()
    )
    counted = named(word for word in words if " bytes " not in word)
    assert whole <= out + counted + skipped, words


def test_points_outside_the_activities_are_told():
    course = "<Courses><Course><Track>" + trackpoint(TIMES[0]) * 3 + "</Track></Course></Courses>"
    data = TCX.replace(b"<Activities>", course.encode() + b"<Activities>")
    assert "3 points outside the activities not used" in told(read_recordings(data))


def test_records_of_a_chained_course_are_told():
    course = fit.fit_file(fit.file_id(6) + fit.records(fit.steady_rows(7)))
    words = told(read_recordings(fit.run_file(5) + course))
    assert "7 records of a part that is no activity not used" in words


def test_a_member_hidden_by_one_of_its_name_is_told(tmp_path):
    data = zip_bytes({"a.gpx": gpx_bytes(), "b.gpx": gpx_bytes()}).replace(b"b.gpx", b"a.gpx")
    (tmp_path / "two.zip").write_bytes(data)
    found = find_sources(tmp_path / "two.zip")
    archives.release()
    assert len(found.sources) == 1
    assert [row["reason"] for row in found.skipped] == ["hidden by a later member of the same name"]


@settings(max_examples=15, deadline=None)
@given(
    rows=st.lists(st.sampled_from(("good", "no date", "short", "blank")), min_size=1, max_size=8)
)
def test_rows_of_a_log(rows, tmp_path_factory):
    cells = {"good": ["2024-05-14", "5"], "no date": ["soon", "5"], "short": ["2024-05-15"]}
    path = tmp_path_factory.mktemp("log") / "log.csv"
    lines = [["2024-05-01", "4"], ["2024-05-02", "4"], *(cells.get(row, []) for row in rows)]
    path.write_bytes(csv_bytes(["date", "distance_km"], lines))
    found = find_sources(path.parent)
    if not found.listed:  # no row makes sense, so one line names the table
        assert [row["file"] for row in found.skipped] == [str(path)]
        return
    assert len(found.listed) + len(found.skipped) == 2 + len(rows) - rows.count("blank")


@settings(max_examples=15, deadline=None)
@given(kinds=st.lists(st.sampled_from(("good", "timeless", "parent", "no object")), max_size=8))
def test_activities_of_a_summary(kinds, tmp_path_factory):
    good = {"activityType": "running", "startTimeGmt": 1715707801000, "distance": 500000}
    items = {
        "good": good, "timeless": {"distance": 1}, "parent": {**good, "parent": True},
        "no object": 7,
    }  # fmt: skip
    held = [good, *(items[kind] for kind in kinds)]
    path = tmp_path_factory.mktemp("garmin") / "x_summarizedActivities.json"
    path.write_text(json.dumps([{"summarizedActivitiesExport": held}]))
    found = find_sources(path)
    assert len(found.listed) + len(found.skipped) == len(held)


def test_a_damaged_summary_is_told_whole(tmp_path):
    path = tmp_path / "x_summarizedActivities.json"
    path.write_text('[{"summarizedActivitiesExport":[{"startTimeGmt":1715707801000},{"dist')
    try:
        reasons = [str(row["reason"]) for row in find_sources(path).skipped]
    except TableError as error:
        reasons = [str(error)]
    assert "damaged JSON at character" in reasons[0]
    assert "not used" in reasons[0]


def test_every_file_of_a_folder_gives_a_session_or_a_line(tmp_path):
    files = {
        "a.fit": FIT, "b.gpx": GPX, "c.tcx.gz": gzip.compress(TCX), "d.fit": b"no run",
        "e.gpx": GPX[:200], "f.zip": zip_bytes({"g.fit": fit.run_file(9, start=fit.T0 + 86400)}),
        "h.zip": b"PK\3\4", "i.fit": b"", "j.txt": b"hello", "k.jpg": b"\xff\xd8\xff",
        "l.json": b"{}",
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    sessions, skipped = read_sessions(tmp_path, duplicates="keep")
    archives.release()
    names = [*sessions["file"], *skipped["file"]]
    assert {re.split("[!#]", name.rsplit("/", 1)[-1])[0] for name in names} == set(files)
