"""The fingerprint of a bucket: the content of its files and whatever else decides its tables."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

import metatarsal_load
from metatarsal_load.batches.task import Task
from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.exports.entries import walk

# Raise when the parts' layout or meaning changes within one version of the package.
LAYOUT = 1


@dataclass(frozen=True)
class Mark:
    """A bucket's fingerprint, with how many files and bytes it was made from."""

    digest: str
    files: int
    size: int


def fingerprint(task: Task, root: str) -> Mark:
    """Hash every file of a bucket by content; times and places do not count.

    Parameters
    ----------
    task : Task
        The bucket.
    root : str
        Local folder that the athletes' paths are relative to.
    """
    files = size = 0
    hashed = hashlib.sha256(_rest(task).encode())
    for person in task.people:
        for path in person.paths:
            for name, digest, length in _files(Path(root, path)):
                hashed.update(json.dumps([person.name, path, name, digest]).encode())
                files, size = files + 1, size + length
    return Mark(hashed.hexdigest(), files, size)


def _rest(task: Task) -> str:
    """Write what else decides the tables: the version, the settings, the typed tables."""
    tables = (task.typed.shoes, task.typed.diary, task.typed.athletes)
    told = [None if table is None else _text(table) for table in tables]
    return json.dumps([metatarsal_load.__version__, LAYOUT, asdict(task.settings), told])


def _text(table: pd.DataFrame) -> str:
    """Write a table as text."""
    return table.to_csv(index=False)


def _files(path: Path) -> list[tuple[str, str, int]]:
    """List name, digest and size of each file below a path; none where it is gone."""
    try:
        entries = walk(str(path))
    except (RunFileError, OSError) as error:
        return [(path.name, f"cannot be read: {error}", 0)]
    return [(str(each.place), _digest(Path(each.file)), each.size) for each in entries]


def _digest(path: Path) -> str:
    """Hash a file; one that cannot be read stands by the reason, and a pipe would never end."""
    try:
        if not path.is_file():
            return "no file"
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"cannot be read: {error.strerror}"
