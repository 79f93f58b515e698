"""A folder that remembers what each run file gave, by its content.

A segment is one file: the SHA-256 of all that follows, the length of a JSON text, the JSON (one
list a reading), and the readings' vectors as float32. Segments are written whole under a new name
and then renamed, so that an interrupted run leaves them sound; one that does not match its
checksum is thrown away and its files are read again. The vectors hold coarse tracks: whoever may
not know where the runs were should not have the folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import metatarsal_load
from metatarsal_load.errors import MetatarsalError
from metatarsal_load.tables.readings import VECTOR, Options, Reading

# Raise when a reading's meaning changes within one version of the package.
LAYOUT = 1
DIGEST = 32
# Beyond so many segments they are joined into one.
MANY = 16
TIMES = ("start", "start_utc")


def content_key(data: bytes, options: Options) -> str:
    """Name a file's content as it is read with these options."""
    how = json.dumps([metatarsal_load.__version__, LAYOUT, *astuple(options)])
    return hashlib.sha256(hashlib.sha256(data).digest() + how.encode()).hexdigest()


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
    _known: dict[str, Callable[[], Reading]] = field(default_factory=dict, init=False, repr=False)
    _fresh: dict[str, Reading] = field(default_factory=dict, init=False, repr=False)
    _segments: list[Path] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        try:
            Path(self.folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = error.strerror or error
            raise MetatarsalError(f"cache {self.folder}: {why}; expected a folder") from error
        self._segments = sorted(Path(self.folder).glob("*.readings"))
        for segment in self._segments:
            self._known |= _read_segment(segment)

    def get(self, key: str) -> Reading | None:
        """Return what was read before, or None."""
        known = self._known.get(key)
        return None if known is None else known()

    def put(self, key: str, reading: Reading) -> None:
        """Remember a reading; `save` writes it."""
        self._fresh[key] = reading

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
        self._known |= {key: _remembered(reading) for key, reading in self._fresh.items()}
        self._segments = [*([] if old else self._segments), path]
        self._fresh = {}


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
    digest = hashlib.sha256(body).digest()
    path = folder / f"{digest.hex()[:24]}.readings"
    handle, draft = tempfile.mkstemp(dir=folder, suffix=".draft")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(digest)
            stream.write(body)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return path


def _read_segment(path: Path) -> dict[str, Callable[[], Reading]]:
    """Read a segment; one that is damaged is removed and gives nothing."""
    try:
        content = path.read_bytes()
        body = memoryview(content)[DIGEST:]
        if hashlib.sha256(body).digest() != content[:DIGEST]:
            raise ValueError("checksum")
        size = int.from_bytes(body[:8], "little")
        told = json.loads(bytes(body[8 : 8 + size]))
        vectors = np.frombuffer(body[8 + size :], dtype="<f4").reshape(-1, VECTOR)
    except (OSError, ValueError):
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
