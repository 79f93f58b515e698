"""Who is in a batch, where their files lie, and in which bucket each athlete is.

The plan holds one entry an athlete, not one a file: the workers list the files.
"""

from __future__ import annotations

import math
import os
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from metatarsal_load.batches.store import file_system, is_local
from metatarsal_load.errors import RunFileError, TableError
from metatarsal_load.printable import encodable
from metatarsal_load.readers.exports.entries import is_clutter, skipped_row

# So many bytes of files make one bucket of athletes, which is one task.
BUCKET_BYTES = 20 << 20
TABLES = {"shoes.csv": "shoes", "diary.csv": "diary", "athletes.csv": "athletes"}
NOBODYS = "lies beside the athletes' folders, so whose it is is unknown: move it into one"
UNMAPPED = "the mapping names no athlete for it"


@dataclass(frozen=True)
class Person:
    """One athlete.

    Attributes
    ----------
    name : str
        The athlete.
    paths : tuple of str
        Folders, zips and files, relative to the plan's root (or absolute).
    size : int
        Bytes of all files below them, as stored.
    """

    name: str
    paths: tuple[str, ...]
    size: int


@dataclass(frozen=True)
class Plan:
    """What a source holds.

    Attributes
    ----------
    root : str
        Folder or URL that the paths are relative to.
    people : tuple of Person
        Sorted by name.
    beside : tuple of dict
        Rows of the `skipped` table for files that are nobody's.
    tables : mapping of str to str
        The toolkit's own tables at the root, by kind (``shoes``, ``diary``, ``athletes``).
    """

    root: str
    people: tuple[Person, ...]
    beside: tuple[dict[str, object], ...] = ()
    tables: Mapping[str, str] = field(default_factory=dict)


def make_plan(src: str | PathLike[str], mapping: str | PathLike[str] | None = None) -> Plan:
    """List the athletes of a folder tree or of a file of paths.

    Parameters
    ----------
    src : str or path
        A folder (each first-level folder or zip is an athlete), or a text file of paths, one a
        line, relative to that file's folder (the folder of each is the athlete). May be a URL.
    mapping : str or path, optional
        CSV with the columns ``athlete`` and ``path`` (as in `src`) that says whose each path is;
        of a folder only the paths it names are read.

    Raises
    ------
    RunFileError
        If `src` does not exist, or holds no athlete.
    TableError
        If the mapping lacks a column or a value.
    """
    url = fspath(src).rstrip("/") or "/"
    fs, path = file_system(url)
    owners = None if mapping is None else _read_mapping(fspath(mapping))
    if not fs.exists(path):
        raise RunFileError(url, "no such file or folder; check the path")
    try:
        plan = _plan(fs, path, url, owners)
    except OSError as error:
        raise RunFileError(url, f"may not be read: {error.strerror or error}") from error
    if not plan.people:
        raise RunFileError(
            url, "no athlete was found; expected a folder or zip of run files for each"
        )
    return plan


def _plan(fs: Any, path: str, url: str, owners: Mapping[str, str] | None) -> Plan:
    """Make the plan of a folder, of what a mapping names in it, or of a file of paths."""
    if not fs.isdir(path):
        return _plan_of_list(fs, path, url, owners)
    return _plan_of_folder(fs, path, url) if owners is None else _mapped(fs, path, url, owners)


def bucket_count(people: Iterable[Person], bucket_bytes: int) -> int:
    """Say how many buckets hold about so many bytes each; never more than athletes."""
    sizes = [person.size for person in people]
    return max(1, min(len(sizes), math.ceil(sum(sizes) / bucket_bytes)))


def bucket_of(athlete: str, buckets: int) -> int:
    """Name an athlete's bucket: CRC-32 of the name, so that it is the same on every machine."""
    return zlib.crc32(athlete.encode()) % buckets


def in_buckets(
    people: Iterable[Person], buckets: int, *, called: Callable[[str], str] = str
) -> dict[int, tuple[Person, ...]]:
    """Sort people into buckets, the largest bucket first: it should not be the last to start.

    `called` tells the name that an athlete has in the tables.
    """
    held: dict[int, list[Person]] = {}
    for person in sorted(people, key=lambda each: called(each.name)):
        held.setdefault(bucket_of(called(person.name), buckets), []).append(person)
    order = sorted(held, key=lambda each: (-sum(p.size for p in held[each]), each))
    return {number: tuple(held[number]) for number in order}


