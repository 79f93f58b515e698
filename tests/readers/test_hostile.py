"""Bombs and tricks end in one clear line, soon and in little memory; names and paths are data."""

from __future__ import annotations

import builtins
import errno
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import bombs
import fit_files as fit
import pytest
from bombs import RUNS, TABLES
from export_files import csv_bytes, gpx_bytes, write, zip_bytes

from metatarsal_load.errors import LimitError, MetatarsalError, RunFileError, TableError
from metatarsal_load.readers import disk
from metatarsal_load.readers.exports import archives
from metatarsal_load.readers.files import read_recording, read_recordings
from metatarsal_load.readers.limits import LIMITS, Limits, parse_limits
from metatarsal_load.readers.sources import find_sources
from metatarsal_load.tables.history import read_sessions

ALL_IN_ONE = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_DATA, (2**30, 2**30))
import bombs
from pathlib import Path
from metatarsal_load.errors import MetatarsalError
from metatarsal_load.readers.exports import archives
from metatarsal_load.readers.files import read_recordings
from metatarsal_load.readers.sources import find_sources

def attempt(name, read):
    began = time.process_time()
    try:
        read()
        told = "read"
    except MetatarsalError as error:
        told = str(error)
    print(name, round(time.process_time() - began, 2), told.count("\\n") + 1, told, sep="\\t")

read_recordings(bombs.gpx_bytes())
for name, make in bombs.RUNS.items():
    data = make()
    attempt(name, lambda: read_recordings(data))
for name, make in bombs.TABLES.items():
    path = Path(sys.argv[1], name)
    path.write_bytes(make())
    attempt(name, lambda: find_sources(path))
    archives.release()
    path.unlink()
