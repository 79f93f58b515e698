"""A folder that remembers what each run file gave, by its content.

A segment is one file: the length of a JSON text, the JSON (one list a reading), and the readings'
vectors as float32. Beside the segments lie the finished tables of the last few histories, for the
day on which no file has changed. All are written whole and renamed, so that an interrupted run
leaves them sound; what does not match its checksum is thrown away and made again.

The readings tell where the runs were: the first fix, 50 m cells of the ground and 32 moments of
each track. The folder is made for its owner's eyes only, and is as private as the run files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import metatarsal_load
from metatarsal_load.errors import MetatarsalError
from metatarsal_load.readers.disk import open_file
from metatarsal_load.readers.sources import Found, Source
from metatarsal_load.tables.readings import VECTOR, Options, Reading
from metatarsal_load.tables.stored import (
    frames_from_bytes,
    frames_to_bytes,
    read_checked,
    write_checked,
)

# Raise when a reading's meaning changes within one version of the package.
LAYOUT = 4
# Beyond so many segments they are joined into one.
MANY = 16
# So many finished histories are kept.
RESULTS = 4
TIMES = ("start", "start_utc")


def content_key(digest: str, options: Options) -> str:
    """Name a file's content as it is read with these options."""
    return _key([digest, *astuple(options)])


def digest_of(source: Source) -> str | None:
    """Name a file's content; None for one that cannot be read."""
    try:
        if not source.members:
            with open_file(source.file) as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        return hashlib.sha256(source.load()).hexdigest()
    except (OSError, MetatarsalError):
        # Whoever reads the file says what is wrong with it.
        return None


def _key(parts: list[object]) -> str:
    """Hash what decides a reading, with the version of this package."""
    text = json.dumps([metatarsal_load.__version__, LAYOUT, *parts], default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Cache:
    """Readings by content, kept in a folder.

    Parameters
    ----------
    folder : str or path
        Made where it does not exist.

    Raises
    ------
    MetatarsalError
        If the folder cannot be made.
    """

    folder: str | PathLike[str]
    _digests: dict[str, str | None] = field(default_factory=dict, init=False, repr=False)
    _held: dict[str, Callable[[], Reading]] | None = field(default=None, init=False, repr=False)
    _fresh: dict[str, Reading] = field(default_factory=dict, init=False, repr=False)
    _segments: list[Path] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        try:
            Path(self.folder).mkdir(0o700, parents=True, exist_ok=True)
        except OSError as error:
            why = error.strerror or error
            raise MetatarsalError(f"cache {self.folder}: {why}; expected a folder") from error
        self._segments = sorted(Path(self.folder).glob("*.readings"))

    @property
    def _known(self) -> dict[str, Callable[[], Reading]]:
        """Readings of all segments, read when first asked for."""
        if self._held is None:
            self._held = {}
            for segment in self._segments:
                self._held |= _read_segment(segment)
        return self._held

    def is_empty(self) -> bool:
        """Tell whether nothing was remembered yet."""
        return not self._segments

    def digest(self, source: Source) -> str | None:
        """Name a file's content, read once while this cache is open."""
        if source.label not in self._digests:
            self._digests[source.label] = digest_of(source)
        return self._digests[source.label]

    def get(self, digest: str | None, options: Options) -> Reading | None:
        """Return what a content gave before, or None."""
        known = None if digest is None else self._known.get(content_key(digest, options))
        return None if known is None else known()

    def put(self, digest: str, options: Options, reading: Reading) -> None:
        """Remember a reading; `save` writes it."""
        self._fresh[content_key(digest, options)] = reading

    def save(self) -> None:
        """Write what is new; many small segments become one."""
        if not self._fresh:
            return
        entries, old = self._fresh, list[Path]()
        if len(self._segments) >= MANY:
            entries = {key: known() for key, known in self._known.items()} | self._fresh
            old = self._segments
        path = _write_segment(Path(self.folder), entries)
        for segment in old:
            if segment != path:
                segment.unlink(missing_ok=True)
        self._held = self._known | {k: _remembered(reading) for k, reading in self._fresh.items()}
        self._segments = [*([] if old else self._segments), path]
        self._fresh = {}

    def result_path(self, found: Found, asked: list[object]) -> Path:
        """Name the file of the tables that these inputs and options give."""
        files = [
            [each.label, each.athlete, self.digest(each), each.listed] for each in found.sources
        ]
        key = _key([files, found.listed, found.skipped, asked])
        return Path(self.folder) / f"{key[:32]}.tables"

    def has_results(self) -> bool:
        """Tell whether any finished tables are here, so that looking for them may pay."""
        return any(Path(self.folder).glob("*.tables"))

    def result(self, path: Path) -> list[pd.DataFrame] | None:
        """Return the tables that a `result_path` holds, or None."""
        try:
            return frames_from_bytes(read_checked(path))
        except (ValueError, KeyError):
            path.unlink(missing_ok=True)
            return None

    def put_result(self, path: Path, tables: list[pd.DataFrame]) -> None:
        """Keep finished tables, and of earlier ones the newest few."""
        write_checked(path, frames_to_bytes(tables))
        kept = sorted(Path(self.folder).glob("*.tables"), key=lambda each: each.stat().st_mtime_ns)
        for old in kept[:-RESULTS]:
            old.unlink(missing_ok=True)


def _remembered(reading: Reading) -> Callable[[], Reading]:
    """Hold a reading as those from a segment are held."""
    return lambda: reading


def _write_segment(folder: Path, entries: dict[str, Reading]) -> Path:
    """Write readings under a name of their content, whole or not at all."""
    told = [
        [key, [_plain(row) for row in reading.rows], reading.losses]
        for key, reading in entries.items()
    ]
    text = json.dumps(told, separators=(",", ":"), default=_scalar).encode()
    vectors = np.concatenate([reading.vectors for reading in entries.values()])
    body = len(text).to_bytes(8, "little") + text + vectors.astype("<f4").tobytes()
    path = folder / f"{hashlib.sha256(body).hexdigest()[:24]}.readings"
    write_checked(path, body)
    return path


def _read_segment(path: Path) -> dict[str, Callable[[], Reading]]:
    """Read a segment; one that is damaged is removed and gives nothing."""
    try:
        body = read_checked(path)
        size = int.from_bytes(body[:8], "little")
        told = json.loads(bytes(body[8 : 8 + size]))
        vectors = np.frombuffer(body[8 + size :], dtype="<f4").reshape(-1, VECTOR)
    except ValueError:
        path.unlink(missing_ok=True)
        return {}
    known: dict[str, Callable[[], Reading]] = {}
    place = 0
    for key, rows, losses in told:
        known[key] = _entry(rows, vectors[place : place + len(rows)], losses)
        place += len(rows)
    return known


def _entry(
    rows: list[dict[str, Any]], vectors: np.ndarray, losses: list[dict[str, object]]
) -> Callable[[], Reading]:
    """Make a reading of what a segment holds, when it is asked for."""
    return lambda: Reading(tuple(_timed(row) for row in rows), vectors, tuple(losses))


def _plain(row: dict[str, Any]) -> dict[str, object]:
    """Write times as microseconds, which JSON keeps exactly."""
    times = {name: pd.Timestamp(row[name]).as_unit("us") for name in TIMES}
    return row | {name: int(time.asm8.astype("int64")) for name, time in times.items()}


def _timed(row: dict[str, Any]) -> dict[str, object]:
    """Read microseconds as times again."""
    return row | {name: pd.Timestamp(row[name], unit="us").as_unit("us") for name in TIMES}


def _scalar(value: object) -> object:
    """Turn a numpy number into Python's own."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} in a session row")
