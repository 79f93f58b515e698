"""Read one input the way a user would, and hold what comes out to its promises."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from metatarsal_load.errors import MetatarsalError
from metatarsal_load.readers.exports import archives
from metatarsal_load.readers.exports.entries import Entry
from metatarsal_load.readers.exports.tables import read_tables
from metatarsal_load.readers.files import read_recordings
from metatarsal_load.readers.recording import SAMPLE_COLUMNS
from metatarsal_load.readers.sources import find_sources
from metatarsal_load.tables import csv_tables
from metatarsal_load.tables.readings import Options, read_bytes

BUG = "please report it"
TYPED = (
    csv_tables.read_log,
    csv_tables.read_shoes,
    csv_tables.read_diary,
    csv_tables.read_athletes,
)


def read(kind: str, data: bytes, folder: Path) -> str:
    """``result`` or ``error``; whatever else happens is an exception."""
    try:
        if kind in ("csv", "json"):
            _read_table(kind, data, folder / f"activities.{kind}")
        elif kind == "zip":
            _read_zip(data, folder / "export.zip")
        else:
            _read_run(data)
    except MetatarsalError as error:
        told = str(error)
        _hold(BUG not in told and "\n" not in told and 0 < len(told) < 3000, told)
        return "error"
    return "result"


def _read_run(data: bytes) -> None:
    for samples, _ in read_recordings(data):
        _hold(samples.index.is_unique, "an instant twice")
        _hold(samples.index.is_monotonic_increasing, "times out of order")
        _hold(tuple(samples.columns[: len(SAMPLE_COLUMNS)]) == SAMPLE_COLUMNS, "columns")
    if len(data) % 16 == 0:  # one in sixteen also goes on to a row of sessions
        _sum_up(data)


def _sum_up(data: bytes) -> None:
    for loss in read_bytes(data, Options()).losses:
        _hold(BUG not in str(loss["reason"]), str(loss["reason"]))


def _read_table(kind: str, data: bytes, path: Path) -> None:
    path.write_bytes(data)
    if kind == "csv" and len(data) % 2:
        TYPED[len(data) // 2 % len(TYPED)](path)
        return
    entry = Entry(str(path), (), PurePosixPath(path.name), len(data))
    csvs, jsons = ([entry], []) if kind == "csv" else ([], [entry])
    read_tables(csvs, jsons, lambda _: True)


def _read_zip(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    try:
        for source in find_sources(path).sources:
            try:
                _read_run(source.load())
            except MetatarsalError as error:
                _hold(BUG not in str(error), str(error))
    finally:
        archives.release()


def _hold(promise: bool, words: str) -> None:
    if not promise:
        raise AssertionError(words)