"""
HARMLESS = {"noise", "a long time", "packed size that lies", "shoes_gear.json", "angles.csv"}
"""Read all the same: there is a run in them."""
WITHOUT_ERROR = {"slip.zip", "nested.zip"}
"""Their members are named one by one in `skipped`."""


@pytest.fixture(autouse=True)
def _release():
    yield
    archives.release()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded by a limit of Linux")
def test_every_bomb_ends_in_a_line_within_two_seconds_and_a_gigabyte(tmp_path):
    """Twice as long is allowed here: what else the machine does counts in part."""
    paths = os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parents[2])))
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALL_IN_ONE, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    rows = [line.split("\t") for line in run.stdout.splitlines()]
    assert [row[0] for row in rows] == [*RUNS, *TABLES]
    for name, seconds, lines, told in rows:
        assert float(seconds) < 4.0, name
        assert lines == "1", name
        assert (told == "read") == (name in HARMLESS | WITHOUT_ERROR), (name, told)
        assert "please report" not in told, name


# what is crossed, a file that does
CROSSED = [
    ("file_bytes", bombs.zeros_gzip, Limits(ratio=1e9)),
    ("ratio", bombs.zeros_zip, LIMITS),
    ("wrappers", bombs.nested_zips, LIMITS),
    ("zip_members", bombs.many_members, LIMITS),
    ("xml_depth", lambda: bombs.deep(150), LIMITS),
    ("xml_tags", gpx_bytes, Limits(xml_tags=3)),
    ("fit_parts", lambda: bombs.chained(101), LIMITS),
    ("fit_layouts", lambda: bombs.definitions(1001), LIMITS),
    ("fit_messages", lambda: bombs.events(30_001), LIMITS),
    ("developer_fields", lambda: bombs.described(300), LIMITS),
    ("samples", lambda: fit.run_file(11), Limits(samples=10)),
    ("samples", gpx_bytes, Limits(samples=1)),
    ("values", lambda: fit.run_file(11), Limits(values=100)),
    ("activities", lambda: bombs.many_sessions(1001), LIMITS),
    ("seconds", lambda: bombs.noise(300_000), Limits(seconds=1e-6)),
]


@pytest.mark.parametrize(("name", "make", "limits"), CROSSED)
def test_an_error_names_the_limit_that_is_crossed(name, make, limits):
    with pytest.raises(LimitError, match=rf"limit {name}=") as caught:
        read_recordings(make(), limits=limits)
    assert caught.value.path.startswith("<bytes>")


@pytest.mark.parametrize("name", ["table_bytes", "table_columns", "table_cells"])
def test_a_table_names_the_limit_that_is_crossed(name, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("date,distance_km\n2024-05-14,5\n2024-05-15,6\n")
    assert len(find_sources(path).listed) == 2
    with pytest.raises(TableError, match=rf"limit {name}=1;"):
        find_sources(path, limits=Limits(**{name: 1}))


def test_a_limit_that_is_raised_lets_the_file_through():
    data = bombs.definitions(1200)
    with pytest.raises(LimitError):
        read_recording(data)
    samples, _ = read_recording(data, limits=Limits(fit_layouts=2000))
    assert len(samples) == 1200


def test_a_file_beyond_a_limit_is_skipped_and_the_others_are_read(tmp_path):
    (tmp_path / "a.fit").write_bytes(fit.run_file(100))
    (tmp_path / "b.fit").write_bytes(fit.run_file(50, start=fit.T0 + 86400))
    sessions, skipped = read_sessions(tmp_path, limits=Limits(samples=60))
    assert len(sessions) == 1
    assert [str(reason)[:40] for reason in skipped["reason"]] == [
        "samples: found 100, above the limit samp"
    ]


def test_limits_are_numbers_above_0_and_known_by_name():
    assert parse_limits(["samples=5e6", "seconds=2.5"]) == Limits(samples=5_000_000, seconds=2.5)
    for word in ("samples", "samples=", "samples=x", "speed=1", "samples=inf", "=1"):
        with pytest.raises(ValueError, match="expected one of file_bytes="):
            parse_limits([word])
    for wrong in ({"samples": 0}, {"seconds": -1.0}, {"ratio": True}, {"xml_depth": 256}):
        with pytest.raises(ValueError, match="limit "):
            Limits(**wrong)


def test_names_are_data_and_nothing_is_written(tmp_path):
    """Whatever the members of an archive are called, they are read where they are."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "slip.zip").write_bytes(bombs.slip())
    before = sorted(tmp_path.rglob("*"))
    found = find_sources(tmp_path / "in" / "slip.zip")
    assert len(found.sources) + len(found.skipped) == 10
    assert len({source.load() for source in found.sources}) == 1
    assert sorted(tmp_path.rglob("*")) == before
    for source in found.sources:
        told = str(RunFileError(source.label, "found nothing", 3))
        assert told.isprintable()
        assert len(told) < 500


@pytest.mark.parametrize("name", ["../out.gpx", "{}/out.gpx", "a/../../out.gpx", "x" * 4000, ".."])
def test_a_table_leads_to_no_file_outside_its_folder(name, tmp_path):
    (tmp_path / "out.gpx").write_bytes(gpx_bytes())
    write(tmp_path / "in", {"in.gpx": gpx_bytes()})
    labels = ["Activity ID", "Activity Date", "Activity Type", "Distance", "Filename"]
    date = "Aug 28, 2019, 3:21:51 AM"
    files = ["in.gpx", name.format(tmp_path)]
    rows = [[str(n), date, "Run", "5", file] for n, file in enumerate(files)]
    (tmp_path / "in" / "activities.csv").write_bytes(csv_bytes(labels, rows))
    sources = find_sources(tmp_path / "in" / "activities.csv").sources
    assert [Path(source.file).name for source in sources] == ["in.gpx"]


