"""Real recordings: both engines, both walks, and what independent decoders read (the manifest)."""

from __future__ import annotations

import csv
import os
import struct
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from metatarsal_load.errors import RunFileError, UnsupportedFormat
from metatarsal_load.readers.fit import decode, read_fit
from metatarsal_load.readers.fit.container import split_parts
from metatarsal_load.readers.fit.walk import walk
from metatarsal_load.readers.fit_reference import read_fit_reference
from metatarsal_load.readers.limits import Budget
from metatarsal_load.readers.recording import Meta

_CORPUS = Path(os.environ.get("METATARSAL_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
FILES = sorted(p.name for p in (_CORPUS / "fit").glob("*"))
HEAD_BYTES = 12_000  # python-fitparse takes 7 s a megabyte: its turn ends here in long files

# What python-fitparse cannot read, and we do.
GIVES_UP = {
    "dtcooper-python-fitparse__activity-settings-nodata.fit": "the second part is cut off",
    "dtcooper-python-fitparse__activity-unexpected-eof.fit": "cut off",
    "dtcooper-python-fitparse__strava-android-app-201.10-b1218918.fit": "bytes missing in records",
    "jat255-Fit-File-Faker__tpv_dev_fields_20260222.fit": "developer fields of no size",
}

AT_ONCE = ("jat255-Fit-File-Faker__tpv_dev_fields_20260222.fit",)  # in the first record already

# Records in the manifest -> samples here, and why they differ.
OTHER_COUNT = {
    # the others give up at byte 7471 (or read on out of step, up to the year 2085)
    "dtcooper-python-fitparse__strava-android-app-201.10-b1218918.fit": (473, 2673),
    # its developer fields of no size stop the others; 138 of 3400 records share an instant
    "jat255-Fit-File-Faker__tpv_dev_fields_20260222.fit": (0, 3262),
    # records that share an instant are one sample
    "dtcooper-python-fitparse__activity-large-fenxi2-multisport.fit": (24239, 24232),
    "dtcooper-python-fitparse__event_timestamp.fit": (4376, 4374),
    "dtcooper-python-fitparse__sample-activity.fit": (3098, 3095),
    "dtcooper-python-fitparse__2013-02-06-12-11-14.fit": (590, 583),
    "muktihari-fit__activity_poolswim_with_hr.fit": (3501, 3488),
    "tormoder-fit__0134902991.fit": (739, 715),
}
NOT_READ = {
    "dtcooper-python-fitparse__DeveloperData.fit": "three records without a time, no session",
    "muktihari-fit__TestEncode.fit": "one record without a time, an empty session",
}


def data_of(corpus: Path, name: str) -> bytes:
    return (corpus / "fit" / name).read_bytes()


@pytest.fixture(scope="module")
def manifest(corpus):
    with (corpus / "manifest.csv").open(newline="", encoding="utf-8") as lines:
        return {Path(row["file"]).name: row for row in csv.DictReader(lines)}


def head(data: bytes) -> bytes:
    """The first messages of a long file as a whole file of their own."""
    if len(data) <= HEAD_BYTES:
        return data
    part = split_parts(data, "x", Budget("x"))[0]
    cut = walk(data, part.body, min(part.end, HEAD_BYTES), Budget("x")).end
    size = struct.pack("<I", cut - part.body)
    return data[:4] + size + data[8:cut] + b"\0\0"


def assert_same(ours, theirs):
    """All columns, and all of the meta but the engine's name."""
    assert len(ours) == len(theirs)
    for (samples, meta), (expected, said) in zip(ours, theirs, strict=True):
        assert set(samples.columns) == set(expected.columns)
        assert samples.index.equals(expected.index)
        for name in samples:
            np.testing.assert_array_equal(samples[name], expected[name], err_msg=name)
        for one in fields(Meta):
            if one.name not in ("engine", "laps", "pauses", "notes"):
                assert getattr(meta, one.name) == getattr(said, one.name), one.name
        # python-fitparse does not say where it leaves fields out
        assert tuple(note for note in meta.notes if "left out" not in note) == said.notes
        assert meta.laps.equals(said.laps)
        np.testing.assert_array_equal(meta.pauses, said.pauses)


@pytest.mark.parametrize("name", FILES)
def test_every_value_is_the_reference_engines(corpus, name):
    whole = data_of(corpus, name)
    data = head(whole)
    try:
        ours = read_fit(data, name)
    except RunFileError as error:
        with pytest.raises(type(error)):
            read_fit_reference(data, name)
        return
    if name in GIVES_UP and (data is whole or name in AT_ONCE):
        with pytest.raises(RunFileError, match="python-fitparse gives up"):
            read_fit_reference(data, name)
        return
    assert_same(ours, read_fit_reference(data, name))


@pytest.mark.parametrize("name", FILES)
def test_the_careful_walk_finds_the_same(corpus, name):
    data = data_of(corpus, name)
    for part in split_parts(data, name, Budget("x")):
        fast, slow = decode(data, part, Budget("x")), decode(data, part, Budget("x"), careful=True)
        np.testing.assert_array_equal(fast.records.seconds, slow.records.seconds)
        np.testing.assert_array_equal(fast.records.block, slow.records.block)
        assert fast.records.columns == slow.records.columns
        assert fast.messages == slow.messages
        assert fast.losses == slow.losses


def floats(cell: str) -> list[float | None]:
    return [None if word in ("None", "") else float(word) for word in cell.split(";")]


@pytest.mark.parametrize("name", FILES)
def test_records_and_totals_are_the_manifests(corpus, manifest, name):
    row = manifest[name]
    data = data_of(corpus, name)
    if row["file_type"] not in ("activity", "None"):
        with pytest.raises(UnsupportedFormat, match="not a recorded activity"):
            read_fit(data, name)
        return
    if name in NOT_READ:
        with pytest.raises(RunFileError, match="without any sample or session"):
            read_fit(data, name)
        return
    recordings = read_fit(data, name)
    samples = sum(len(table) for table, _ in recordings)
    records, expected = OTHER_COUNT.get(name, (int(row["records"]), int(row["records"])))
    assert (int(row["records"]), samples) == (records, expected)
    if row["sport"]:  # the manifest read sessions
        assert [meta.distance_m for _, meta in recordings] == floats(row["distance_m"])
        assert [meta.timer_s for _, meta in recordings] == floats(row["timer_s"])
        sports = [f"{meta.sport}/{meta.sub_sport}" for _, meta in recordings]
        assert sports == row["sport"].split(";")