def _plan_of_folder(fs: Any, path: str, url: str) -> Plan:
    """Take each first-level folder or zip as an athlete."""
    paths: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    beside, tables = [], {}
    for entry in sorted(fs.ls(path, detail=True), key=lambda each: str(each["name"])):
        place = PurePosixPath(entry["name"]).name
        if is_clutter(place):
            continue
        folder = entry["type"] == "directory"
        if not folder and place.casefold() in TABLES:
            tables[TABLES[place.casefold()]] = f"{url}/{place}"
        elif folder or place.casefold().endswith(".zip"):
            name = place if folder else place[:-4]
            paths.setdefault(name, []).append(place)
            sizes[name] = sizes.get(name, 0) + _size(fs, entry["name"])
        elif not place.casefold().startswith("readme"):
            beside.append(skipped_row(place, None, NOBODYS))
    return Plan(url, _people(paths, sizes), tuple(beside), tables)


def _mapped(fs: Any, path: str, url: str, owners: Mapping[str, str]) -> Plan:
    """Take the paths that a mapping names."""
    paths: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for place, name in owners.items():
        paths.setdefault(name, []).append(place)
        sizes[name] = sizes.get(name, 0) + _size(fs, f"{path}/{place}")
    return Plan(url, _people(paths, sizes))


def _plan_of_list(fs: Any, path: str, url: str, owners: Mapping[str, str] | None) -> Plan:
    """Take the paths of a text file."""
    root = url.rpartition("/")[0] or "."
    folder = path.rpartition("/")[0]
    paths: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    beside = []
    with fs.open(path, "r", encoding="utf-8-sig") as lines:
        for line in (raw.strip() for raw in lines):
            if not line or line.startswith("#"):
                continue
            name = PurePosixPath(line).parent.name if owners is None else owners.get(line, "")
            if not name:
                reason = NOBODYS if owners is None else UNMAPPED
                beside.append(skipped_row(line, None, reason))
                continue
            paths.setdefault(name, []).append(line)
            place = line if line.startswith("/") else f"{folder}/{line}"
            sizes[name] = sizes.get(name, 0) + _size(fs, place)
    return Plan(root, _people(paths, sizes), tuple(beside))


def _people(paths: Mapping[str, list[str]], sizes: Mapping[str, int]) -> tuple[Person, ...]:
    """Make the athletes, sorted by name."""
    return tuple(
        Person(encodable(name), tuple(dict.fromkeys(paths[name])), sizes[name])
        for name in sorted(paths)
    )


def _size(fs: Any, path: str) -> int:
    """Add up the bytes of a file or of all files below a folder; 0 for what is not there."""
    if fs.isfile(path):
        return int(fs.size(path) or 0)
    if is_local(fs):
        return _local_size(path)
    return sum(
        int(entry["size"] or 0)
        for _, _, files in fs.walk(path, detail=True)
        for entry in files.values()
    )


def _local_size(folder: str) -> int:
    """Add up the bytes of the files below a folder, a million of them in seconds."""
    size = 0
    for place, _, files in os.walk(folder):
        for name in files:
            # One that is gone by now has no size; who reads it will tell.
            with suppress(OSError):
                size += Path(place, name).stat().st_size
    return size


def _read_mapping(path: str) -> dict[str, str]:
    """Read whose each path is."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, skipinitialspace=True)
    except (OSError, ValueError) as error:
        raise TableError(f"{path}: the mapping cannot be read ({error})") from error
    lacking = [name for name in ("athlete", "path") if name not in table]
    if lacking:
        raise TableError(
            f"{path}: found columns {', '.join(map(str, table))}, expected athlete and path; "
            f"add {' and '.join(lacking)}"
        )
    for number, row in enumerate(table.itertuples(index=False), start=2):
        if not row.athlete or not row.path:
            raise TableError(f"{path} line {number}: an athlete or path is empty; fill it in")
    return dict(zip(table["path"].str.rstrip("/"), table["athlete"], strict=True))