def test_what_is_no_file_is_told_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.fit")
    (tmp_path / "loop.fit").symlink_to(tmp_path / "loop.fit")
    (tmp_path / "folder.fit").mkdir()
    (tmp_path / "gone.fit").symlink_to(tmp_path / "nothing")
    (tmp_path / "zero.fit").symlink_to("/dev/zero")
    (tmp_path / "run.gpx").write_bytes(gpx_bytes())
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(tmp_path)
        server.bind("socket.fit")
    expected = {
        "pipe.fit": "a pipe, not a file",
        "loop.fit": "symbolic links",
        "folder.fit": "a folder, not a file",
        "gone.fit": "no such file",
        "zero.fit": "a device, not a file",
        "socket.fit": "a socket, not a file",
    }
    began = time.monotonic()
    for name, told in expected.items():
        with pytest.raises(RunFileError, match=told):
            read_recording(tmp_path / name)
    sessions, skipped = read_sessions(tmp_path)
    assert len(sessions) == 1
    reasons = dict(
        zip(skipped["file"].str.rsplit("/", n=1).str[-1], skipped["reason"], strict=True)
    )
    for name, told in expected.items():
        assert name == "folder.fit" or told in reasons[name], name
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("name", ["x" * 4000, "a\0b.fit", "no/such/file.fit", ""])
def test_paths_that_name_nothing(name):
    for read in (read_recording, find_sources):
        with pytest.raises(MetatarsalError) as caught:
            read(name)
        assert str(caught.value).isprintable()


class Failing:
    """A stream that gives some bytes, then fails."""

    def __init__(self, data: bytes, error: int) -> None:
        self.data, self.error = data, error

    def read(self, size: int = -1) -> bytes:
        if not self.data:
            raise OSError(self.error, os.strerror(self.error))
        data, self.data = self.data, b""
        return data

    def fileno(self) -> int:
        return 0

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        pass


@pytest.mark.parametrize("error", [errno.EIO, errno.ESTALE, errno.EACCES])
def test_a_disk_that_fails_while_it_is_read(error, tmp_path, monkeypatch):
    path = tmp_path / "run.fit"
    path.write_bytes(fit.run_file(9))
    monkeypatch.setattr(disk, "open_file", lambda _: Failing(b"\x0e", error))
    with pytest.raises(RunFileError, match=rf"run\.fit: cannot be read: {os.strerror(error)}"):
        read_recording(path)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "run.fit"
    path.write_bytes(fit.run_file(9))
    monkeypatch.setattr(os, "open", _refuse)
    with pytest.raises(RunFileError, match=r"run\.fit: cannot be read: Permission denied"):
        read_recording(path)


def _refuse(path, *_) -> int:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)


def test_a_file_that_shrinks_or_vanishes_after_it_was_listed(tmp_path):
    path = tmp_path / "run.fit"
    path.write_bytes(fit.run_file(40))
    (source,) = find_sources(tmp_path).sources
    path.write_bytes(fit.run_file(40)[:300])
    assert len(read_recording(source.load())[0]) < 40
    path.unlink()
    with pytest.raises(RunFileError, match="no such file"):
        source.load()


@pytest.mark.parametrize("now", [0.0, 1e6, 4e9, 2**40])
def test_a_clock_that_is_wrong_loses_no_run_of_the_past(now, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: now)
    assert len(read_recording(gpx_bytes())[0]) == 2
    assert len(read_recording(fit.run_file(9))[0]) == 9


def test_no_memory_is_one_of_our_errors(monkeypatch):
    def full(*_):
        raise MemoryError

    monkeypatch.setattr("metatarsal_load.readers.files.unwrap", full)
    with pytest.raises(RunFileError, match="memory"):
        read_recording(gpx_bytes())


def test_reading_opens_nothing_but_the_file(tmp_path, monkeypatch):
    """A document type that names files and hosts is refused, and neither is looked at."""
    opened = []
    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("a socket"))
    monkeypatch.setattr(builtins, "open", lambda *name: opened.append(name))
    for name in ("entity from a file", "entity from a URL", "parameter entity"):
        with pytest.raises(RunFileError, match="declares XML entities"):
            read_recordings(RUNS[name]())
    dtd = gpx_bytes().replace(b"<gpx", b'<!DOCTYPE gpx SYSTEM "http://127.0.0.1/x.dtd"><gpx', 1)
    assert len(read_recording(dtd)[0]) == 2
    assert opened == []


def test_zip_in_zip_of_hostile_names_is_told_in_printable_lines(tmp_path):
    name = "\x1b]0;title\x07\u202e.zip"
    (tmp_path / "a.zip").write_bytes(zip_bytes({name: b"PK\3\4 torn"}))
    (row,) = find_sources(tmp_path / "a.zip").skipped
    assert str(row["reason"]).isprintable()
